import JSON
import Runs
import TensorFiles
import Testing
import TestSupport

/// A run is followed by what is whole in it, whatever its writer does.
struct RunFollowerTests {
  private let folder = TemporaryFolder()
  private var run: String { folder / "run" }

  private func create() throws -> RunDirectory {
    let member = RunSet.Member(
      description: RunDescription(lesson: "dates", mechanism: "additive"),
      tensors: [NamedNumbers("w", lengths: [1], [1])])
    return try RunDirectory.create(at: run, member)
  }

  private func append(_ text: String) {
    put((contents(run + "/metrics.jsonl") ?? []) + Array(text.utf8), run + "/metrics.jsonl")
  }

  private func row(_ directory: RunDirectory, _ step: Int, _ loss: Double) throws {
    try directory.appendMetrics(["step": JSONValue(step), "loss": .number(loss)])
  }

  private func steps(_ follower: RunFollower) -> [Int] { follower.rows.map(\.step) }

  @Test func newRowsAreTakenOnce() throws {
    let directory = try create()
    try row(directory, 1, 0.5)
    var follower = try RunFollower(run)
    #expect(steps(follower) == [1] && follower.latest == 1)
    #expect(try follower.look().isEmpty)
    try row(directory, 2, 0.4)
    try row(directory, 3, 0.3)
    var news = try follower.look()
    #expect(news.firstRow == 1 && !news.isCutBack && !news.isDescribedAnew)
    #expect(steps(follower) == [1, 2, 3])
    news = try follower.look()
    #expect(news.isEmpty)
  }

  /// A line that is still being written is no row yet, and not lost.
  @Test func aHalfWrittenLineWaits() throws {
    _ = try create()
    var follower = try RunFollower(run)
    append("{\"step\": 1, \"lo")
    #expect(try follower.look().isEmpty && follower.rows.isEmpty)
    append("ss\": 0.25}\n{\"step\"")
    #expect(try follower.look().firstRow == 0)
    #expect(follower.rows.first?.values["loss"]?.double == 0.25)
    append(": 2}\n")
    _ = try follower.look()
    #expect(steps(follower) == [1, 2])
  }

  @Test func whatIsNoRowIsLeftOut() throws {
    _ = try create()
    append("{\"step\": 1}\nnonsense\n[]\n{\"step\": -3}\n{\"step\": 2}\n")
    #expect(steps(try RunFollower(run)) == [1, 2])
  }

  /// A writer that goes on from an earlier step makes another future.
  @Test func aRunThatIsCutBackIsReadAnew() throws {
    let directory = try create()
    for step in 1...5 { try row(directory, step, 1) }
    var follower = try RunFollower(run)
    try directory.cut(after: 3)
    var news = try follower.look()
    #expect(news.isCutBack && steps(follower) == [1, 2, 3])
    try row(directory, 4, 9)
    news = try follower.look()
    #expect(!news.isCutBack && news.firstRow == 3)
    // Steps that are made again in the same file count as well.
    append("{\"step\": 2, \"loss\": 7}\n")
    news = try follower.look()
    #expect(news.isCutBack && news.firstRow == 1 && steps(follower) == [1, 2])
    #expect(follower.rows[1].values["loss"]?.double == 7)
  }

  @Test func anotherDescriptionIsSaid() throws {
    let directory = try create()
    var follower = try RunFollower(run)
    try directory.append(action: .object(["step": .integer(3)]))
    let news = try follower.look()
    #expect(news.isDescribedAnew && follower.description.actions.count == 1)
    #expect(try follower.look().isEmpty)
  }

  /// What was read stays when the directory goes, and it may come back.
  @Test func aDirectoryThatGoesIsAnErrorAndNotTheEnd() throws {
    let directory = try create()
    try row(directory, 1, 1)
    var follower = try RunFollower(run)
    try RawFile.move(run, to: folder / "away")
    #expect(throws: FileError.self) { try follower.look() }
    #expect(steps(follower) == [1])
    try RawFile.move(folder / "away", to: run)
    try row(directory, 2, 1)
    _ = try follower.look()
    #expect(steps(follower) == [1, 2])
  }

  @Test func aCheckpointBeyondTheRowsCounts() throws {
    let directory = try create()
    try directory.writeCheckpoint(step: 4, tensors: [NamedNumbers("w", lengths: [1], [1])])
    #expect(try RunFollower(run).latest == 4)
  }
}
