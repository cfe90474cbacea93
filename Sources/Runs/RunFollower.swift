public import TensorFiles

/// Follows a run that lies in a directory, finished or while somebody writes it.
///
/// It only reads, and takes only whole lines and whole files: a writer that is killed leaves it what it
/// had. A run that was cut back, because its writer went on from an earlier step, is read anew.
public struct RunFollower: Sendable {
  /// The directory.
  public let path: String
  /// What the run is.
  public private(set) var description: RunDescription
  /// The rows of the metrics, by ascending step.
  public private(set) var rows: [RunMetrics.Row] = []
  private var metrics: RawFile.Identity?
  private var run: RawFile.Identity?
  /// Where the first line begins that is not complete yet.
  private var offset = 0

  /// What is new since the last look.
  public struct News: Hashable, Sendable {
    /// The first new row, before which all are as they were; nil where no row is new.
    public var firstRow: Int?
    /// Whether rows that were there are gone, or were made again.
    public var isCutBack = false
    /// Whether `run.json` says something else than before.
    public var isDescribedAnew = false

    /// Whether there is nothing new.
    public var isEmpty: Bool { self == News() }
  }

  /// Begins to follow the run at `path`, with what is there.
  public init(_ path: String) throws(FileError) {
    self.path = path
    description = try RunDirectory.readDescription(path)
    _ = try look()
  }

  /// The furthest step that is known: that of the last row, or of a checkpoint beyond it.
  public var latest: Int {
    let saved = (try? RunDirectory.checkpointSteps(path))?.last ?? 0
    return max(saved, rows.last?.step ?? 0)
  }

  /// Looks whether there is something new.
  public mutating func look() throws(FileError) -> News {
    var news = News()
    let described = try RawFile.reading(path + "/run.json").identity()
    if described != run {
      let found = try RunDirectory.readDescription(path)
      news.isDescribedAnew = run != nil && found != description
      (run, description) = (described, found)
    }
    let file = try RawFile.reading(path + "/metrics.jsonl")
    let identity = try file.identity()
    guard identity != metrics else { return news }
    if identity.inode != metrics?.inode || identity.length < offset {
      news.isCutBack = !rows.isEmpty
      (rows, offset) = ([], 0)
    }
    metrics = identity
    let known = rows.count
    try read(file, to: identity.length, &news)
    if rows.count > known { news.firstRow = min(news.firstRow ?? known, known) }
    return news
  }

  private mutating func read(
    _ file: RawFile, to length: Int, _ news: inout News
  ) throws(FileError) {
    var line: [UInt8] = []
    var place = offset
    while place < length {
      let end = min(length, place + 1 << 20)
      for byte in try file.bytes(place..<end) {
        place += 1
        guard byte == UInt8(ascii: "\n") else {
          line.append(byte)
          continue
        }
        offset = place
        // What is no row is not ours to judge.
        if let row = try? RunMetrics.row(line) { take(row, &news) }
        line.removeAll(keepingCapacity: true)
      }
    }
  }

  private mutating func take(_ row: RunMetrics.Row, _ news: inout News) {
    if let last = rows.last, row.step <= last.step {
      // Steps that are made again are what counts.
      rows.removeAll { $0.step >= row.step }
      news.isCutBack = true
      news.firstRow = min(news.firstRow ?? rows.count, rows.count)
    }
    rows.append(row)
  }
}
