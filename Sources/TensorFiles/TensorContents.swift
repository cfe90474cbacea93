/// The tensors of an open file, and where their bytes are.
public struct TensorContents: Sendable {
  let path: String
  let tensors: [StoredTensor]
  let source: ByteSource
  private let places: [NameBytes: Int]

  /// The tensors of a header that was checked: no two have one name.
  init(_ tensors: [StoredTensor], in source: ByteSource, path: String) {
    self.path = path
    self.tensors = tensors
    self.source = source
    places = Dictionary(
      uniqueKeysWithValues: tensors.enumerated().map { (NameBytes($1.name), $0) })
  }

  subscript(name: String) -> StoredTensor? { places[NameBytes(name)].map { tensors[$0] } }

  func tensor(_ name: String) throws(FileError) -> StoredTensor {
    guard let tensor = self[name] else { throw .missing(path: path, name: name) }
    return tensor
  }
}
