import TensorFiles
import Testing
import TestSupport

struct ShardedSafetensorsTests {
  private let folder = TemporaryFolder()
  private var index: String { folder / "model.safetensors.index.json" }

  private func write(_ text: String) throws {
    put(Array(text.utf8), index)
    try Safetensors.write([NamedNumbers("a", lengths: [1], [1])], to: folder / "one.safetensors")
    try Safetensors.write(
      [NamedNumbers("b", lengths: [1], [2]), NamedNumbers("c", lengths: [1], [3])],
      to: folder / "two.safetensors")
  }

  @Test func tensorsAreFoundInTheirFiles() throws {
    try write(
      #"{"metadata":{"total_size":1e99},"weight_map":{"c":"two.safetensors","#
        + #""a":"one.safetensors","b":"two.safetensors"}}"#)
    let all = try ShardedSafetensors(reading: index)
    #expect(all.names == ["c", "a", "b"])
    #expect(all.shards.count == 2)
    #expect(try all.names.map { try all.shard($0).floats($0) } == [[3], [1], [2]])
    #expect(throws: FileError.self) { try all.shard("d") }
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"weight_map":[]}"#, #"{"weight_map":{}}"#, #"{"weight_map":{"a":1}}"#,
    #"{"weight_map":{"a":"absent.safetensors"}}"#, #"{"weight_map":{"a":"two.safetensors"}}"#,
    #"{"weight_map":{"a":"../one.safetensors"}}"#, #"{"weight_map":{"a":"/dev/zero"}}"#,
    #"{"weight_map":{"a":""}}"#, #"{"weight_map":{"a":".."}}"#,
    #"{"weight_map":{"a":"one.safetensors","a":"one.safetensors"}}"#,
    #"{"weight_map":{"a":"one.safetensors"},"weight_map":{"a":"one.safetensors"}}"#,
    #"{"weight_map":{"a":"one.safetensors"}"#,
  ])
  func whatIsNotRightIsRefused(text: String) throws {
    try write(text)
    #expect(throws: FileError.self) { try ShardedSafetensors(reading: index) }
  }
}
