import TensorFiles
import Testing
import TestSupport

struct FileKindTests {
  @Test(
    arguments: [
      (Array("GGUF".utf8) + [3, 0, 0, 0, 0x7b], .gguf), ([0x93] + Array("NUMPY".utf8), .numpy),
      (Array("PK\u{3}\u{4}".utf8), .zip), ([0x89] + Array("HDF\r\n".utf8), .hdf5),
      ([0x80, 4, 0x95], .pickle),
      (Array("version https://git-lfs.github.com".utf8), .gitLFSPointer),
      (Array("  <!DOCTYPE html>".utf8), .webPage), (Array(" {\"a\"".utf8), .json), ([], .empty),
      (Array("hello".utf8), .unknown),
    ] as [([UInt8], FileKind)])
  func theFirstBytesTell(start: [UInt8], kind: FileKind) { #expect(FileKind(start) == kind) }

  /// The length in front of the brace may look like the beginning of anything.
  @Test(arguments: [0x3c, 0x7b, 0x280]) func aLengthIsNotMistaken(length: Int) throws {
    let bytes = stored("{}" + String(repeating: " ", count: length - 2))
    #expect(FileKind(bytes) == .safetensors)
    #expect(try Safetensors(bytes: bytes, path: "x").tensors.isEmpty)
  }
}
