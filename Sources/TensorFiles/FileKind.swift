/// What a file is, told from its first bytes and never from its name.
package enum FileKind: Hashable, Sendable {
  /// Eight bytes of length and a brace.
  case safetensors
  /// A model of llama.cpp.
  case gguf
  /// One array of NumPy.
  case numpy
  /// A zip archive: several arrays of NumPy, a PyTorch checkpoint, a Keras model.
  case zip
  /// HDF5, as Keras wrote it.
  case hdf5
  /// A Python pickle.
  case pickle
  /// The place holder that Git keeps for a large file.
  case gitLFSPointer
  /// HTML.
  case webPage
  /// A JSON text.
  case json
  /// No byte at all.
  case empty
  /// Something else.
  case unknown

  /// The bytes that are needed to tell.
  package static let length = 64

  /// What a file is that begins with `start`.
  package init(_ start: some Collection<UInt8>) {
    let start = Array(start.prefix(Self.length))
    let prefixes: [([UInt8], FileKind)] = [
      (Array("GGUF".utf8), .gguf), ([0x93] + Array("NUMPY".utf8), .numpy),
      (Array("PK\u{3}\u{4}".utf8), .zip), (Array("PK\u{5}\u{6}".utf8), .zip),
      ([0x89] + Array("HDF".utf8), .hdf5), (Array("version https://git-lfs".utf8), .gitLFSPointer),
    ]
    if start.isEmpty {
      self = .empty
    } else if let known = prefixes.first(where: { start.starts(with: $0.0) }) {
      self = known.1
    } else if start.count > 8, start[8] == UInt8(ascii: "{") {
      // Before what follows: the length in front of the brace may have the bytes of anything.
      self = .safetensors
    } else if start.count > 1, start[0] == 0x80, (2...5).contains(start[1]) {
      self = .pickle
    } else if let first = start.first(where: { !Self.blanks.contains($0) }) {
      self =
        first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        ? .json : first == UInt8(ascii: "<") ? .webPage : .unknown
    } else {
      self = .unknown
    }
  }

  private static let blanks: [UInt8] = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]

  /// What such a file is and what to do, where another kind was expected; nil where nothing is known.
  package var advice: String? {
    switch self {
    case .safetensors: "this is a safetensors file: give it the ending .safetensors"
    case .gguf: "this is a GGUF file: give it the ending .gguf"
    case .numpy: "this is a NumPy file: give it the ending .npy"
    case .zip: "this is a zip archive, perhaps a PyTorch pickle: convert it to safetensors"
    case .hdf5: "this is an HDF5 file: convert it to safetensors"
    case .pickle: "this is a pickle: convert it to safetensors"
    case .gitLFSPointer:
      "this is a Git LFS pointer: run “git lfs pull” to fetch the file itself"
    case .webPage: "this is a web page, not the file: download it again"
    case .json: "this is a JSON text, not a tensor file"
    case .empty: "the file is empty: download it again"
    case .unknown: nil
    }
  }
}
