import JSON
import TensorFiles
import Testing

/// `headlight inspect` of files of tensors, as a script and a person see it.
struct InspectTests {
  private let oracles: String = {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(folder)/TensorFilesTests/Oracles/"
  }()

  private func json(_ arguments: [String]) throws -> JSONObject {
    let result = try ProgramRun.result(["inspect", "--json"] + arguments)
    #expect(result.ending == .exited(0), "\(result.complaints)")
    return try #require(JSONValue(parsing: Array(result.output.utf8)).object)
  }

  @Test func aGGUFIsListed() throws {
    let object = try json([oracles + "quant_blocks.gguf"])
    #expect(object["kind"] == .string("gguf"))
    #expect(object["whole"] == .boolean(true))
    #expect(object["metadata"]?.object?["general.architecture"] == .string("llama"))
    let tensors = try #require(object["tensors"]?.object)
    #expect(tensors.members.count == 15)
    let shape = JSONValue.array([.integer(3), .integer(512)])
    #expect(tensors["t.Q4_K"] == .object(["dtype": .string("Q4_K"), "shape": shape]))
  }

  @Test func numbersAreWrittenInFull() throws {
    let reference = try Safetensors(reading: oracles + "quant_blocks_dequantised.safetensors")
    let tensors = try #require(
      try json(["--values", oracles + "quant_blocks.gguf"])["tensors"]?.object)
    for (name, value) in tensors.members.map({ ($0.key, $0.value) }) {
      #expect(try value.array?.map(\.double) == reference.doubles(name), "\(name)")
    }
    let object = try json(["--values", oracles + "numpy.npz"])
    #expect(object["kind"] == .string("npz"))
    #expect(object["tensors"]?.object?["empty"] == .array([]))
    #expect(
      object["tensors"]?.object?["é/ü"]
        == .array([.number(1.5), .number(-0.0), .string("inf"), .string("nan")]))
    #expect(object["tensors"]?.object?["i8.big.F"]?.array?.first == .integer(-11))
  }

  @Test func aPersonReadsLines() throws {
    let result = try ProgramRun.result(["inspect", "--values", oracles + "numpy.npz"])
    #expect(result.lines.first == "tensors   51, NumPy archive")
    #expect(result.lines.contains("          f4.little.C  F32  2 × 3 × 4"))
    #expect(result.lines.contains("whole     yes"))
    #expect(result.lines.last == "values    é/ü: 1.5  -0.0  Infinity  NaN")
    let gguf = try ProgramRun.result(["inspect", oracles + "quant_blocks.gguf"])
    #expect(gguf.lines.first == "tensors   15, GGUF version 3")
    #expect(gguf.lines.contains("says      general.architecture = llama"))
  }

  private func complaint(_ name: String, _ bytes: [UInt8]) throws -> String {
    let folder = try TemporaryFolder()
    try CrashSafe.write(bytes, to: folder.path + "/" + name)
    let result = try ProgramRun.result(["inspect", folder.path + "/" + name])
    #expect(result.ending == .exited(2) && result.output.isEmpty)
    return result.complaints
  }

  @Test func contentTellsWhatAFileIs() throws {
    let folder = try TemporaryFolder()
    let array = NumPyFile.encoded(NamedNumbers("a", lengths: [2], [1, 2]))
    try CrashSafe.write(array, to: folder.path + "/a.bin")
    #expect(try json([folder.path + "/a.bin"])["kind"] == .string("npy"))
    // An ending that promises another format is held to it.
    #expect(try complaint("a.gguf", array).contains("this is a NumPy file"))
    #expect(try complaint("a", Array("<!DOCTYPE html>".utf8)).contains("download it again"))
    #expect(
      try complaint("a", Array("version https://git-lfs.github.com".utf8)).contains("lfs pull"))
    #expect(try complaint("a.bin", [0x80, 2, 0x7d]).contains("weights_only=True"))
    #expect(try complaint("a.json", Array("{}".utf8)).contains("neither"))
    #expect(try complaint("a", []).contains("empty"))
    let hdf5 = try complaint("model.h5", [0x89] + Array("HDF\r\n\u{1a}\n".utf8))
    #expect(hdf5.contains("import h5py") && hdf5.contains("save_file(tensors"))
  }

  /// The reason of a refusal is where a program looks, and where a person does.
  @Test func aRefusalIsSaidTwice() throws {
    let folder = try TemporaryFolder()
    try CrashSafe.write(Array("GGUF".utf8), to: folder.path + "/\u{1b}[2J.gguf")
    let result = try ProgramRun.result(["inspect", "--json", folder.path + "/\u{1b}[2J.gguf"])
    #expect(result.ending == .exited(2))
    let object = try #require(JSONValue(parsing: Array(result.output.utf8)).object)
    #expect(object["whole"] == .boolean(false))
    #expect(result.complaints.contains("expected a version of 4 bytes"))
    #expect(!(result.output + result.complaints).contains("\u{1b}"))
  }
}
