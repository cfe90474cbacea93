import JSON

/// The header of a NumPy file, checked against the bytes that the file has.
///
/// NEP 1, numpy/lib/format.py: magic word, version, length of the header, and a literal of a Python
/// dictionary with exactly three keys. Nothing of it is ever evaluated: a scanner reads the few
/// forms that NumPy writes, among them the long integers of Python 2.
struct NumPyHeader: Sendable {
  /// The longest header; NumPy itself stops at 10,000 bytes.
  static let greatestLength = 65_536
  /// The most axes, as in NumPy 2.
  static let greatestRank = 64

  /// How a number is stored.
  private(set) var dtype = StoredTensor.DType.f32
  /// Whether the greatest byte of a number comes first.
  private(set) var isBigEndian = false
  /// Whether the first axis is the fastest one.
  private(set) var isFortran = false
  /// The length of each axis.
  private(set) var lengths: [Int] = []
  /// Where the numbers are in the file.
  private(set) var data = 0..<0

  private let path: String
  private let name: String

  /// Reads the header of the array in the bytes `range` of `source`.
  init(
    _ source: ByteSource, _ range: Range<Int>, name: String, path: String
  ) throws(FileError) {
    self.name = name
    self.path = path
    let start = try source.bytes(range.prefix(FileKind.length))
    guard FileKind(start) == .numpy else {
      throw wrong(
        "the word “NUMPY”", found: nil, at: range.lowerBound,
        advice: FileKind(start).advice ?? "this is not a NumPy file, or it was cut")
    }
    guard start.count >= 8 else { throw cut(range) }
    let version = (start[6], start[7])
    guard (1...3).contains(version.0), version.1 == 0 else {
      throw wrong(
        "version 1.0, 2.0 or 3.0", found: "\(version.0).\(version.1)", at: range.lowerBound + 6)
    }
    let width = version.0 == 1 ? 2 : 4
    guard start.count >= 8 + width else { throw cut(range) }
    let length =
      version.0 == 1
      ? Int(start.number(at: 8, as: UInt16.self)) : Int(start.number(at: 8, as: UInt32.self))
    let textStart = range.lowerBound + 8 + width
    guard length <= range.upperBound - textStart, length <= Self.greatestLength else {
      throw wrong(
        "a header of at most \(min(Self.greatestLength, range.upperBound - textStart)) bytes",
        found: "\(length)", at: range.lowerBound + 8)
    }
    let text = try source.bytes(textStart..<(textStart + length))
    var literal = PythonLiteral(text)
    do throws(PythonLiteral.Fault) {
      try read(&literal)
    } catch {
      throw wrong(error.expected, found: error.found, at: textStart + error.offset)
    }
    try checkSize(textStart + length, range.upperBound)
  }

  private func wrong(
    _ expected: String, found: String?, at offset: Int, advice: String? = nil
  ) -> FileError {
    .malformed(
      path: path, field: name.isEmpty ? "header" : "array “\(legible(name, limit: 60))”, header",
      offset: offset, problem: "expected \(expected)" + (found.map { ", found \($0)" } ?? ""),
      advice: advice)
  }

  private func cut(_ range: Range<Int>) -> FileError {
    wrong(
      "a version and a length", found: "the end of the file", at: range.upperBound,
      advice: "copy or download it again")
  }

  private mutating func checkSize(_ start: Int, _ end: Int) throws(FileError) {
    guard let size = dtype.size(lengths) else {
      throw wrong("less than 2⁶³ bytes", found: "shape \(lengths)", at: start)
    }
    guard size <= end - start else {
      throw wrong(
        "\(size) bytes of numbers, as the shape says", found: "\(end - start)", at: start,
        advice: "the file is cut: copy or download it again")
    }
    guard size == end - start else {
      throw wrong(
        "the end of the file", found: "\(end - start - size) more bytes", at: start + size,
        advice: "a file of several arrays is written as one archive: numpy.savez(out, a=a, b=b)")
    }
    data = start..<end
  }

  // MARK: The dictionary

  private mutating func read(_ literal: inout PythonLiteral) throws(PythonLiteral.Fault) {
    var seen: Set<String> = []
    try literal.expect("{")
    while !literal.skips("}") {
      let start = literal.position
      let key = try literal.string()
      guard seen.insert(key).inserted else {
        throw literal.fault("each key once", found: "'\(key)' twice", at: start)
      }
      try literal.expect(":")
      switch key {
      case "descr": try readType(&literal)
      case "fortran_order": isFortran = try literal.boolean()
      case "shape": lengths = try literal.lengths(atMost: Self.greatestRank)
      default:
        throw literal.fault("'descr', 'fortran_order' or 'shape'", found: "'\(key)'", at: start)
      }
      if literal.skips(",") { continue }
      try literal.expect("}")
      break
    }
    try literal.finish()
    guard seen.count == 3 else {
      throw literal.fault("the keys 'descr', 'fortran_order' and 'shape'", found: "\(seen.count)")
    }
    // With one axis both orders are the same.
    isFortran = isFortran && lengths.count > 1
  }

  private mutating func readType(_ literal: inout PythonLiteral) throws(PythonLiteral.Fault) {
    let start = literal.position
    guard !literal.isNext("[") else {
      throw literal.fault(
        "one type", found: "a list: save each field as an array of its own")
    }
    let text = try literal.string()
    let (order, type) = (text.prefix(1), text.dropFirst())
    guard let known = Self.types[String(type)], "<>|=".contains(order), !order.isEmpty,
      order != "|" || known.blockSize == 1
    else {
      let advice =
        type.hasPrefix("O")
        ? ", objects of Python: a pickle is never opened, since it can run any program"
        : ": save it again as array.astype('float32')"
      throw literal.fault(
        "one of \(Self.types.keys.sorted().joined(separator: " ")) after < > or |",
        found: "'\(text)'" + advice, at: start)
    }
    dtype = known
    isBigEndian = order == ">"
  }

  private static let types: [String: StoredTensor.DType] = [
    "f2": .f16, "f4": .f32, "f8": .f64, "i1": .i8, "i2": .i16, "i4": .i32, "i8": .i64, "u1": .u8,
    "u2": .u16, "u4": .u32, "u8": .u64, "b1": .bool,
  ]
}
