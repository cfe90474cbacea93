import Foundation
import JSON
import TensorFiles
import Testing

/// Files whose numbers are written as they come.
@Suite struct StreamedFileTests {
  private func numbers(_ count: Int) -> [Float] { (0..<count).map { Float($0) / 7 - 2 } }

  /// A file of three arrays, of which the first comes in parts of unequal size.
  private func file(_ metadata: [(key: String, value: String)] = [("a", "\u{1b}é")]) -> StreamedFile
  {
    let all = numbers(30)
    let cuts = [0, 1, 4, 4, 23, 30]
    return StreamedFile(
      [
        StreamedNumbers("parts", lengths: [2, 3, 5], partCount: 5) {
          Array(all[cuts[$0]..<cuts[$0 + 1]])
        },
        StreamedNumbers(NamedNumbers("whole", lengths: [3], .integers64([-1, 1 << 40, 0]))),
        StreamedNumbers(NamedNumbers("none", lengths: [0, 4], [Float]())),
      ], metadata: metadata)
  }

  @Test func everyFormatIsReadBack() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/streamed-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for format in StreamedFile.Format.allCases {
      let path = folder + "/a." + format.rawValue
      try file().write(format, to: path)
      #expect(throws: FileError.self) { try file().write(format, to: path) }
      try file().write(format, to: path, replacing: true)
    }
    let tensors = try Safetensors(reading: folder + "/a.safetensors")
    #expect(try tensors.floats("parts") == numbers(30))
    #expect(tensors["parts"]?.lengths == [2, 3, 5] && tensors["none"]?.lengths == [0, 4])
    #expect(tensors.metadata.map(\.value) == ["\u{1b}é"])
    let archive = try NumPyArchive(reading: folder + "/a.npz")
    #expect(try archive.floats("parts") == numbers(30))
    #expect(try archive.integers("whole") == [-1, 1 << 40, 0])
    #expect(archive["none"]?.lengths == [0, 4])
    let known = try archive.integers("metadata").map { UInt8($0) }
    #expect(try JSONValue(parsing: known) == .object(["a": .string("\u{1b}é")]))
    let bytes = try WholeFile.bytes(folder + "/a.json", atMost: 1 << 20)
    let page = try #require(try JSONValue(parsing: bytes).object)
    #expect(page["whole"] == .array([.integer(-1), .integer(1 << 40), .integer(0)]))
    let rows = try #require(page["parts"]?.array?.last?.array?.last?.array)
    #expect(rows.compactMap(\.double).map { Float($0) } == Array(numbers(30).suffix(5)))
    #expect(page["parts"]?.array?.count == 2 && page["parts"]?.array?.first?.array?.count == 3)
  }

  /// In parts or in one piece, the bytes are the same.
  @Test func partsLeaveNoTrace() throws {
    let path = FileManager.default.temporaryDirectory.path + "/streamed-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try file().write(.safetensors, to: path)
    let whole = Safetensors.encoded(
      [
        NamedNumbers("parts", lengths: [2, 3, 5], numbers(30)),
        NamedNumbers("whole", lengths: [3], .integers64([-1, 1 << 40, 0])),
        NamedNumbers("none", lengths: [0, 4], [Float]()),
      ], metadata: [("a", "\u{1b}é")])
    #expect(try WholeFile.bytes(path, atMost: 1 << 20) == whole)
  }
}
