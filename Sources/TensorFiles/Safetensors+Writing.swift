/// Numbers with a name, as they are written to a file.
public struct NamedNumbers: Hashable, Sendable {
  /// The numbers, the last axis fastest.
  public enum Numbers: Hashable, Sendable {
    /// Written as F32.
    case floats([Float])
    /// Written as I32.
    case integers32([Int32])
    /// Written as I64.
    case integers64([Int64])
  }

  /// The name.
  public var name: String
  /// The length of each axis, outermost first.
  public var lengths: [Int]
  /// The numbers.
  public var numbers: Numbers

  /// Numbers called `name`, as many as the product of `lengths`.
  public init(_ name: String, lengths: [Int], _ numbers: Numbers) {
    self.name = name
    self.lengths = lengths
    self.numbers = numbers
    precondition(
      lengths.reduce(1, *) == count, "“\(name)” of \(lengths) does not hold \(count) numbers")
  }

  /// Float32 numbers called `name`.
  public init(_ name: String, lengths: [Int], _ floats: [Float]) {
    self.init(name, lengths: lengths, .floats(floats))
  }

  var count: Int {
    switch numbers {
    case .floats(let numbers): numbers.count
    case .integers32(let numbers): numbers.count
    case .integers64(let numbers): numbers.count
    }
  }

  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    switch numbers {
    case .floats(let numbers): bytes.append(memoryOf: numbers)
    case .integers32(let numbers): bytes.append(memoryOf: numbers)
    case .integers64(let numbers): bytes.append(memoryOf: numbers)
    }
    return bytes
  }

  package var dtype: StoredTensor.DType {
    switch numbers {
    case .floats: .f32
    case .integers32: .i32
    case .integers64: .i64
    }
  }
}

extension Safetensors {
  /// The bytes of a file that holds `tensors` and `metadata`, both in the order given.
  ///
  /// Equal arguments give equal bytes. The header is padded with spaces so that the data begins
  /// at a multiple of 8. No name may occur twice and none may be `__metadata__`.
  public static func encoded(
    _ tensors: [NamedNumbers], metadata: [(key: String, value: String)] = []
  ) -> [UInt8] {
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
      end += tensor.count * tensor.dtype.size
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
    bytes.reserveCapacity(8 + text.count + end)
    bytes.append(memoryOf: [UInt64(text.count).littleEndian])
    bytes += text
    for tensor in tensors { bytes += tensor.bytes }
    return bytes
  }

  /// Writes `tensors` and `metadata` to `path`, in full or not at all.
  public static func write(
    _ tensors: [NamedNumbers], metadata: [(key: String, value: String)] = [], to path: String,
    replacing: Bool = true
  ) throws(FileError) {
    try CrashSafe.write(encoded(tensors, metadata: metadata), to: path, replacing: replacing)
  }
}
