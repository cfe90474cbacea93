import JSON
import TensorFiles
import Tensors
import TestSupport
import Testing

struct GGUFTests {
  private func open(_ bytes: [UInt8]) throws(FileError) -> GGUF {
    try GGUF(bytes: bytes, path: "x.gguf")
  }

  /// A small file with a bit of everything.
  private static let small: [UInt8] = {
    var file = WrittenGGUF()
    file.add("general.architecture", "llama")
    file.add("llama.block_count", type: 4, [2, 0, 0, 0])
    file.add("a.i8", type: 1, [0xfe])
    file.add("a.f32", type: 6, WrittenGGUF.little([1.5]))
    file.add("a.truth", type: 7, [1])
    file.add("a.u64", type: 10, [UInt8](repeating: 0xff, count: 8))
    file.add(
      "tokenizer.ggml.tokens", arrayOf: 8, count: 3,
      WrittenGGUF.text("ab") + WrittenGGUF.text("") + [1, 0, 0, 0, 0, 0, 0, 0, 0xff])
    file.add(
      "tokenizer.ggml.token_type", arrayOf: 5, count: 2, [1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff])
    file.add("tokenizer.ggml.scores", arrayOf: 6, count: 2, WrittenGGUF.little([-1, 0.5]))
    file.add(tensor: "m", type: 0, lengths: [3, 2], WrittenGGUF.little([1, 2, 3, 4, 5, 6]))
    file.add(tensor: "q", type: 8, lengths: [32, 1], [0, 0x38] + (0..<32).map { $0 })
    file.add(tensor: "e", type: 0, lengths: [0, 2], [])
    file.add(tensor: "s", type: 26, lengths: [], [7, 0, 0, 0])
    return file.bytes
  }()

  // MARK: Oracles

  @Test func bytesWrittenByHandAreRead() throws {
    let file = try open(Self.small)
    #expect(file.version == 3)
    #expect(file.tensors.map(\.name) == ["m", "q", "e", "s"])
    #expect(file["m"]?.lengths == [2, 3])
    #expect(file["q"]?.lengths == [1, 32])
    #expect(file["q"]?.count == 32)
    #expect(try file.floats("m") == [1, 2, 3, 4, 5, 6])
    #expect(try file.floats("q") == (0..<32).map { Float($0) / 2 })
    #expect(try file.floats("e").isEmpty)
    #expect(try file.integers("s") == [7])
    #expect(try file.doubles("s") == [7])
    #expect(throws: FileError.self) { try file.integers("m") }
    #expect(throws: FileError.missing(path: "x.gguf", name: "n")) { try file.floats("n") }
  }

  @Test func metadataHasTypes() throws {
    let file = try open(Self.small)
    #expect(file.metadata.count == 9)
    #expect(file[metadata: "general.architecture"]?.string == "llama")
    #expect(file[metadata: "llama.block_count"]?.integer == 2)
    #expect(file[metadata: "a.i8"]?.integer == -2)
    #expect(file[metadata: "a.f32"]?.double == 1.5)
    #expect(file[metadata: "a.f32"]?.integer == nil)
    #expect(file[metadata: "a.truth"]?.boolean == true)
    #expect(file[metadata: "a.u64"]?.integer == nil)
    #expect(file[metadata: "a.u64"]?.double == 0x1p64)
    #expect(file[metadata: "absent"]?.string == nil)
    let tokens = file[metadata: "tokenizer.ggml.tokens"]?.array
    #expect(tokens?.count == 3)
    #expect(tokens?.strings.map { $0.map(Array.init) } == [[0x61, 0x62], [], [0xff]])
    #expect(tokens?.strings?.text(2) == "\u{fffd}")
    #expect(tokens?.prefix(2).map(\.string) == ["ab", ""])
    #expect(tokens?.integers == nil)
    #expect(file[metadata: "tokenizer.ggml.token_type"]?.array?.integers == [1, -1])
    #expect(file[metadata: "tokenizer.ggml.scores"]?.array?.doubles == [-1, 0.5])
  }

  /// The values that the package `gguf` has of 14 quantisations, bit by bit.
  @Test func quantisedBlocksHaveTheBitsOfTheReference() throws {
    let file = try GGUF(reading: Oracles.path("quant_blocks.gguf"))
    let reference = try Safetensors(reading: Oracles.path("quant_blocks_dequantised.safetensors"))
    #expect(Set(file.tensors.map(\.dtype)).count == 15)
    for tensor in file.tensors {
      let (numbers, expected) = (try file.floats(tensor.name), try reference.floats(tensor.name))
      #expect(numbers.count == tensor.count)
      #expect(numbers.map(\.bitPattern) == expected.map(\.bitPattern), "\(tensor.name)")
    }
  }

  @Test(arguments: Oracles.corpus("gguf")) func theCorpusHasItsVerdicts(file: CorpusCase) throws {
    let opened: GGUF
    do throws(FileError) {
      opened = try open(file.bytes)
    } catch {
      #expect(file.verdict != "load", "\(error)")
      return
    }
    #expect(file.verdict != "error")
    for tensor in opened.tensors { _ = try opened.floats(tensor.name) }
    for (name, values) in file.numbers {
      #expect(isSame(try opened.doubles(name), values), "\(name)")
    }
  }

  @Test func theCorpusIsThere() { #expect(Oracles.corpus("gguf").count == 58) }

  // MARK: Laws

  /// A part of a tensor is that part of the whole, wherever it begins and ends in a block.
  @Test func aPartIsAPartOfTheWhole() throws {
    let path = Oracles.path("quant_blocks.gguf")
    let file = try GGUF(reading: path)
    let inMemory = try open(try #require(contents(path)))
    let lots = RandomStream(seed: 5)
    for tensor in file.tensors {
      let whole = try file.floats(tensor.name).map(\.bitPattern)
      #expect(try inMemory.floats(tensor.name).map(\.bitPattern) == whole)
      for round in 0..<40 {
        let ends = [
          lots.below(tensor.count + 1, 2 * round), lots.below(tensor.count + 1, 2 * round + 1),
        ]
        let places = (ends.min() ?? 0)..<(ends.max() ?? 0)
        let part = try file.floats(tensor.name, places).map(\.bitPattern)
        #expect(part == Array(whole[places]), "\(tensor.name) \(places)")
        #expect(try inMemory.floats(tensor.name, places).map(\.bitPattern) == part)
      }
    }
  }

  /// More than one piece of the file, in both kinds of source.
  @Test func largeTensorsAreReadInPieces() throws {
    var file = WrittenGGUF()
    let blocks = 9_001
    var bytes: [UInt8] = []
    for block in 0..<blocks {
      bytes += [0, 0x3c]
      for place in 0..<32 { bytes.append(UInt8(truncatingIfNeeded: block &* 7 &+ place)) }
    }
    file.add(tensor: "w", type: 8, lengths: [32, UInt64(blocks)], bytes)
    let folder = TemporaryFolder()
    put(file.bytes, folder / "a.gguf")
    let expected = (0..<(32 * blocks)).map { place in
      Float(Int8(truncatingIfNeeded: place / 32 &* 7 &+ place % 32))
    }
    #expect(try GGUF(reading: folder / "a.gguf").floats("w") == expected)
    #expect(try open(file.bytes).floats("w", 5..<288_000) == Array(expected[5..<288_000]))
  }

  @Test func everyCutFileIsRefused() throws {
    // The end of the scalar's four bytes is the end of the file.
    for end in 0..<Self.small.count {
      #expect(throws: FileError.self) { try open(Array(Self.small[..<end])) }
    }
    _ = try open(Self.small)
  }

  @Test func changedFilesNeverTrap() {
    let stream = RandomStream(seed: 4)
    for round in 0..<3_000 {
      let bytes = changed(Self.small, stream(round))
      guard let file = try? open(bytes) else { continue }
      for tensor in file.tensors where tensor.count < 10_000 {
        _ = try? file.floats(tensor.name)
        _ = try? file.integers(tensor.name)
      }
      for (_, value) in file.metadata {
        _ = value.array?.strings?.map { $0.count }
        _ = (value.array?.integers, value.array?.doubles, value.array?.prefix(3))
      }
    }
  }

  @Test func aFileCutAfterOpeningIsAnError() throws {
    let folder = TemporaryFolder()
    put(Self.small, folder / "a")
    let file = try GGUF(reading: folder / "a")
    put(Array(Self.small.dropLast(100)), folder / "a")
    #expect(throws: FileError.self) { try file.floats("q") }
  }

  /// The header of a real vocabulary is longer than what is read of a file at first.
  @Test func aLongHeaderIsReadInFull() throws {
    var file = WrittenGGUF()
    let count = 60_000
    let tokens = (0..<count).flatMap { WrittenGGUF.text("token number \($0)") }
    file.add("tokenizer.ggml.tokens", arrayOf: 8, count: count, tokens)
    file.add(tensor: "w", type: 0, lengths: [2], WrittenGGUF.little([1, 2]))
    let folder = TemporaryFolder()
    put(file.bytes, folder / "a.gguf")
    let opened = try GGUF(reading: folder / "a.gguf")
    let strings = try #require(opened[metadata: "tokenizer.ggml.tokens"]?.array?.strings)
    #expect(strings.count == count)
    #expect(strings.text(count - 1) == "token number 59999")
    #expect(try opened.floats("w") == [1, 2])
    put(Array(file.bytes.dropLast(900_000)), folder / "b.gguf")
    #expect(throws: FileError.self) { try GGUF(reading: folder / "b.gguf") }
  }

  // MARK: Sentences

  private func refusal(_ write: (inout WrittenGGUF) -> Void) -> String {
    var file = WrittenGGUF()
    write(&file)
    do throws(FileError) {
      _ = try open(file.bytes)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test func whatIsWrongIsSaid() {
    #expect(
      refusal { $0.version = 3 << 24 }
        == "x.gguf, header, byte 4: expected version 2 or 3, found a big-endian file; "
        + "convert the model again with a current llama.cpp")
    #expect(refusal { $0.version = 1 }.contains("expected version 2 or 3, found 1; convert"))
    #expect(
      refusal { $0.add(tensor: "w", type: 39, lengths: [32], []) }.contains(
        "tensor “w”, type, byte"))
    #expect(
      refusal { $0.add(tensor: "w", type: 39, lengths: [32], []) }.contains("found type 39 (MXFP4)")
    )
    #expect(
      refusal {
        $0.add("a", "1")
        $0.add("a", "2")
      } == "x.gguf, key “a”, byte 54: expected each key once, found it twice")
    #expect(
      refusal {
        $0.add(tensor: "w", type: 0, lengths: [1], [0, 0, 0, 0])
        $0.add(tensor: "w", type: 0, lengths: [1], [0, 0, 0, 0])
      }.contains("tensor “w”, byte"))
    #expect(
      refusal {
        $0.add(tensor: "v", type: 0, lengths: [9], [UInt8](repeating: 0, count: 36))
        $0.add(tensor: "w", type: 0, lengths: [1], [0, 0, 0, 0], offset: 32)
      }.contains("expected numbers of its own for tensor “w”"))
    #expect(
      refusal { $0.add("tokenizer.ggml.tokens", type: 5, [0, 0, 0, 0]) }.contains(
        "expected an array of texts, found 0"))
    #expect(refusal { $0.add("\u{1b}[2J", type: 99, []) }.contains("key “\\u{1b}[2J”"))
  }
}
