import TensorFiles
import Tensors
import Testing
import TestSupport

struct SafetensorsTests {
  /// Four numbers as the format's own documentation has them.
  private let small = stored(
    #"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}"#,
    [0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64, 0, 0, 128, 64])

  private func open(_ bytes: [UInt8]) throws(FileError) -> Safetensors {
    try Safetensors(bytes: bytes, path: "x.safetensors")
  }

  // MARK: Oracles

  @Test func bytesWrittenByHandAreRead() throws {
    let file = try open(small)
    #expect(file.tensors.map(\.name) == ["a"])
    #expect(file["a"]?.lengths == [2, 2])
    #expect(file["a"]?.dtype == .f32)
    #expect(file["a"]?.range == 65..<81)
    #expect(try file.floats("a") == [1, 2, 3, 4])
    #expect(try file.doubles("a") == [1, 2, 3, 4])
    #expect(try file.tensor("a", axes: [.query, .key])[1, 0] == 3)
    #expect(file.metadata.isEmpty)
  }

  @Test(
    arguments: [
      ("F64", [0, 0, 0, 0, 0, 0, 0xf8, 0xbf], -1.5), ("F32", [0, 0, 0xc0, 0xbf], -1.5),
      ("F16", [0x00, 0x3e], 1.5), ("F16", [0x01, 0x00], 0x1p-24), ("F16", [0xff, 0x7b], 65504),
      ("F16", [0x00, 0x04], 0x1p-14), ("F16", [0x00, 0xfc], -.infinity),
      ("BF16", [0xc0, 0xbf], -1.5),
      ("F8_E4M3", [0x3c], 1.5), ("F8_E4M3", [0x7e], 448), ("F8_E4M3", [0x01], 0x1p-9),
      ("F8_E4M3", [0x88], -0x1p-6), ("F8_E5M2", [0x3e], 1.5), ("F8_E5M2", [0x7b], 57344),
      ("F8_E5M2", [0x01], 0x1p-16), ("F8_E5M2", [0x7c], .infinity), ("I8", [0xfe], -2),
      ("U8", [0xfe], 254), ("I16", [0xfd, 0xff], -3), ("U16", [0xfd, 0xff], 65533),
      ("I32", [0xfc, 0xff, 0xff, 0xff], -4), ("U32", [0xfc, 0xff, 0xff, 0xff], 4_294_967_292),
      ("I64", [0, 0, 0, 0, 0, 0, 0, 0x80], -0x1p63), ("U64", [0, 0, 0, 0, 0, 0, 0, 0x80], 0x1p63),
      ("BOOL", [1], 1), ("BOOL", [0], 0),
    ] as [(String, [UInt8], Double)])
  func everyDTypeIsRead(dtype: String, bytes: [UInt8], value: Double) throws {
    // A byte in front puts the number at an odd place.
    let file = try open(
      stored(
        #"{"p":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":""# + dtype
          + #"","shape":[],"data_offsets":[1,"# + "\(1 + bytes.count)" + "]}}", [7] + bytes))
    #expect(try file.doubles("a") == [value])
    #expect(try file.floats("a") == [Float(value)])
    #expect(try file.bytes("a") == bytes)
    if dtype.hasPrefix("F") || dtype.hasPrefix("BF") || dtype == "U64" {
      #expect(throws: FileError.self) { try file.integers("a") }
    } else {
      #expect(try file.integers("a") == [Int64(value)])
    }
  }

  @Test(
    arguments: [("F16", [0x01, 0x7e]), ("F8_E4M3", [0xff]), ("F8_E5M2", [0x7d])]
      as [(String, [UInt8])])
  func whatIsNotANumberStaysSo(dtype: String, bytes: [UInt8]) throws {
    let file = try open(
      stored(
        #"{"a":{"dtype":""# + dtype + #"","shape":[],"data_offsets":[0,"# + "\(bytes.count)]}}",
        bytes))
    #expect(try file.floats("a").map(\.isNaN) == [true])
  }

  @Test func emptyTensorsScalarsAndDisorderAreLegal() throws {
    let file = try open(
      stored(
        #"{"z":{"dtype":"U8","shape":[],"data_offsets":[1,2]},"#
          + #""e":{"data_offsets":[1,1],"shape":[3,0,2],"dtype":"F32"},"#
          + #""":{"shape":[1,1,1],"dtype":"I8","data_offsets":[0,1]},"#
          + #""f":{"dtype":"I64","shape":[0],"data_offsets":[2,2],"later":{"x":[1]}}} "#, [5, 6]))
    #expect(file.tensors.map(\.name) == ["z", "e", "", "f"])
    #expect(try file.integers("z") == [6])
    #expect(try file.integers("") == [5])
    #expect(try file.floats("e").isEmpty)
    #expect(file["e"]?.lengths == [3, 0, 2])
    #expect(try file.integers("f").isEmpty)
    #expect(try open(stored("{}")).tensors.isEmpty)
  }

  @Test func namesAreBytes() throws {
    let file = try open(
      stored(
        #"{"\u00e9":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"#
          + #""e\u0301":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}"#, [1, 2]))
    #expect(try file.integers("\u{e9}") == [1])
    #expect(try file.integers("e\u{301}") == [2])
    #expect(throws: FileError.missing(path: "x.safetensors", name: "e")) { try file.floats("e") }
  }

  // MARK: Hostile files

  private static func tensor(_ members: String, _ bytes: Int = 4) -> [UInt8] {
    stored(#"{"a":{"# + members + "}}", [UInt8](repeating: 0, count: bytes))
  }

  private static let hostile: [(String, [UInt8])] = [
    ("empty", []), ("seven bytes", [UInt8](repeating: 0, count: 7)),
    ("zeros", [UInt8](repeating: 0, count: 64)),
    ("length 2⁶³", [0, 0, 0, 0, 0, 0, 0, 0x80] + Array("{}".utf8)),
    ("length −1", [UInt8](repeating: 0xff, count: 8) + Array("{}".utf8)),
    ("length one too many", [3, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8)),
    ("array", stored("[]")), ("leading space", stored(" {}")), ("comment", stored("{/**/}")),
    ("zero padding", stored("{}\u{0}")), ("more text", stored("{}{}")),
    ("data without tensors", stored("{}", [0])),
    ("lowercase dtype", tensor(#""dtype":"f32","shape":[1],"data_offsets":[0,4]"#)),
    ("dtype is a number", tensor(#""dtype":32,"shape":[1],"data_offsets":[0,4]"#)),
    ("no dtype", tensor(#""shape":[1],"data_offsets":[0,4]"#)),
    ("no shape", tensor(#""dtype":"F32","data_offsets":[0,4]"#)),
    ("no offsets", tensor(#""dtype":"F32","shape":[1]"#)),
    ("dtype twice", tensor(#""dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]"#)),
    ("negative", tensor(#""dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]"#)),
    ("fraction", tensor(#""dtype":"F32","shape":[1.5],"data_offsets":[0,4]"#)),
    ("exponent", tensor(#""dtype":"F32","shape":[1e0],"data_offsets":[0,4]"#)),
    ("boolean", tensor(#""dtype":"F32","shape":[true],"data_offsets":[0,4]"#)),
    ("text", tensor(#""dtype":"F32","shape":["1"],"data_offsets":[0,4]"#)),
    ("nested", tensor(#""dtype":"F32","shape":[[1]],"data_offsets":[0,4]"#)),
    ("2⁶³", tensor(#""dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]"#)),
    (
      "wraps to 4",
      tensor(#""dtype":"F32","shape":[4294967296,4294967296,1],"data_offsets":[0,4]"#)
    ),
    ("size wraps", tensor(#""dtype":"F32","shape":[4611686018427387905],"data_offsets":[0,4]"#)),
    ("too few", tensor(#""dtype":"F32","shape":[2],"data_offsets":[0,4]"#)),
    ("reversed", tensor(#""dtype":"F32","shape":[1],"data_offsets":[4,0]"#)),
    ("past the end", tensor(#""dtype":"F32","shape":[2],"data_offsets":[0,8]"#)),
    (
      "Int.max",
      tensor(#""dtype":"U8","shape":[1],"data_offsets":[9223372036854775806,9223372036854775807]"#)
    ),
    ("one offset", tensor(#""dtype":"F32","shape":[1],"data_offsets":[4]"#)),
    ("three offsets", tensor(#""dtype":"F32","shape":[1],"data_offsets":[0,4,4]"#)),
    ("gap in front", tensor(#""dtype":"F32","shape":[1],"data_offsets":[4,8]"#, 8)),
    ("bytes left", tensor(#""dtype":"F32","shape":[1],"data_offsets":[0,4]"#, 5)),
    (
      "overlap",
      stored(
        #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"#
          + #""b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#, [0, 0, 0])
    ),
    (
      "same name",
      stored(
        #"{"a":{"dtype":"U8","shape":[],"data_offsets":[0,1]},"#
          + #""\u0061":{"dtype":"U8","shape":[],"data_offsets":[1,2]}}"#, [0, 0])
    ),
    ("metadata is a number", stored(#"{"__metadata__":{"a":1}}"#)),
    ("metadata twice", stored(#"{"__metadata__":{},"__metadata__":{}}"#)),
    ("metadata key twice", stored(#"{"__metadata__":{"a":"","a":""}}"#)),
    ("deep", stored(#"{"a":"# + String(repeating: "[", count: 100_000))),
    (
      "overlong UTF-8",
      Array([8, 0, 0, 0, 0, 0, 0, 0]) + Array("{\"".utf8) + [0xc0, 0xaf] + Array("\":1}".utf8)
    ),
  ]

  @Test(arguments: hostile)
  func whatIsNotRightIsRefusedInOneSentence(what: String, bytes: [UInt8]) {
    let error = #expect(throws: FileError.self, "\(what)") { try open(bytes) }
    let sentence = error.map { "\($0)" } ?? ""
    #expect(sentence.hasPrefix("x.safetensors"), "\(sentence)")
    #expect(sentence.contains("expected"), "\(sentence)")
    #expect(sentence.contains("byte"), "\(sentence)")
    #expect(sentence.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f })
  }

  @Test func knownMistakesAreCalledByTheirName() {
    func sentence(_ text: String) -> String {
      do {
        _ = try open(Array(text.utf8))
        return ""
      } catch { return "\(error)" }
    }
    #expect(sentence("version https://git-lfs.github.com/spec/v1\noid").contains("git lfs pull"))
    #expect(sentence("PK\u{3}\u{4}archive/data.pkl").contains("zip"))
    #expect(sentence("<!doctype html><title>404").contains("web page"))
  }

  @Test func aMessageShowsNoControlCharacter() {
    let bytes = stored(
      #"{"\u001b[31m\u202e"# + String(repeating: "n", count: 70_000) + #"":{"dtype":"F32"}}"#)
    let error = #expect(throws: FileError.self) { try open(bytes) }
    let sentence = error.map { "\($0)" } ?? ""
    #expect(sentence.contains(#"\u{1b}[31m\u{202e}nnn"#))
    #expect(sentence.count < 300)
  }

  // MARK: Laws

  private let tensors = [
    NamedNumbers(
      "w.é\n\u{1b}", lengths: [2, 3], [1, -2, .infinity, -0.0, .leastNonzeroMagnitude, 6]),
    NamedNumbers("", lengths: [], .integers64([.min])),
    NamedNumbers("empty", lengths: [0, 5], .integers32([])),
    NamedNumbers("n", lengths: [3], .integers32([.min, 0, .max])),
  ]
  private let metadata = [(key: "z", value: "last \"word\""), (key: "a", value: "")]

  @Test func whatIsWrittenIsReadAsTheSame() throws {
    let bytes = Safetensors.encoded(tensors, metadata: metadata)
    let file = try open(bytes)
    #expect(file.tensors.map(\.name) == tensors.map(\.name))
    #expect(file.tensors.map(\.lengths) == tensors.map(\.lengths))
    #expect(file.tensors.map(\.dtype) == [.f32, .i64, .i32, .i32])
    #expect(file.metadata.map(\.key) == ["z", "a"])
    #expect(file[metadata: "z"] == "last \"word\"")
    #expect(file[metadata: "b"] == nil)
    #expect(
      try file.floats("w.é\n\u{1b}").map(\.bitPattern)
        == [1, -2, .infinity, -0.0, Float.leastNonzeroMagnitude, 6].map(\.bitPattern))
    #expect(try file.integers("") == [.min])
    #expect(try file.integers("n") == [Int64(Int32.min), 0, Int64(Int32.max)])
    #expect(bytes == Safetensors.encoded(tensors, metadata: metadata))
    #expect(file.tensors[0].range.lowerBound % 8 == 0)
    let tensor = Tensor([.batch: 1, .unit: 2], [1, 2])
    let again = try open(Safetensors.encoded([NamedNumbers("t", tensor)]))
    #expect(try again.tensor("t", axes: [.batch, .unit]) == tensor)
    #expect(throws: FileError.self) { try again.tensor("t", axes: [.unit]) }
  }

  @Test func aFileOnDiskIsReadLikeItsBytes() throws {
    let folder = TemporaryFolder()
    // More than one part of 65,536 numbers.
    let many = (0..<70_000).map { Int32($0) }
    let numbers = [NamedNumbers("many", lengths: [70_000], .integers32(many))] + tensors
    try Safetensors.write(numbers, metadata: metadata, to: folder / "a.safetensors")
    let file = try Safetensors(reading: folder / "a.safetensors")
    #expect(try file.integers("many") == many.map { Int64($0) })
    #expect(try file.floats("many") == many.map { Float($0) })
    #expect(try file.floats("w.é\n\u{1b}")[1] == -2)
    #expect(contents(folder / "a.safetensors") == Safetensors.encoded(numbers, metadata: metadata))
    #expect(folder.names == ["a.safetensors"])
  }

  @Test func everyCutFileIsRefused() throws {
    for bytes in [small, Safetensors.encoded(tensors, metadata: metadata)] {
      for end in 0..<bytes.count {
        #expect(throws: FileError.self) { try open(Array(bytes[..<end])) }
      }
      #expect(throws: FileError.self) { try open(bytes + [0]) }
    }
  }

  @Test func changedFilesNeverTrap() {
    let seed = Safetensors.encoded(tensors, metadata: metadata)
    let stream = RandomStream(seed: 3)
    for round in 0..<4_000 {
      let lots = stream(round)
      var bytes = seed
      for change in 0...lots.below(3) {
        let place = lots.below(bytes.count, 4 * change + 1)
        switch lots.below(4, 4 * change + 2) {
        case 0: bytes[place] ^= 1 << UInt8(lots.below(8, 4 * change + 3))
        case 1: bytes[place] = seed[lots.below(seed.count, 4 * change + 3)]
        case 2: bytes.remove(at: place)
        default: bytes.insert(UInt8(lots.below(256, 4 * change + 3)), at: place)
        }
      }
      guard let file = try? open(bytes) else { continue }
      for tensor in file.tensors {
        _ = try? file.floats(tensor.name)
        _ = try? file.integers(tensor.name)
      }
    }
  }

  @Test func aFileCutAfterOpeningIsAnError() throws {
    let folder = TemporaryFolder()
    put(small, folder / "a")
    let file = try Safetensors(reading: folder / "a")
    put(Array(small.dropLast(2)), folder / "a")
    #expect(throws: FileError.self) { try file.floats("a") }
  }

  @Test func onlyRegularFilesAreOpened() throws {
    let folder = TemporaryFolder()
    #expect(throws: FileError.self) { try Safetensors(reading: folder.path) }
    #expect(throws: FileError.self) { try Safetensors(reading: folder / "absent") }
    #expect(throws: FileError.self) { try Safetensors(reading: "/dev/zero") }
    #expect(throws: FileError.self) { try Safetensors(reading: folder.makePipe("pipe")) }
    put(small, folder / "a")
    folder.makeLink("link", to: "a")
    #expect(try Safetensors(reading: folder / "link").floats("a") == [1, 2, 3, 4])
  }
}
