import JSON

/// An open file of named tensors, whose numbers are read on demand: safetensors or GGUF.
public protocol TensorFile: Sendable {
  /// Its tensors.
  var contents: TensorContents { get }
}

extension TensorFile {
  /// The path as it was given, for messages.
  public var path: String { contents.path }

  /// The tensors, in the order of the file's header; lengths are outermost first.
  public var tensors: [StoredTensor] { contents.tensors }

  /// Which file it is now; one that somebody has written to since differs from what it was.
  package func identity() throws(FileError) -> RawFile.Identity? {
    try contents.source.identity()
  }

  /// The tensor called `name`, byte for byte.
  public subscript(name: String) -> StoredTensor? { contents[name] }

  /// The numbers of a tensor of any type as float32, the last axis fastest.
  ///
  /// F64 and whole numbers beyond 2²⁴ are rounded; BOOL is 0 or 1. Blocks are dequantised to the
  /// bits that llama.cpp and its Python package give.
  public func floats(_ name: String) throws(FileError) -> [Float] {
    let tensor = try contents.tensor(name)
    return try contents.source.floats(tensor, 0..<tensor.count)
  }

  /// The numbers at these places of a tensor, which may begin inside a block, as float32.
  ///
  /// Of a tensor of gigabytes a part costs what the part has.
  public func floats(_ name: String, _ places: Range<Int>) throws(FileError) -> [Float] {
    try contents.source.floats(try contents.tensor(name), places)
  }

  /// Writes the numbers at these places of a tensor into `numbers`, which has room for exactly them.
  package func read(
    _ name: String, _ places: Range<Int>, into numbers: UnsafeMutableBufferPointer<Float>
  ) throws(FileError) {
    try contents.source.read(try contents.tensor(name), places, into: numbers)
  }

  /// The numbers of a tensor as float64, the last axis fastest.
  ///
  /// Only whole numbers beyond 2⁵³ are rounded; BOOL is 0 or 1.
  public func doubles(_ name: String) throws(FileError) -> [Double] {
    let tensor = try contents.tensor(name)
    return try contents.source.doubles(tensor, 0..<tensor.count)
  }

  /// The numbers at these places of a tensor as float64.
  public func doubles(_ name: String, _ places: Range<Int>) throws(FileError) -> [Double] {
    try contents.source.doubles(try contents.tensor(name), places)
  }

  /// The numbers of a tensor of whole numbers, the last axis fastest; BOOL is 0 or 1.
  ///
  /// Throws for a tensor of floats, and for a U64 that an Int64 cannot hold.
  public func integers(_ name: String) throws(FileError) -> [Int64] {
    let tensor = try contents.tensor(name)
    if let numbers = try contents.source.integers(tensor, 0..<tensor.count) { return numbers }
    throw .malformed(
      path: path, field: "tensor “\(legible(name, limit: 60))”", offset: tensor.range.lowerBound,
      problem: "expected whole numbers below 2⁶³, found \(tensor.dtype.rawValue)")
  }

  /// The numbers at these places of a tensor of whole numbers; nil where one is none or too large.
  package func integers(_ name: String, _ places: Range<Int>) throws(FileError) -> [Int64]? {
    try contents.source.integers(try contents.tensor(name), places)
  }

  /// The bytes of a tensor as they are stored.
  public func bytes(_ name: String) throws(FileError) -> [UInt8] {
    try contents.source.bytes(try contents.tensor(name).range)
  }
}
