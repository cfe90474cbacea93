import Dashboard
import Lessons
import Screens
import Snapshots
import Subjects
import TensorFiles
import Tensors
import Training

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A picture of the Anatomy screen in a file: the format is the ending.
struct AnatomyPicture {
  private enum Format: String, CaseIterable {
    case svg, ansi, txt
  }

  let path: String
  let columns: Int
  let rows: Int
  let isForced: Bool
  private let format: Format
  private let screen: ScreenOptions

  /// A picture of so many cells for the file at `path`, if its ending is one that can be written
  /// and the file does not exist or may be replaced.
  init(
    _ path: String, columns: Int, rows: Int, isForced: Bool, _ screen: ScreenOptions
  ) throws(Failure) {
    let ending = path.split(separator: ".").last.map(String.init) ?? ""
    guard path.contains("."), let format = Format(rawValue: ending.lowercased()) else {
      let known = Format.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
      throw Failure("--output \(path): the ending says the format: \(known)")
    }
    (self.path, self.columns, self.rows) = (path, columns, rows)
    (self.isForced, self.format, self.screen) = (isForced, format, screen)
    guard isForced || access(path, F_OK) != 0 else { throw Failure("\(CrashSafe.exists(path))") }
  }

  /// Writes the operation called `operation`, or the score, for one query and one head.
  func write(
    _ snapshot: Snapshot, _ lesson: Lesson, operation: String?, query: Int?, head: HeadLabel?
  ) throws(Failure) {
    var run = Run(lesson, of: LessonCatalog.entry(of: lesson))
    run.parameterCount = lesson.parameterCount
    var timeline = Timeline()
    let step = snapshot.step ?? 0
    (timeline.step, timeline.known) = (step, .through(step))
    timeline.length = lesson.length
    var state = State(
      [run], columns: columns, rows: rows,
      rung: screen.color ?? (format == .txt ? .mono : .truecolor),
      background: screen.light ? .light : .dark)
    _ = Dashboard.update(
      &state, .frame(Frame([Scene(run: run, timeline: timeline, snapshot: snapshot)])))
    state.language = screen.chosenLanguage
    if let head {
      state.site = snapshot.attention.first { $0.layer ?? 0 == head.layer }?.site
      state.head = head.head
    }
    let shown = snapshot.attention.first { $0.site == state.site } ?? snapshot.attention.first
    if let query, let attention = shown {
      let own = min(query, attention.map.queries - 1)
      let keys = 0..<attention.map.keys
      let row = attention.map.tile(state.head, own..<(own + 1), keys).map {
        Array($0.row(own, keys))
      }
      let weights = row ?? []
      state.query = query
      state.key = weights.indexOfLargest ?? 0
      state.isCrosshairPlaced = true
    }
    _ = Dashboard.update(&state, .key(.character("A")))
    if let operation, let diagram = snapshot.diagram {
      state.show(operation: try diagram.place(ofOperation: operation))
    }
    try put(view(state))
  }

  private func put(_ screen: Screen) throws(Failure) {
    let text =
      switch format {
      case .svg: SVG.picture(of: screen)
      case .ansi: ANSIText.text(of: screen)
      case .txt: screen.picture + "\n"
      }
    do {
      try CrashSafe.write(Array(text.utf8), to: path, replacing: isForced)
    } catch { throw Failure(error) }
  }
}

extension Diagram {
  /// The operation that writes the value called `name`.
  func place(ofOperation name: String) throws(Failure) -> Int {
    let names = operations.map { values[$0.output].name }
    guard let place = names.firstIndex(of: name) else {
      throw Failure(
        "--operation \(safe(name)): there is none; there are " + names.joined(separator: ", "))
    }
    return place
  }
}
