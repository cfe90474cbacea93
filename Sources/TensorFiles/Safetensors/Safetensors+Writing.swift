import JSON

extension Safetensors {
  /// The bytes of a file that holds `tensors` and `metadata`, both in the order given.
  ///
  /// Equal arguments give equal bytes. The header is padded with spaces so that the data begins
  /// at a multiple of 8. No name may occur twice and none may be `__metadata__`.
  public static func encoded(
    _ tensors: [NamedNumbers], metadata: [(key: String, value: String)] = []
  ) -> [UInt8] {
    let (start, size) = beginning(tensors.map { StreamedNumbers($0) }, metadata)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(start.count + size)
    bytes += start
    for tensor in tensors { bytes += tensor.bytes }
    return bytes
  }

  /// What stands before the numbers, and how many bytes of them follow.
  static func beginning(
    _ tensors: [StreamedNumbers], _ metadata: [(key: String, value: String)]
  ) -> (bytes: [UInt8], size: Int) {
    var header = JSONObject()
    if !metadata.isEmpty {
      header.members.append(
        .init(
          "__metadata__",
          .object(JSONObject(members: metadata.map { .init($0.key, .string($0.value)) }))))
    }
    var end = 0
    for tensor in tensors {
      let start = end
      end += tensor.size
      header.members.append(
        .init(
          tensor.name,
          .object([
            "dtype": .string(tensor.dtype.rawValue),
            "shape": .array(tensor.lengths.map { JSONValue($0) }),
            "data_offsets": .array([JSONValue(start), JSONValue(end)]),
          ])))
    }
    precondition(header.duplicate == nil, "a tensor's name occurs twice")
    var text = Array(JSONText.line(.object(header)).utf8)
    text += Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)

    var bytes: [UInt8] = []
    bytes.append(memoryOf: [UInt64(text.count).littleEndian])
    return (bytes + text, end)
  }

  /// Writes `tensors` and `metadata` to `path`, in full or not at all.
  public static func write(
    _ tensors: [NamedNumbers], metadata: [(key: String, value: String)] = [], to path: String,
    replacing: Bool = true
  ) throws(FileError) {
    try CrashSafe.write(encoded(tensors, metadata: metadata), to: path, replacing: replacing)
  }
}
