import TensorFiles
import TestSupport

/// A run as another program writes it, file by file.
struct WrittenRun {
  let path: String
  private let folder: TemporaryFolder

  /// A run in a folder of its own, with a run.json that says `title`.
  init(title: String? = "a run") {
    folder = TemporaryFolder()
    path = folder.makeFolder("run")
    _ = folder.makeFolder("run/snapshots")
    if let title { describe("{\"format\": \"headlight-run/1\", \"title\": \"\(title)\"}") }
  }

  func describe(_ json: String) { put(Array(json.utf8), path + "/run.json") }

  func metrics(_ text: String) {
    put((contents(path + "/metrics.jsonl") ?? []) + Array(text.utf8), path + "/metrics.jsonl")
  }

  /// A file of pictures: `weights` are those of each tensor, all steps one after the other.
  func snapshots(
    _ name: String, steps: [Int]? = nil, saying metadata: [String: String] = [:],
    _ tensors: (name: String, lengths: [Int], weights: [Float])...
  ) {
    var words = metadata
    if let steps { words["steps"] = "\(steps)" }
    let bytes = Safetensors.encoded(
      tensors.map { NamedNumbers($0.name, lengths: $0.lengths, $0.weights) },
      metadata: words.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    write(bytes, name)
  }

  /// Steps of one head over 3 tokens that look at `key` alone.
  func looking(_ name: String, steps: [Int], at key: Int, saying metadata: [String: String] = [:]) {
    let row = (0..<3).map { Float($0 == key ? 1 : 0) }
    let weights = (0..<(3 * steps.count)).flatMap { _ in row }
    snapshots(name, steps: steps, saying: metadata, ("x.self", [steps.count, 1, 3, 3], weights))
  }

  func write(_ bytes: [UInt8], _ name: String) {
    put(bytes, path + "/snapshots/" + name + ".safetensors")
  }

  func bytes(_ name: String) -> [UInt8] {
    contents(path + "/snapshots/" + name + ".safetensors") ?? []
  }
}
