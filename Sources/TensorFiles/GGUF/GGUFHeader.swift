import JSON

/// The header of a GGUF file, checked against the length of the file.
///
/// Magic word, version, two counts; then keys with their values, then for each tensor its name,
/// lengths (innermost first), type and offset; then, from the next multiple of the alignment on, the
/// numbers. The header says nowhere how long it is, so that it is walked: through its first megabyte,
/// and where that does not hold all, through four times as much. Values and tensors as others see
/// them are made when all checks have passed: refusing a file takes less memory than twice its size.
struct GGUFHeader {
  /// The longest header; places in it fit 32 bits.
  static let greatestLength = 1 << 30
  /// The most entries of the metadata.
  static let greatestMetadataCount = 100_000
  /// The most tensors; models have thousands.
  static let greatestTensorCount = 200_000
  /// The most axes of a tensor, as in ggml.
  static let greatestRank = 4
  /// The greatest alignment; usual is 32.
  static let greatestAlignment = 65_536

  private(set) var version = 0
  private(set) var metadata: [(key: String, value: GGUFValue)] = []
  private(set) var tensors: [StoredTensor] = []

  private var cursor: GGUFCursor
  /// Where the keys begin, with their lengths, and where the first tensor does.
  private var keys: [GGUFName] = []
  private var tensorStart = 0
  private var tensorCount = 0
  private var alignment = 32

  /// Reads the header of the file in `source`.
  init(_ source: ByteSource, path: String) throws(FileError) {
    let length = try source.length()
    let start = try source.bytes(0..<min(length, FileKind.length))
    guard FileKind(start) == .gguf else {
      throw .malformed(
        path: path, field: "header", offset: 0, problem: "expected the word “GGUF”",
        advice: FileKind(start).advice ?? "this is not a GGUF file, or one from before August 2023")
    }
    var count = 1 << 20
    if case .memory = source { count = length }
    while true {
      let bytes = try source.bytes(0..<min(count, length))
      cursor = GGUFCursor(path: path, bytes: bytes, fileLength: length)
      do throws(GGUFCursor.Stop) {
        try walk()
        break
      } catch {
        switch error {
        case .wrong(let error): throw error
        case .needsMore: count *= 4
        }
      }
      guard bytes.count < Self.greatestLength else {
        throw .malformed(
          path: path, field: "header", problem: "expected at most \(Self.greatestLength) bytes")
      }
    }
    if cursor.bytes.count > 2 * cursor.position, case .file = source {
      // What was read of the numbers need not be kept, where it is much.
      let bytes = Array(cursor.bytes[..<cursor.position])
      let end = cursor.position
      cursor = GGUFCursor(path: path, bytes: bytes, fileLength: length)
      cursor.position = end
    }
    do throws(GGUFCursor.Stop) {
      try finish()
    } catch {
      if case .wrong(let error) = error { throw error }
      throw .malformed(path: path, field: "header", problem: "expected the whole header")
    }
  }

  // MARK: The walk

  /// Steps over the whole header and checks that it holds together.
  private mutating func walk() throws(GGUFCursor.Stop) {
    _ = try cursor.take(4, "the word “GGUF”")
    let number = try cursor.u32("a version")
    guard number == 2 || number == 3 else {
      let isReversed = (1...3).contains(number.byteSwapped)
      throw cursor.wrong(
        "version 2 or 3", found: isReversed ? "a big-endian file" : "\(number)", at: 4,
        advice: isReversed || number == 1
          ? "convert the model again with a current llama.cpp" : "the file is damaged or newer")
    }
    version = Int(number)
    tensorCount = try cursor.count("tensors", size: 24)
    let keyCount = try cursor.count("entries of metadata", size: 14)
    guard tensorCount <= Self.greatestTensorCount else {
      throw cursor.wrong(
        "at most \(Self.greatestTensorCount) tensors", found: "\(tensorCount)", at: 8)
    }
    guard keyCount <= Self.greatestMetadataCount else {
      throw cursor.wrong("at most \(Self.greatestMetadataCount) keys", found: "\(keyCount)", at: 16)
    }
    keys = []
    for _ in 0..<keyCount {
      cursor.field = .key
      let start = cursor.position
      let key = try cursor.name("a key", mayBeEmpty: false)
      keys.append(GGUFName(cursor.bytes, at: start))
      cursor.field = .value(key)
      try skipValue(try readType())
    }
    tensorStart = cursor.position
    for place in 0..<tensorCount {
      cursor.field = .tensor(place)
      try skipTensor()
    }
    cursor.field = .header
  }

  private mutating func readType() throws(GGUFCursor.Stop) -> GGUFType {
    let start = cursor.position
    let number = try cursor.u32("a type")
    guard let type = GGUFType(rawValue: number) else {
      throw cursor.wrong("a type of 0 to 12", found: "\(number)", at: start)
    }
    return type
  }

  private mutating func skipValue(_ type: GGUFType) throws(GGUFCursor.Stop) {
    switch type {
    case .string: _ = try cursor.string("a text")
    case .array:
      let element = try readType()
      // Nobody writes arrays of arrays, and a reader that follows them can be led down without end.
      guard element != .array else { throw cursor.wrong("no array of arrays", found: "one") }
      let count = try cursor.count("values", size: element.size)
      if element == .string {
        for _ in 0..<count { _ = try cursor.string("a text") }
      } else {
        let start = try cursor.take(count * element.size, "values")
        if element == .boolean { try checkTruth(start..<(start + count)) }
      }
    default:
      let start = try cursor.take(type.size, type.name)
      if type == .boolean { try checkTruth(start..<(start + 1)) }
    }
  }

  private func checkTruth(_ range: Range<Int>) throws(GGUFCursor.Stop) {
    guard let place = cursor.bytes[range].firstIndex(where: { $0 > 1 }) else { return }
    throw cursor.wrong("0 or 1 for false or true", found: "\(cursor.bytes[place])", at: place)
  }

  private mutating func skipTensor() throws(GGUFCursor.Stop) {
    _ = try cursor.name("a name", mayBeEmpty: true)
    let start = cursor.position
    let rank = try cursor.u32("a number of axes")
    guard rank <= Self.greatestRank else {
      throw cursor.wrong("at most \(Self.greatestRank) axes", found: "\(rank)", at: start)
    }
    _ = try cursor.take(8 * Int(rank) + 12, "lengths, type and offset")
  }

  // MARK: The values

  private mutating func finish() throws(GGUFCursor.Stop) {
    let end = cursor.position
    if let (one, two) = GGUFName.duplicate(&keys, cursor.bytes) {
      cursor.field = .value(one)
      throw cursor.wrong("each key once", found: "it twice", at: two.lowerBound)
    }
    keys.sort { $0.start < $1.start }
    for key in keys { try checkKnown(key) }
    let dataStart = aligned(end)
    try checkTensors(dataStart)
    metadata.reserveCapacity(keys.count)
    for key in keys {
      metadata.append((text(key.range(cursor.bytes)), value(key)))
    }
    var tensors: [StoredTensor] = []
    tensors.reserveCapacity(tensorCount)
    try forEachTensor(dataStart) { tensors.append($0) }
    self.tensors = tensors
  }

  /// The least multiple of the alignment from `place` on.
  private func aligned(_ place: Int) -> Int {
    (place + alignment - 1) / alignment * alignment
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: cursor.bytes[range], as: UTF8.self)
  }

  private func value(_ key: GGUFName) -> GGUFValue {
    let start = key.range(cursor.bytes).upperBound
    let type = GGUFType(rawValue: cursor.bytes.number(at: start, as: UInt32.self))
    return (type ?? .u8).value(cursor.bytes, at: start + 4)
  }

  /// Refuses values of the wrong type where readers of models rely on them.
  private mutating func checkKnown(_ key: GGUFName) throws(GGUFCursor.Stop) {
    let name = text(key.range(cursor.bytes))
    guard let demand = GGUFDemand(name) else { return }
    let value = value(key)
    cursor.field = .value(key.range(cursor.bytes))
    guard demand.isMet(by: value) else {
      let found = value.integer.map(String.init) ?? value.kind
      throw cursor.wrong(demand.words, found: found, at: key.range(cursor.bytes).upperBound)
    }
    if demand == .alignment, let number = value.integer { alignment = number }
  }

  // MARK: The tensors

  /// Checks every tensor, and all of them together.
  private mutating func checkTensors(_ dataStart: Int) throws(GGUFCursor.Stop) {
    var names: [GGUFName] = []
    // The walk has seen so many of them.
    names.reserveCapacity(tensorCount)
    cursor.position = tensorStart
    for place in 0..<tensorCount {
      cursor.field = .tensor(place)
      names.append(GGUFName(cursor.bytes, at: cursor.position))
      _ = try readTensor(dataStart)
    }
    if let (one, two) = GGUFName.duplicate(&names, cursor.bytes) {
      cursor.field = .named(one, "")
      throw cursor.wrong("each name once", found: "it twice", at: two.lowerBound)
    }
    names = []
    try refuseOverlapsAndGaps(dataStart)
  }

  private mutating func refuseOverlapsAndGaps(_ dataStart: Int) throws(GGUFCursor.Stop) {
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(tensorCount)
    try forEachTensor(dataStart) { if !$0.range.isEmpty { ranges.append($0.range) } }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    // Each begins at the next multiple of the alignment behind another: what lies between two tensors is
    // no tensor's, and says that one of them is of another type than is said.
    var end = dataStart
    for range in ranges {
      defer { end = range.upperBound }
      let isOverlap = range.lowerBound < end
      guard isOverlap || range.lowerBound - end >= max(alignment, 1) else { continue }
      var name = ""
      try forEachTensor(dataStart) { if $0.range == range { name = $0.name } }
      cursor.field = .header
      throw cursor.wrong(
        isOverlap
          ? "numbers of its own for tensor “\(legible(name, limit: 60))”"
          : "tensor “\(legible(name, limit: 60))” right behind the one before it",
        found: isOverlap
          ? "some that are another tensor's as well"
          : "\(range.lowerBound - end) bytes that no tensor has", at: range.lowerBound)
    }
  }

  /// Calls `body` with each tensor in the order of the file.
  private mutating func forEachTensor(
    _ dataStart: Int, _ body: (StoredTensor) -> Void
  ) throws(GGUFCursor.Stop) {
    cursor.position = tensorStart
    for place in 0..<tensorCount {
      cursor.field = .tensor(place)
      body(try readTensor(dataStart))
    }
  }

  /// Reads and checks the tensor at this place.
  private mutating func readTensor(_ dataStart: Int) throws(GGUFCursor.Stop) -> StoredTensor {
    let name = try cursor.name("a name", mayBeEmpty: true)
    let rank = min(Int(try cursor.u32("a number of axes")), Self.greatestRank)
    var stored: [UInt64] = []
    for _ in 0..<rank { stored.append(try cursor.u64("a length")) }
    let type = try cursor.u32("a type")
    let offset = try cursor.u64("an offset")
    let end = cursor.position

    cursor.field = .named(name, "type")
    guard let dtype = GGUFTensorType.dtype(type) else {
      throw cursor.wrong(
        "one of \(GGUFTensorType.known)", found: "type \(GGUFTensorType.name(type))", at: end - 12,
        advice: "quantise the model to one of them with llama-quantize")
    }
    cursor.field = .named(name, "shape")
    let lengths = stored.reversed().compactMap { Int(exactly: $0) }
    guard lengths.count == rank, let size = dtype.size(lengths) else {
      throw cursor.wrong("less than 2⁶³ numbers", found: "\(stored)", at: end - 12 - 8 * rank)
    }
    guard (lengths.last ?? 1) % dtype.blockLength == 0 else {
      throw cursor.wrong(
        "rows of a multiple of \(dtype.blockLength) numbers, as \(dtype.rawValue) stores them",
        found: "\(lengths.last ?? 1)", at: end - 12 - 8 * rank)
    }
    cursor.field = .named(name, "offset")
    guard offset % UInt64(alignment) == 0 else {
      throw cursor.wrong("a multiple of \(alignment)", found: "\(offset)", at: end - 8)
    }
    // Behind the last number the file need not be padded, so that nothing may stand beyond its end.
    let room = max(0, cursor.fileLength - dataStart)
    guard let offset = Int(exactly: offset), size == 0 || size <= room - min(offset, room) else {
      throw cursor.wrong(
        "\(size) bytes inside the \(room) bytes of data", found: "offset \(offset)", at: end - 8,
        advice: "the file is cut or damaged: copy or download it again")
    }
    let start = min(cursor.fileLength, dataStart + min(offset, room))
    return StoredTensor(
      name: text(name), dtype: dtype, lengths: lengths, range: start..<(start + size))
  }
}
