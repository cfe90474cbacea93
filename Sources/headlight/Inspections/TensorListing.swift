import JSON
import Screens
import TensorFiles

/// The tensors of a file of any format, and what else it says.
struct TensorListing {
  /// What it is, for programs: `safetensors`, `gguf`, `npy`, `npz`.
  let kind: String
  /// What it is, for a person.
  let format: String
  let tensors: [StoredTensor]
  /// What the file says of itself, as JSON and as a person reads it.
  var metadata: [(key: String, value: JSONValue, text: String)] = []
  /// The files that hold the tensors, where there are several.
  var shards: [String] = []
  /// The numbers at places of a tensor; whole ones exactly.
  let numbers: (StoredTensor, Range<Int>) throws -> [JSONValue]

  /// Calls `body` with up to 65,536 numbers of a tensor after the other, until it says no.
  func forEachPart(
    of tensor: StoredTensor, _ body: (_ numbers: [JSONValue], _ isFirst: Bool) -> Bool
  ) throws {
    var place = 0
    while place < tensor.count {
      let end = min(tensor.count, place + 65_536)
      guard body(try numbers(tensor, place..<end), place == 0) else { return }
      place = end
    }
  }
}

extension Inspection {
  /// A file of tensors.
  init(_ listing: TensorListing) {
    var members: [JSONObject.Member] = []
    var text = Self.row("tensors", "\(listing.tensors.count), \(listing.format)")
    for shard in listing.shards { text += Self.row("file", safe(shard, cells: 100)) }
    for tensor in listing.tensors {
      members.append(
        .init(
          tensor.name,
          .object([
            "dtype": .string(tensor.dtype.rawValue),
            "shape": .array(tensor.lengths.map { JSONValue($0) }),
          ])))
      let shape = tensor.lengths.map(String.init).joined(separator: " × ")
      let words = [safe(tensor.name, cells: 80), tensor.dtype.rawValue, shape]
      text += Self.row("", words.filter { !$0.isEmpty }.joined(separator: "  "))
    }
    var words: [JSONObject.Member] = []
    for (key, value, shown) in listing.metadata {
      words.append(.init(key, value))
      text += Self.row("says", "\(safe(key, cells: 40)) = \(safe(shown, cells: 100))")
    }
    var object: JSONObject = [
      "kind": .string(listing.kind), "tensors": .object(JSONObject(unique: members)),
      "metadata": .object(JSONObject(unique: words)),
    ]
    if !listing.shards.isEmpty { object["files"] = .array(listing.shards.map { .string($0) }) }
    object["problems"] = .array([])
    object["whole"] = .boolean(true)
    self.init(json: .object(object), text: text + Self.row("whole", "yes"), isWhole: true)
    tensors = listing
  }
}
