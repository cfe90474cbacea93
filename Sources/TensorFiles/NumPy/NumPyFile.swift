/// An open NumPy file (.npy, NEP 1, versions 1.0 to 3.0): one array and nothing about it.
///
/// All but the numbers is checked when it is opened. Both byte orders are read, and both orders of
/// axes; what is handed out has the last axis fastest.
public struct NumPyFile: Sendable {
  /// The path as it was given, for messages.
  public let path: String

  private let contents: NumPyArray

  /// Opens and checks the file at `path`.
  public init(reading path: String) throws(FileError) {
    try self.init(.file(try RawFile.reading(path)), path: path)
  }

  /// Checks `bytes`, the whole of a file; messages call it `path`.
  public init(bytes: [UInt8], path: String) throws(FileError) {
    try self.init(.memory(bytes), path: path)
  }

  private init(_ source: ByteSource, path: String) throws(FileError) {
    self.path = path
    contents = try NumPyArray(source, 0..<(try source.length()), name: "", path: path)
  }

  /// The array; it has no name.
  public var array: StoredTensor { contents.tensor }

  /// The numbers as float32; F64 and whole numbers beyond 2²⁴ are rounded.
  public func floats() throws(FileError) -> [Float] { try contents.floats(0..<array.count) }

  /// The numbers at these places as float32; of an array with the first axis fastest all are read.
  public func floats(_ places: Range<Int>) throws(FileError) -> [Float] {
    try contents.floats(places)
  }

  /// The numbers as float64; only whole numbers beyond 2⁵³ are rounded.
  public func doubles() throws(FileError) -> [Double] { try contents.doubles(0..<array.count) }

  /// The numbers at these places as float64.
  public func doubles(_ places: Range<Int>) throws(FileError) -> [Double] {
    try contents.doubles(places)
  }

  /// The numbers of an array of whole numbers; throws for any other.
  public func integers() throws(FileError) -> [Int64] { try contents.integers() }

  /// The numbers at these places of an array of whole numbers; nil where one is none or too large.
  package func integers(_ places: Range<Int>) throws(FileError) -> [Int64]? {
    try contents.integers(places)
  }
}
