import JSON

/// The header of a safetensors file, checked against the length of the file.
///
/// Format: github.com/huggingface/safetensors, "Format". Eight bytes hold the header's length;
/// the header is a JSON object of tensors; the tensors' bytes follow without a gap.
///
/// A header is untrusted and may be 100 MB, so it is read twice: first to check it as JSON and to
/// count the tensors, then into records of 40 bytes, which is less than the header has for each.
/// Tensors as others see them are made only when all checks have passed: refusing a file takes
/// less memory than twice its size.
struct SafetensorsHeader {
  /// The longest header, as the reference implementation has it.
  static let greatestLength = 100_000_000
  /// The most entries of `__metadata__`.
  static let greatestMetadataCount = 100_000
  /// The most axes of a tensor.
  static let greatestRank = 1_024

  /// The file's own words, in the order of the header.
  private(set) var metadata: [(key: String, value: String)] = []
  /// The tensors, in the order of the header.
  private(set) var tensors: [StoredTensor] = []

  /// The bytes of data that the tensors take.
  private(set) var dataEnd = 0

  private var scanner: JSONScanner
  /// The bytes of data that there are; nil where nobody asks, since some may still be written.
  private let dataLength: Int?
  /// What is being read, for the message if it fails.
  private var place: (tensor: Range<Int>?, member: String) = (nil, "header")

  /// A tensor before all checks have passed.
  private struct Record {
    var name: JSONName
    var shape: UInt32
    var begin: Int
    var end: Int
    var dtype: StoredTensor.DType
  }

  /// Reads the header `bytes`, which begin at byte 8 of a file of `fileLength` bytes; nil: of a file
  /// that may still grow.
  init(_ bytes: [UInt8], fileLength: Int?, path: String) throws(FileError) {
    scanner = JSONScanner(bytes, origin: 8)
    dataLength = fileLength.map { $0 - 8 - bytes.count }
    do {
      try read()
    } catch {
      var field = place.member
      if let tensor = place.tensor {
        field = "tensor “\(scanner.shown(tensor))”" + (field.isEmpty ? "" : ", " + field)
      }
      throw FileError(error, path: path, field: field)
    }
  }

  private mutating func read() throws(JSONError) {
    guard scanner.bytes.first == UInt8(ascii: "{") else { throw scanner.error("“{”", at: 0) }
    let start = scanner
    var records: [Record] = []
    records.reserveCapacity(try Self.countMembers(start))

    var metadata: [(key: JSONName, value: Range<Int>)]?
    try scanner.enterObject()
    while let name = try scanner.nextKey() {
      if scanner.isEqual(name, "__metadata__") {
        guard metadata == nil else { throw scanner.duplicate(name) }
        metadata = try readMetadata()
      } else {
        records.append(try readRecord(name))
      }
      place = (nil, "header")
    }
    try refuseDuplicates(&records)
    try refuseGaps(&records)

    records.sort { $0.name.start < $1.name.start }
    tensors.reserveCapacity(records.count)
    let dataStart = 8 + scanner.bytes.count
    for record in records {
      scanner = start.rewound(to: Int(record.shape))
      tensors.append(
        StoredTensor(
          name: scanner.text(record.name.range), dtype: record.dtype, lengths: try readLengths(),
          range: (dataStart + record.begin)..<(dataStart + record.end)))
    }
    self.metadata = (metadata ?? []).map { (scanner.text($0.key.range), scanner.text($0.value)) }
  }

  /// The number of members of the whole header, which is checked as JSON.
  private static func countMembers(_ start: JSONScanner) throws(JSONError) -> Int {
    var scanner = start
    var count = 0
    try scanner.enterObject()
    while try scanner.nextKey() != nil {
      count += 1
      try scanner.skipValue()
    }
    try scanner.finish()
    return count
  }

  // MARK: Members

  private mutating func readMetadata() throws(JSONError) -> [(key: JSONName, value: Range<Int>)] {
    place = (nil, "__metadata__")
    var pairs: [(key: JSONName, value: Range<Int>)] = []
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      guard pairs.count < Self.greatestMetadataCount else {
        throw scanner.error("at most \(Self.greatestMetadataCount) entries", at: key.lowerBound)
      }
      pairs.append((scanner.name(key), try scanner.string()))
    }
    let order = pairs.indices.sorted { scanner.precedes(pairs[$0].key, pairs[$1].key) }
    for (first, second) in zip(order, order.dropFirst())
    where scanner.isSame(pairs[first].key, pairs[second].key) {
      throw scanner.duplicate(pairs[second].key.range)
    }
    return pairs
  }

  private mutating func readRecord(_ name: Range<Int>) throws(JSONError) -> Record {
    place = (name, "")
    let start = scanner.position
    var dtype: StoredTensor.DType?
    var shape: (start: Int, lengths: [Int])?
    var offsets: Range<Int>?
    try scanner.enterObject()
    while let key = try scanner.nextKey() {
      if scanner.isEqual(key, "dtype") {
        guard dtype == nil else { throw scanner.duplicate(key) }
        place = (name, "dtype")
        dtype = try readDType()
      } else if scanner.isEqual(key, "shape") {
        guard shape == nil else { throw scanner.duplicate(key) }
        place = (name, "shape")
        shape = (scanner.position, try readLengths())
      } else if scanner.isEqual(key, "data_offsets") {
        guard offsets == nil else { throw scanner.duplicate(key) }
        place = (name, "data_offsets")
        offsets = try readOffsets()
      } else {
        // The reference implementation ignores what it does not know; later versions may add.
        try scanner.skipValue()
      }
      place = (name, "")
    }
    guard let dtype else { throw scanner.error("a member “dtype”", found: "none", at: start) }
    guard let shape else { throw scanner.error("a member “shape”", found: "none", at: start) }
    guard let offsets else {
      throw scanner.error("a member “data_offsets”", found: "none", at: start)
    }
    let size = dtype.size(shape.lengths)
    guard size == offsets.count else {
      place = (name, "shape")
      throw scanner.error(
        size.map { "\($0) bytes of data, as the shape says" } ?? "a shape of less than 2⁶³ bytes",
        found: "\(offsets.count) bytes of data", at: shape.start)
    }
    return Record(
      name: scanner.name(name), shape: UInt32(shape.start), begin: offsets.lowerBound,
      end: offsets.upperBound, dtype: dtype)
  }

  private mutating func readDType() throws(JSONError) -> StoredTensor.DType {
    let token = try scanner.string()
    for dtype in StoredTensor.DType.plain
    where scanner.bytes[token].elementsEqual(dtype.rawValue.utf8) {
      return dtype
    }
    let known = StoredTensor.DType.plain.map(\.rawValue).joined(separator: " ")
    throw scanner.error(
      "one of \(known)", found: "“\(scanner.shown(token))”", at: token.lowerBound)
  }

  private mutating func readLengths() throws(JSONError) -> [Int] {
    var lengths: [Int] = []
    try scanner.enterArray()
    while try scanner.nextElement() {
      guard lengths.count < Self.greatestRank else {
        throw scanner.error("at most \(Self.greatestRank) axes")
      }
      lengths.append(try scanner.count())
    }
    return lengths
  }

  private mutating func readOffsets() throws(JSONError) -> Range<Int> {
    let start = scanner.position
    var offsets: [Int] = []
    try scanner.enterArray()
    while try scanner.nextElement() {
      guard offsets.count < 2 else { throw scanner.error("two offsets", at: start) }
      offsets.append(try scanner.count())
    }
    guard offsets.count == 2 else { throw scanner.error("two offsets", at: start) }
    guard offsets[0] <= offsets[1], offsets[1] <= dataLength ?? .max else {
      let isCut = offsets[0] <= offsets[1]
      throw scanner.error(
        dataLength.map { "a range inside the \($0) bytes of data" }
          ?? "a range that ends behind its start",
        found: "\(offsets[0]) to \(offsets[1])"
          + (isCut ? " (the file seems cut: copy or download it again)" : ""), at: start)
    }
    return offsets[0]..<offsets[1]
  }

  // MARK: All tensors together

  private func refuseDuplicates(_ records: inout [Record]) throws(JSONError) {
    records.sort { scanner.precedes($0.name, $1.name) }
    for place in records.indices.dropFirst() {
      let (one, two) = (records[place - 1].name, records[place].name)
      if scanner.isSame(one, two) {
        throw scanner.duplicate(one.start < two.start ? two.range : one.range)
      }
    }
  }

  private mutating func refuseGaps(_ records: inout [Record]) throws(JSONError) {
    records.sort { ($0.begin, $0.end) < ($1.begin, $1.end) }
    let dataStart = scanner.bytes.count
    var end = 0
    for record in records {
      guard record.begin == end else {
        place = (record.name.range, "data_offsets")
        throw scanner.error(
          "data from \(end) on",
          found: "data from \(record.begin) on, which "
            + (record.begin < end ? "overlaps another tensor" : "leaves a gap"),
          at: dataStart + record.begin)
      }
      end = record.end
    }
    dataEnd = end
    guard let dataLength, end != dataLength else { return }
    do {
      place = (nil, "data")
      throw scanner.error(
        "the end of the file", found: "\(dataLength - end) bytes that belong to no tensor",
        at: dataStart + end)
    }
  }
}
