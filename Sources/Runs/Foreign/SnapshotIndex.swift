import TensorFiles

/// Which file of another program's run has the picture of which step.
///
/// Names are read at once; headers, since there may be a hundred thousand, some at a time. A file that
/// was read is remembered by its steps alone, so memory stays flat however long the run is.
struct SnapshotIndex {
  /// A file of pictures, as far as it is known.
  private struct Entry {
    var name: String
    /// The step that its name says.
    var first: Int
    var identity: RawFile.Identity?
    var content = Content.unread
    /// What it had when it was read last.
    var seen = Seen.nothing

    /// The steps that it is known to have.
    var steps: [Int] {
      switch content {
      case .read(let steps, _): steps
      case .unread: [first]
      case .incomplete, .refused: []
      }
    }

    var session: Int { if case .read(_, let session) = content { session } else { 0 } }
    var isUnread: Bool { if case .unread = content { true } else { false } }
  }

  private enum Seen {
    case nothing
    case known(steps: [Int], session: Int)
  }

  private enum Content {
    case unread
    case read(steps: [Int], session: Int)
    case incomplete
    case refused(RunFault)
  }

  /// The folder of the files.
  let folder: String
  /// By the step of their names, then by these.
  private var entries: [Entry] = []
  private var listed: RawFile.Identity?
  /// Whether there ever was a file.
  private var hadFiles = false
  /// Where the next look goes on to compare old files with what is on disk.
  private var swept = 0
  /// The steps that have a picture, ascending.
  private(set) var steps: [Int] = []
  /// For each step the place of its file.
  private var owners: [Int32] = []
  /// How often a file had other steps than before, not only more of them.
  private var contradictions = 0
  /// Names that say a step which no number holds.
  private var tooLarge: [RunFault] = []

  /// The files that are compared with what is on disk at every look, from the newest on.
  private static let alwaysCompared = 8
  /// How many more of the others are.
  private static let comparedATime = 256

  /// The index of a run's folder of pictures, in which nothing was looked at yet.
  init(_ run: String) { folder = run + "/snapshots" }

  /// Whether every header was read.
  var isComplete: Bool { !entries.contains(where: \.isUnread) }

  /// What is wrong with files, in their order.
  ///
  /// The last one may be on its way, which is nothing to say.
  var faults: [RunFault] {
    tooLarge + twoWriters + gone
      + entries.enumerated().compactMap { place, entry in
        switch entry.content {
        case .refused(let fault): return fault
        case .incomplete where place + 1 < entries.count:
          return RunFault(
            "snapshots/" + entry.name, "is shorter than its own header says; its steps are missing")
        default: return nil
        }
      }
  }

  /// All files of a run were removed while it was looked at.
  private var gone: [RunFault] {
    hadFiles && entries.isEmpty && listed != nil
      ? [RunFault("snapshots", "all files are gone; the last picture that was read stays")] : []
  }

  /// What two programs do to one directory: their files take each other's place.
  private var twoWriters: [RunFault] {
    guard contradictions > 2 else { return [] }
    return [
      RunFault(
        "snapshots",
        "files were replaced by others with other steps, again and again: two programs seem to write "
          + "here; only one process of a job may write a run", .strange)
    ]
  }

  // MARK: Looking

  /// Looks at what changed in the folder.
  ///
  /// - Returns: whether anything did.
  mutating func look() throws(FileError) -> Bool {
    guard RawFile.kind(folder) != .nothing else {
      guard hadFiles else { return false }
      (entries, listed) = ([], nil)
      settle()
      throw .unsuitable(
        path: folder, problem: "is there no more", advice: "the last picture that was read stays")
    }
    let identity = try RawFile.folder(folder).identity()
    var isNew = false
    if identity != listed {
      isNew = list(try RawFile.names(in: folder))
      listed = identity
    }
    if compare() { isNew = true }
    if isNew { settle() }
    return isNew
  }

  private mutating func list(_ names: [String]) -> Bool {
    var known: [String: Entry] = [:]
    for entry in entries { known[entry.name] = entry }
    var found: [Entry] = []
    found.reserveCapacity(names.count)
    tooLarge = []
    for name in names {
      guard let digits = Self.digits(name) else { continue }
      guard let first = Int(digits) else {
        tooLarge.append(
          RunFault("snapshots/" + name, field: "name", "expected a step of at most 2⁶³ − 1"))
        continue
      }
      found.append(known[name] ?? Entry(name: name, first: first))
    }
    // Names of nine digits stand in the order of their numbers already; longer ones may not.
    found.sort { ($0.first, $0.name.utf8.count) < ($1.first, $1.name.utf8.count) }
    let isNew = found.count != entries.count || zip(found, entries).contains { $0.name != $1.name }
    hadFiles = hadFiles || !found.isEmpty
    entries = found
    return isNew
  }

  /// The number that a name says: `000000120.safetensors`; nil of a name that is none of ours.
  private static func digits(_ name: String) -> Substring? {
    guard name.utf8.count >= 21, name.hasSuffix(".safetensors") else { return nil }
    let digits = name.dropLast(12)
    return digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? digits : nil
  }

  /// Forgets what was read of files that are others now.
  private mutating func compare() -> Bool {
    var places = Array(entries.indices.suffix(Self.alwaysCompared))
    let rest = entries.count - places.count
    if rest > 0 {
      places += (0..<min(rest, Self.comparedATime)).map { (swept + $0) % rest }
      swept = (swept + Self.comparedATime) % rest
    }
    var isNew = false
    for place in places where !entries[place].isUnread {
      let now = try? RawFile.reading(folder + "/" + entries[place].name).identity()
      if now != entries[place].identity {
        entries[place].content = .unread
        isNew = true
      }
    }
    return isNew
  }

  // MARK: Headers

  /// Reads headers that were not read yet, the newest first, until `isDue` says that it is enough.
  ///
  /// - Returns: whether there was one to read.
  mutating func readHeaders(until isDue: () -> Bool) -> Bool {
    var hasRead = false
    for place in entries.indices.reversed() where entries[place].isUnread {
      _ = open(place)
      hasRead = true
      if isDue() { break }
    }
    if hasRead { settle() }
    return hasRead
  }

  /// Opens a file, and notes what it is.
  private mutating func open(_ place: Int) -> SnapshotFile? {
    let path = folder + "/" + entries[place].name
    let before = entries[place]
    entries[place].identity = try? RawFile.reading(path).identity()
    do throws(RunFault) {
      let file = try SnapshotFile(entries[place].name, in: folder, first: entries[place].first)
      entries[place].content = .read(steps: file.steps, session: file.session)
      if case .known(let steps, let session) = before.seen,
        session > file.session
          || session == file.session && !file.steps.starts(with: steps)
      {
        contradictions += 1
      }
      entries[place].seen = .known(steps: file.steps, session: file.session)
      return file
    } catch {
      let isIncomplete = (try? Safetensors.isIncomplete(path)) ?? false
      entries[place].content = isIncomplete ? .incomplete : .refused(error)
      return nil
    }
  }

  /// The file that has the picture of `step`, and which of its steps that is; nil where none has.
  mutating func file(of step: Int) -> (file: SnapshotFile, place: Int)? {
    while true {
      guard let place = steps.place(of: step), steps[place] == step else { return nil }
      let owner = Int(owners[place])
      let wasUnread = entries[owner].isUnread
      let file = open(owner)
      // What the header says may be something else than the name had promised.
      if wasUnread || file == nil || !(file?.steps.contains(step) ?? false) { settle() }
      if let file, let inner = file.steps.place(of: step), file.steps[inner] == step {
        return (file, inner)
      }
      guard steps.place(of: step).map({ steps[$0] == step && Int(owners[$0]) != owner }) ?? false
      else { return nil }
    }
  }

  // MARK: Whose step it is

  /// Decides for each step which file's picture counts.
  ///
  /// A file discards the steps from its first on of files with smaller names. A higher session discards
  /// those from its first step on of lower ones, whatever their names.
  private mutating func settle() {
    var (steps, owners) = ([Int](), [Int32]())
    steps.reserveCapacity(entries.count)
    owners.reserveCapacity(entries.count)
    let order = entries.indices.filter { !entries[$0].steps.isEmpty }
      .sorted { (entries[$0].session, $0) < (entries[$1].session, $1) }
    var session = 0
    for place in order {
      let own = entries[place].steps
      // In one session files come by ascending first steps; a new session goes back to its first.
      if let first = own.first, entries[place].session >= session {
        while let last = steps.last, last >= first {
          steps.removeLast()
          owners.removeLast()
        }
      }
      session = entries[place].session
      steps += own
      owners += repeatElement(Int32(place), count: own.count)
    }
    (self.steps, self.owners) = (steps, owners)
  }
}

extension [Int] {
  /// The place of the last element that is at most `value`, of ascending ones; nil where all are more.
  func place(of value: Int) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }
}

extension SnapshotIndex {
  /// Where the picture of a step lies: another file, or another content of it, is another place.
  struct Place: Equatable {
    var name: String
    var identity: RawFile.Identity?
    var step: Int
  }

  /// Where the picture of `step` lies; nil where there is none.
  func place(of step: Int) -> Place? {
    guard let place = steps.place(of: step), steps[place] == step else { return nil }
    let entry = entries[Int(owners[place])]
    return Place(name: entry.name, identity: entry.identity, step: step)
  }

  /// Every file that can be read, in order; what cannot is among the faults then.
  mutating func forEachFile(_ body: (SnapshotFile) -> Void) {
    for place in entries.indices {
      if let file = open(place) { body(file) }
    }
    settle()
  }

  /// Whether the picture of `step` in the file `name` is the one that counts.
  func counts(_ step: Int, in name: String) -> Bool {
    guard let place = steps.place(of: step), steps[place] == step else { return false }
    return entries[Int(owners[place])].name == name
  }
}
