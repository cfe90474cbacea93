/// A GGUF file that a test writes, field by field and as wrong as it likes.
struct WrittenGGUF {
  var version: UInt32 = 3
  var tensorCount: UInt64?
  var keyCount: UInt64?
  var alignment = 32
  private var keys: [[UInt8]] = []
  private var tensors: [[UInt8]] = []
  private var data: [UInt8] = []

  /// Adds a key with the bytes of its value.
  mutating func add(_ key: String, type: UInt32, _ value: [UInt8]) {
    keys.append(Self.text(key) + Self.little(type) + value)
  }

  /// Adds a key with a text.
  mutating func add(_ key: String, _ value: String) { add(key, type: 8, Self.text(value)) }

  /// Adds an array of values that are written one behind the other.
  mutating func add(_ key: String, arrayOf type: UInt32, count: Int, _ values: [UInt8]) {
    add(key, type: 9, Self.little(type) + Self.little(UInt64(count)) + values)
  }

  /// Adds a tensor whose lengths are innermost first; its place is the next free one, or `offset`.
  mutating func add(
    tensor name: String, type: UInt32, lengths: [UInt64], _ bytes: [UInt8], offset: UInt64? = nil
  ) {
    data += [UInt8](repeating: 0, count: (alignment - data.count % alignment) % alignment)
    let fields =
      Self.text(name) + Self.little(UInt32(lengths.count)) + lengths.flatMap(Self.little)
      + Self.little(type)
    tensors.append(fields + Self.little(offset ?? UInt64(data.count)))
    data += bytes
  }

  /// The whole file.
  var bytes: [UInt8] {
    var bytes = Array("GGUF".utf8) + Self.little(version)
    bytes += Self.little(tensorCount ?? UInt64(tensors.count))
    bytes += Self.little(keyCount ?? UInt64(keys.count))
    for part in keys + tensors { bytes += part }
    if data.isEmpty { return bytes }
    bytes += [UInt8](repeating: 0, count: (alignment - bytes.count % alignment) % alignment)
    return bytes + data
  }

  static func text(_ text: String) -> [UInt8] { little(UInt64(text.utf8.count)) + Array(text.utf8) }

  static func little(_ number: some FixedWidthInteger) -> [UInt8] {
    (0..<(number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  static func little(_ numbers: [Float]) -> [UInt8] { numbers.flatMap { little($0.bitPattern) } }
}
