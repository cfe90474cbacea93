import JSON

/// An open archive of NumPy arrays (.npz): a zip archive whose members are .npy files.
///
/// Members are read where they stand, so that they must be stored as they are, which
/// `numpy.savez` does and `numpy.savez_compressed` does not. The archive is read once in full when it
/// is opened, since every member has a checksum.
public struct NumPyArchive: Sendable {
  /// The arrays, in the order of the archive.
  public let tensors: [StoredTensor]
  /// The path as it was given, for messages.
  public let path: String

  private let arrays: [NumPyArray]
  private let places: [NameBytes: Int]

  /// Opens and checks the file at `path`.
  public init(reading path: String) throws(FileError) {
    try self.init(.file(try RawFile.reading(path)), path: path)
  }

  /// Checks `bytes`, the whole of a file; messages call it `path`.
  public init(bytes: [UInt8], path: String) throws(FileError) {
    try self.init(.memory(bytes), path: path)
  }

  private init(_ source: ByteSource, path: String) throws(FileError) {
    let directory = try ZipDirectory(source, path: path)
    for member in directory.members {
      guard member.name.utf8.suffix(4).elementsEqual(".npy".utf8) else {
        throw .malformed(
          path: path, field: "“\(legible(member.name, limit: 60))”",
          problem: "expected an array whose name ends in .npy")
      }
    }
    for member in directory.members where member.method != 0 {
      throw .unsuitable(
        path: path, problem: "is compressed (“\(legible(member.name, limit: 60))”)",
        advice: "rewrite it in Python: numpy.savez(\"new.npz\", **numpy.load(\"old.npz\"))")
    }
    var arrays: [NumPyArray] = []
    for member in directory.members {
      try directory.verify(member)
      // By bytes: what a person sees as one character may reach into the ending.
      let name = String(decoding: member.name.utf8.dropLast(4), as: UTF8.self)
      arrays.append(try NumPyArray(source, member.range, name: name, path: path))
    }
    self.arrays = arrays
    self.path = path
    tensors = arrays.map(\.tensor)
    places = Dictionary(
      uniqueKeysWithValues: arrays.enumerated().map { (NameBytes($1.tensor.name), $0) })
  }

  /// The array called `name`, byte for byte and without the ending .npy.
  public subscript(name: String) -> StoredTensor? {
    places[NameBytes(name)].map { tensors[$0] }
  }

  /// The numbers of an array as float32; F64 and whole numbers beyond 2²⁴ are rounded.
  public func floats(_ name: String) throws(FileError) -> [Float] {
    let array = try array(name)
    return try array.floats(0..<array.tensor.count)
  }

  /// The numbers at these places of an array as float32.
  public func floats(_ name: String, _ places: Range<Int>) throws(FileError) -> [Float] {
    try array(name).floats(places)
  }

  /// The numbers of an array as float64; only whole numbers beyond 2⁵³ are rounded.
  public func doubles(_ name: String) throws(FileError) -> [Double] {
    let array = try array(name)
    return try array.doubles(0..<array.tensor.count)
  }

  /// The numbers at these places of an array as float64.
  public func doubles(_ name: String, _ places: Range<Int>) throws(FileError) -> [Double] {
    try array(name).doubles(places)
  }

  /// The numbers at these places of an array of whole numbers; nil where one is none or too large.
  package func integers(_ name: String, _ places: Range<Int>) throws(FileError) -> [Int64]? {
    try array(name).integers(places)
  }

  /// The numbers of an array of whole numbers; throws for any other.
  public func integers(_ name: String) throws(FileError) -> [Int64] { try array(name).integers() }

  private func array(_ name: String) throws(FileError) -> NumPyArray {
    guard let place = places[NameBytes(name)] else { throw .missing(path: path, name: name) }
    return arrays[place]
  }
}
