import TensorFiles
import Tensors
import Testing
import TestSupport

struct NumPyTests {
  private func open(_ bytes: [UInt8]) throws(FileError) -> NumPyFile {
    try NumPyFile(bytes: bytes, path: "x.npy")
  }

  /// A file with this header and these bytes behind it.
  private func written(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let length = UInt32(header.utf8.count)
    let width = version == 1 ? 2 : 4
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + WrittenGGUF.little(length).prefix(width)
      + Array(header.utf8) + data
  }

  private func file(descr: String, shape: String, _ data: [UInt8]) -> [UInt8] {
    written("{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }\n", data)
  }

  // MARK: Oracles

  /// 51 arrays as NumPy wrote them: every type, both orders of bytes, both of axes.
  @Test func whatNumPyWroteIsRead() throws {
    let file = try NumPyArchive(reading: Oracles.path("numpy.npz"))
    #expect(file.tensors.count == 51)
    for tensor in file.tensors where tensor.lengths == [2, 3, 4] {
      let expected = (1...24).map { place -> Double in
        if tensor.dtype == .bool { return place % 3 == 0 ? 1 : 0 }
        return Double([.u8, .u16, .u32, .u64].contains(tensor.dtype) ? place : place - 12)
      }
      #expect(try file.doubles(tensor.name) == expected, "\(tensor.name)")
      #expect(try file.floats(tensor.name) == expected.map { Float($0) }, "\(tensor.name)")
      let part = try file.floats(tensor.name, 5..<17)
      #expect(part == expected[5..<17].map { Float($0) }, "\(tensor.name)")
      if tensor.dtype.isInteger {
        #expect(try file.integers(tensor.name) == expected.map { Int64($0) }, "\(tensor.name)")
      } else {
        #expect(throws: FileError.self) { try file.integers(tensor.name) }
      }
    }
    #expect(file["scalar"]?.lengths == [])
    #expect(try file.floats("scalar") == [1.5])
    #expect(file["empty"]?.lengths == [0, 3])
    #expect(try file.floats("empty").isEmpty)
    #expect(isSame(try file.doubles("é/ü"), [1.5, 0, .infinity, .nan]))
    #expect(throws: FileError.missing(path: file.path, name: "f4")) { try file.floats("f4") }
  }

  @Test(arguments: Oracles.corpus("npy")) func theCorpusHasItsVerdicts(file: CorpusCase) {
    do throws(FileError) {
      if file.name.hasSuffix(".npz") {
        let archive = try NumPyArchive(bytes: file.bytes, path: file.name)
        #expect(file.verdict != "error")
        for (name, values) in file.numbers {
          #expect(isSame(try archive.doubles(name), values))
        }
      } else {
        let array = try NumPyFile(bytes: file.bytes, path: file.name)
        #expect(file.verdict != "error")
        for (_, values) in file.numbers { #expect(isSame(try array.doubles(), values)) }
      }
    } catch {
      #expect(file.verdict != "load", "\(error)")
    }
  }

  @Test func theCorpusIsThere() { #expect(Oracles.corpus("npy").count == 41) }

  // MARK: Laws

  @Test func whatIsWrittenIsRead() throws {
    let array = NamedNumbers("a", lengths: [2, 2], [1, -0.0, .infinity, 0.1])
    let read = try open(NumPyFile.encoded(array))
    #expect(read.array.lengths == [2, 2])
    #expect(
      try read.floats().map(\.bitPattern) == [1, -0.0, .infinity, 0.1].map(\Float.bitPattern))
    let whole = NamedNumbers("b", lengths: [3], .integers64([.min, 0, .max]))
    #expect(try open(NumPyFile.encoded(whole)).integers() == [.min, 0, .max])
    let single = NamedNumbers("c", lengths: [], .integers32([-7]))
    #expect(try open(NumPyFile.encoded(single)).integers() == [-7])
  }

  @Test func everyCutFileIsRefused() throws {
    let array = NumPyFile.encoded(NamedNumbers("a", lengths: [2], [1, 2]))
    for end in 0..<array.count {
      #expect(throws: FileError.self) { try open(Array(array[..<end])) }
    }
    #expect(throws: FileError.self) { try open(array + [0]) }
    let archive = try #require(Oracles.corpus("npy").first { $0.name == "npz-ok.npz" }).bytes
    _ = try NumPyArchive(bytes: archive, path: "x")
    for end in 0..<archive.count {
      #expect(throws: FileError.self) { try NumPyArchive(bytes: Array(archive[..<end]), path: "x") }
    }
  }

  /// The checksum finds every changed byte of an array, the directory most others.
  @Test func everyChangedByteOfAnArrayIsFound() throws {
    let archive = try #require(Oracles.corpus("npy").first { $0.name == "npz-ok.npz" }).bytes
    let array = try #require(try NumPyArchive(bytes: archive, path: "x")["a"])
    for place in array.range {
      var bytes = archive
      bytes[place] ^= 0x10
      #expect(throws: FileError.self) { try NumPyArchive(bytes: bytes, path: "x") }
    }
  }

  @Test func changedFilesNeverTrap() throws {
    let stream = RandomStream(seed: 6)
    let archive = try #require(Oracles.corpus("npy").first { $0.name == "npz-ok.npz" }).bytes
    let array = file(descr: ">i2", shape: "(2, 3)", [UInt8](repeating: 7, count: 12))
    for round in 0..<2_000 {
      let one = try? open(changed(array, stream(round)("array")))
      _ = (try? one?.floats(), try? one?.integers())
      let many = try? NumPyArchive(bytes: changed(archive, stream(round)), path: "x")
      for tensor in many?.tensors ?? [] { _ = try? many?.doubles(tensor.name) }
    }
  }

  // MARK: Sentences

  private func refusal(_ bytes: [UInt8]) -> String {
    do throws(FileError) {
      _ = try open(bytes)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test func headersMayLookDifferent() throws {
    let data = WrittenGGUF.little([1, 2])
    for header in [
      "{'descr':'<f4','fortran_order':False,'shape':(2,)}",
      "{\"shape\": (2L, 1L), "
        + "'fortran_order': True, \"descr\": '=f4'}  \n",
      "{'descr':'<f4','fortran_order':False,"
        + "'shape':( 1 , 2 ) , }\n",
    ] {
      #expect(try open(written(header, data)).floats() == [1, 2], "\(header)")
      #expect(try open(written(header, data, version: 3)).floats() == [1, 2], "\(header)")
    }
  }

  @Test(
    arguments: [
      "{'descr':'<f4','fortran_order':False}",
      "{'descr':'<f4','fortran_order':False,'shape':(2,),'more':1}",
      "{'descr':'<f4','fortran_order':False,'shape':(2,),'shape':(2,)}",
      "{'descr':'<f4','fortran_order':False,'shape':(2)}",
      "{'descr':'<f4','fortran_order':False,'shape':[2]}",
      "{'descr':'<f4','fortran_order':False,'shape':(+2,)}",
      "{'descr':'<f4','fortran_order':False,'shape':(2,),,}",
      "{'descr':'<f4','fortran_order':False,'shape':(2,)} + 1",
      "{'descr':'f4','fortran_order':False,'shape':(2,)}",
      "{'descr':'|f4','fortran_order':False,'shape':(2,)}",
      "{'descr':'<f4','fortran_order':false,'shape':(2,)}",
      "{'descr':'<\\x664','fortran_order':False,'shape':(2,)}", "{}", "{", "",
    ])
  func otherHeadersAreRefused(header: String) {
    let data = WrittenGGUF.little([1, 2])
    #expect(refusal(written(header, data)).contains("header, byte"), "\(header)")
  }

  @Test func whatIsWrongIsSaid() throws {
    #expect(
      refusal(file(descr: "|O", shape: "(1,)", [])).contains("a pickle is never opened"))
    #expect(
      refusal(file(descr: "<f4", shape: "(1,)", [0, 0, 0, 0, 1])).contains("found 1 more bytes"))
    let deflated = try #require(Oracles.corpus("npy").first { $0.name == "npz-deflated.npz" })
    do throws(FileError) {
      _ = try NumPyArchive(bytes: deflated.bytes, path: "x.npz")
      Issue.record("opened")
    } catch {
      #expect(
        error.description == "x.npz is compressed (“a.npy”); rewrite it in Python: "
          + "numpy.savez(\"new.npz\", **numpy.load(\"old.npz\"))")
    }
  }
}
