import JSON
import TensorFiles

/// What `metrics.jsonl` of another program's run says, a line at a time while it is written.
///
/// Lines are merged by step and by name: a step may come again with other names, and the later value of
/// the same name wins. A line of a higher `session` takes the place of all from its step on.
struct MetricLines {
  /// The most names that are kept.
  static let mostNames = 1_000

  /// The values by name.
  private(set) var series: [String: MetricSeries] = [:]
  /// Why the writer ended, where it was asked to.
  private(set) var stopped: String?
  /// The lines that are none, and the first of them.
  private(set) var bad: (count: Int, first: Int, why: String)?
  private let path: String
  private var identity: RawFile.Identity?
  /// Where the first line begins that was not read yet.
  private var offset = 0
  private var line = 0
  private var session = 0
  private var namesLeftOut = 0

  /// The metrics of the run in `folder`, of which nothing was read yet.
  init(_ run: String) { path = run + "/metrics.jsonl" }

  /// Whether all lines were read that were there at the last look.
  private(set) var isComplete = true

  /// What is wrong with lines.
  var faults: [RunFault] {
    var faults: [RunFault] = []
    if let bad {
      let others = bad.count > 1 ? "; \(bad.count) lines in all are left out" : "; it is left out"
      faults.append(RunFault("metrics.jsonl", field: "line \(bad.first)", bad.why + others))
    }
    if namesLeftOut > 0 {
      faults.append(
        RunFault(
          "metrics.jsonl",
          "expected at most \(Self.mostNames) names of metrics; \(namesLeftOut) values of others are left out"
        ))
    }
    return faults
  }

  /// Looks at what was written since, and reads until `isDue` says that it is enough.
  ///
  /// - Returns: whether anything is new. A last line without its end is read next time.
  mutating func look(until isDue: () -> Bool) throws(FileError) -> Bool {
    guard RawFile.kind(path) != .nothing else {
      guard identity != nil else { return false }
      reset()
      return true
    }
    let file = try RawFile.reading(path)
    let now = try file.identity()
    if now == identity, isComplete { return false }
    if now.length < offset || identity.map({ $0.inode != now.inode }) ?? false { reset() }
    identity = now
    isComplete = false
    var isNew = false
    var rest: [UInt8] = []
    while offset + rest.count < now.length {
      let start = offset + rest.count
      let read: [UInt8]
      do throws(FileError) { read = try file.bytes(start..<min(now.length, start + 1 << 18)) } catch
      {
        // It is read again when somebody looks again, and not before.
        (identity, isComplete) = (nil, true)
        throw error
      }
      let part = rest + read
      var first = 0
      while let end = part[first...].firstIndex(of: UInt8(ascii: "\n")) {
        take(part[first..<end])
        isNew = true
        first = end + 1
      }
      offset += first
      rest = Array(part[first...])
      if rest.count > RunMetrics.longestLine {
        // No line is as long: it is passed over without being kept.
        offset += rest.count
        rest = []
        skipsLine = true
      }
      if isDue() { return isNew }
    }
    isComplete = true
    return isNew
  }

  /// Whether the line under way is too long, and its rest is passed over.
  private var skipsLine = false

  private mutating func reset() {
    self = MetricLines(String(path.dropLast("/metrics.jsonl".count)))
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>) {
    line += 1
    if skipsLine {
      skipsLine = false
      return refuse("expected a line of at most \(RunMetrics.longestLine) bytes, found more")
    }
    guard bytes.contains(where: { ![0x20, 0x09, 0x0d].contains($0) }) else { return }
    // Some editors begin a file with the mark of its encoding.
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    let text = line == 1 && bytes.starts(with: mark) ? bytes.dropFirst(3) : bytes
    do throws(JSONError) { take(try RunMetrics.row(Array(text))) } catch {
      refuse("byte \(error.offset): expected \(error.expected), found \(error.found)")
    }
  }

  private mutating func refuse(_ why: String) {
    bad = bad.map { ($0.count + 1, $0.first, $0.why) } ?? (1, line, why)
  }

  private mutating func take(_ row: RunMetrics.Row) {
    if let own = row.values["session"]?.integer, own > session {
      session = own
      stopped = nil
      for name in series.keys { series[name]?.cut(from: row.step) }
    }
    for member in row.values.members where member.key != "step" && member.key != "session" {
      let (name, value) = (member.key, member.value)
      if name == "stopped", let reason = value.string { stopped = reason }
      guard let number = value.double else { continue }
      guard series[name] != nil || series.count < Self.mostNames else {
        namesLeftOut += 1
        continue
      }
      series[name, default: MetricSeries()].record(number, at: row.step)
    }
  }
}
