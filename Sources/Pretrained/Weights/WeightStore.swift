import Tapes
import TensorFiles
import Tensors

/// The weights of an open model: read, made float32 and packed once, a stage at a time, when somebody
/// first needs them.
///
/// Of a table only the rows are read that a text names. Every pointer of this module is in this file.
/// It belongs to one thread at a time.
final class WeightStore {
  /// The weights, for players.
  let memory: ParameterMemory
  private let file: WeightFile
  private let entries: [String: WeightTable.Entry]
  /// The tables of which rows are read when they are named.
  private let tables: Set<String>
  /// Which file it was when it was opened; nil where that could not be told.
  private let identity: [RawFile.Identity?]?
  private var loaded: Set<String> = []
  private var rows: [String: Set<Int>] = [:]

  /// The weights of `table` in `file`, of which nothing is read yet.
  ///
  /// - `isPacked`: whether kernels lie in panels; the numbers that come of it are the same.
  init(
    _ tapes: [Tape], _ table: WeightTable, _ file: WeightFile, isPacked: Bool = true
  ) {
    let names = Set(tapes.flatMap { $0.parameters.map(\.name) })
    let kernels = names.filter { $0.hasSuffix(".kernel") }
    memory = ParameterMemory(ParameterLayout(tapes, packed: isPacked ? kernels : []))
    self.file = file
    entries = Dictionary(uniqueKeysWithValues: table.entries.map { ($0.name, $0) })
    tables = ["tokens", "types", "positions"]
    identity = try? file.identity()
  }

  /// The bytes of the file that a tensor of ours takes; 0 when it was read.
  func bytesToRead(_ names: some Sequence<String>) -> Int {
    names.reduce(0) { sum, name in
      guard !loaded.contains(name), !tables.contains(name), let entry = entries[name] else {
        return sum
      }
      return sum + (file.tensor(entry.source)?.tensor.range.count ?? 0)
    }
  }

  /// Reads the tensors that are called so, but tables, if they were not read.
  func load(_ names: some Sequence<String>) throws(ModelError) {
    let wanted = names.filter { !tables.contains($0) && !loaded.contains($0) }
    guard !wanted.isEmpty else { return }
    try checkUnchanged()
    for name in wanted {
      loaded.insert(name)
      guard let entry = entries[name] else { fatalError("no entry for \(name)") }
      do throws(FileError) { try read(entry) } catch {
        loaded.remove(name)
        throw .file(error)
      }
    }
  }

  /// Reads these rows of a table, if they were not read.
  func load(rows wanted: some Sequence<Int>, of name: String) throws(ModelError) {
    guard let entry = entries[name], let width = entry.lengths.last else { return }
    let start = memory.base + memory.layout.offset(of: name)
    for row in Set(wanted) where rows[name]?.contains(row) != true {
      precondition(row >= 0 && row < entry.lengths[0], "row \(row) of \(name)")
      let target = UnsafeMutableBufferPointer(start: start + row * width, count: width)
      do throws(FileError) {
        try file.read(entry.source, (row * width)..<((row + 1) * width), into: target)
      } catch { throw .file(error) }
      rows[name, default: []].insert(row)
    }
  }

  /// Refuses a file that somebody has written to since it was opened: half of it would be another model's.
  private func checkUnchanged() throws(ModelError) {
    do throws(FileError) {
      guard let identity, try file.identity() != identity else { return }
    } catch { throw .file(error) }
    throw .file(
      .unsuitable(
        path: file.path, problem: "has changed since it was opened", advice: "open it again"))
  }

  /// The numbers of a tensor of ours as it lies in memory, for a tape of its own.
  func tensor(_ name: String) throws(ModelError) -> Tensor {
    try load([name])
    return memory[name]
  }

  // MARK: Reading

  private func read(_ entry: WeightTable.Entry) throws(FileError) {
    let inner = entry.lengths.count > 1 ? entry.lengths[1] : 1
    let chosen = entry.chosenRows
    let count: Int
    if case .columns(let range) = entry.part {
      count = entry.lengths[0] * range.count
    } else {
      count = chosen.reduce(0) { $0 + $1.count } * inner
    }
    let numbers = UnsafeMutableBufferPointer<Float>.allocate(capacity: max(1, count))
    defer { numbers.deallocate() }
    var filled = 0
    func take(_ places: Range<Int>) throws(FileError) {
      let part = UnsafeMutableBufferPointer(rebasing: numbers[filled..<(filled + places.count)])
      try file.read(entry.source, places, into: part)
      filled += places.count
    }
    if case .columns(let range) = entry.part {
      for row in 0..<entry.lengths[0] {
        try take((row * inner + range.lowerBound)..<(row * inner + range.upperBound))
      }
    } else {
      for rows in chosen { try take((rows.lowerBound * inner)..<(rows.upperBound * inner)) }
    }
    guard let base = numbers.baseAddress else { return }
    memory.fill(entry.name, base, isTurned: entry.isTurned)
  }
}

extension WeightTable.Entry {
  /// The rows of the file's tensor in the order of ours.
  var chosenRows: [Range<Int>] {
    switch part {
    case .all, .columns: [0..<lengths[0]]
    case .rows(let range): [range]
    case .ofEachHead(let heads, let first, let depth, let period):
      (0..<heads).map { ($0 * period + first)..<($0 * period + first + depth) }
    case .rotary(let heads, let depth):
      // Halves (h, s, j) stand in the file as neighbours (h, j, s).
      (0..<heads).flatMap { head in
        (0..<depth).map { row in
          let place = head * depth + row % (depth / 2) * 2 + row / (depth / 2)
          return place..<(place + 1)
        }
      }
    }
  }
}
