import Foundation
import Lessons
import TensorFiles
import Testing
import Training

@testable import Verification
@testable import headlight

/// `headlight verify`: agreement, difference and what cannot be computed have statuses of their own.
@Suite struct VerifyTests {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "VerificationTests/Golden")

  /// The status that the command ends with.
  private func status(
    _ paths: String..., writingTo write: String? = nil
  ) throws -> headlight.ExitStatus {
    do {
      try Verify.verify(paths, writingTo: write)
      return .success
    } catch let failure as Failure { return failure.status }
  }

  /// A folder with copies of one case, which `change` may spoil.
  private func withCopy(
    _ family: String, _ name: String, _ body: (_ folder: URL, _ sidecar: URL) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "headlight-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for kind in ["json", "safetensors"] {
      let file = "\(name).\(kind)"
      try FileManager.default.copyItem(
        at: Self.golden.appending(path: family).appending(path: file),
        to: folder.appending(path: file))
    }
    try body(folder, folder.appending(path: "\(name).json"))
  }

  private func replace(_ text: String, by other: String, in file: URL) throws {
    let old = try String(contentsOf: file, encoding: .utf8)
    #expect(old.contains(text))
    try old.replacingOccurrences(of: text, with: other)
      .write(to: file, atomically: true, encoding: .utf8)
  }

  @Test func treesFamiliesAndFilesAgree() throws {
    #expect(try status(Self.golden.path()) == .success)
    let family = Self.golden.appending(path: "lstm")
    #expect(try status(family.path()) == .success)
    #expect(
      try status(
        family.appending(path: "b1_t1.json").path(),
        family.appending(path: "b1_t1.safetensors").path()) == .success)
  }

  @Test func everyTensorIsCompared() throws {
    var compared = 0
    for path in try ReferenceFolder.cases(at: Self.golden.path()) {
      let file = try ReferenceFile(path)
      let comparison = try Comparison(file)
      #expect(comparison.complaints == [])
      compared += comparison.compared + comparison.skipped.count
    }
    #expect(compared == 1733)
  }

  @Test func aDifferenceIsStatusOne() throws {
    try withCopy("lstm", "b1_t1") { folder, sidecar in
      try replace("\"tol_abs\": 2e-06", by: "\"tol_abs\": 1e-12", in: sidecar)
      #expect(try status(folder.path()) == .isFalse)
    }
    // Other settings, other numbers: the file is not believed, it is computed.
    try withCopy("gru", "reset_before_b2_t5") { folder, sidecar in
      try replace("\"reset_after\": false", by: "\"reset_after\": true", in: sidecar)
      #expect(try status(folder.path()) == .badInput, "the bias has other lengths")
    }
    try withCopy("mha_keras", "self_n8_b2_t6_causal") { folder, sidecar in
      try replace("\"causal\": true", by: "\"causal\": false", in: sidecar)
      // Without a mask there are no masked scores to compute.
      #expect(try status(folder.path()) == .badInput)
    }
    try withCopy("train_pooling", "b4_t6") { folder, sidecar in
      try replace("\"learning_rate\": 0.1", by: "\"learning_rate\": 0.2", in: sidecar)
      #expect(try status(folder.path()) == .isFalse)
    }
  }

  @Test func whatCannotBeComputedIsStatusTwo() throws {
    #expect(try status("/nothing/here") == .badInput)
    try withCopy("lstm", "b1_t1") { folder, sidecar in
      for (text, other) in [
        ("\"family\": \"lstm\"", "\"family\": \"perceptron\""), ("headlight-golden/1", "other/9"),
        ("\"in.x\"", "\"in.z\""), ("\"t.z\"", "\"t.zz\""),
      ] {
        let old = try String(contentsOf: sidecar, encoding: .utf8)
        try replace(text, by: other, in: sidecar)
        #expect(try status(folder.path()) == .badInput, "\(other)")
        try old.write(to: sidecar, atomically: true, encoding: .utf8)
      }
      #expect(try status(folder.path()) == .success)
      try "{".write(to: sidecar, atomically: true, encoding: .utf8)
      #expect(try status(folder.path()) == .badInput)
      try FileManager.default.removeItem(at: sidecar)
      #expect(try status(folder.path()) == .badInput, "tensors without a sidecar")
    }
    try withCopy("softmax", "numerics") { folder, _ in
      let file = folder.appending(path: "numerics.safetensors")
      try FileManager.default.removeItem(at: file)
      #expect(try status(folder.path()) == .badInput, "no case at all")
    }
  }

  private func message(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return "\(error)" }
    return nil
  }

  /// Spaces, signs that addresses would escape, links, endings: a path is a path.
  @Test func casesAreFoundWhereverTheyLie() throws {
    try withCopy("lstm", "b1_t1") { folder, sidecar in
      let manager = FileManager.default
      let place = folder.path(percentEncoded: false)
      let odd = place + "/two words/50%20#c"
      try manager.createDirectory(atPath: odd, withIntermediateDirectories: true)
      for kind in ["json", "safetensors"] {
        try manager.moveItem(atPath: "\(place)/b1_t1.\(kind)", toPath: "\(odd)/b1_t1.\(kind)")
      }
      for path in [place, place + "/", odd + "/b1_t1.json", odd + "/b1_t1"] {
        #expect(try status(path) == .success, "\(path)")
      }
      let target = place + "/out of/here"
      #expect(try status(odd, writingTo: target) == .success)
      #expect(manager.fileExists(atPath: target + "/lstm/b1_t1.safetensors"))
      try manager.removeItem(atPath: place + "/out of")
      // A link to a folder, a link in a circle, and the same case by two ways.
      let tree = place + "/tree"
      try manager.createDirectory(atPath: tree, withIntermediateDirectories: true)
      try manager.createSymbolicLink(atPath: tree + "/link", withDestinationPath: odd)
      try manager.createSymbolicLink(atPath: tree + "/circle", withDestinationPath: tree)
      #expect(try ReferenceFolder.cases(at: tree) == [tree + "/link/b1_t1.json"])
      #expect(try status(tree + "/link") == .success)
    }
  }

  /// What a manifest lists, and a sidecar without tensors, is never left out in silence.
  @Test func nothingIsSkipped() throws {
    try withCopy("lstm", "b1_t1") { folder, sidecar in
      let manifest = folder.appending(path: "manifest.json")
      func list(_ files: String) throws {
        try #"{"format": "headlight-golden/1", "cases": [\#(files)]}"#
          .write(to: manifest, atomically: true, encoding: .utf8)
      }
      try list(#"{"file": "b1_t1.safetensors"}"#)
      #expect(try status(folder.path()) == .success)
      #expect(try status(manifest.path()) == .success)
      try list(#"{"file": "b1_t1.safetensors"}, {"file": "gone.safetensors"}"#)
      #expect(try status(folder.path()) == .badInput)
      #expect(try status(manifest.path()) == .badInput)
      try list("")
      #expect(try status(manifest.path()) == .badInput)
      try FileManager.default.removeItem(at: manifest)
      try FileManager.default.copyItem(at: sidecar, to: folder.appending(path: "lost.json"))
      #expect(try status(folder.path()) == .badInput)
    }
  }

  /// A sidecar that contradicts its file or itself is an error that names what is wrong.
  @Test(arguments: [
    ("lstm", "b1_t1", "\"tol_abs\": 3.33e-06", "\"tolerance\": 3.33e-06", "“t.z” needs “tol_abs”"),
    ("lstm", "b1_t1", "\"tol_abs\": 3.33e-06", "\"tol_abs\": -1", "“t.z” needs “tol_abs”"),
    ("lstm", "b1_t1", "\"dtype\": \"F32\"", "\"dtype\": \"F64\"", "is F64"),
    ("lstm", "b1_t1", "\"U\": 4", "\"U\": 5", "“U”: the tensors say 4"),
    ("lstm", "b1_t1", "\"U\": 4", "\"U\": 4, \"masked\": true", "no tensor “in.mask”"),
    ("lstm", "b1_t1", "\"out.h\"", "\"out.c\"", "“out.c” twice"),
    ("keras_attention", "additive_causal", "\"causal\": true", "\"causal\": 1", "true or false"),
    (
      "train_pooling", "b4_t6", "\"steps\": 20", "\"steps\": 2000000000", "one loss more than steps"
    ),
    ("train_mha_official", "reverse_n2", "\"hidden\": \"D\"", "\"hidden\": 1e300", "a width"),
    ("train_mha_official", "reverse_n2", "\"warmup\": 8", "\"warmup\": 0", "above 0"),
  ])
  func contradictionsAreNamed(
    _ family: String, _ name: String, _ text: String, _ other: String, _ words: String
  ) throws {
    try withCopy(family, name) { _, sidecar in
      try replace(text, by: other, in: sidecar)
      let message = message { _ = try Comparison(try ReferenceFile(sidecar.path())) }
      #expect(message?.contains(words) == true, "\(message ?? "no error")")
      #expect(message?.contains(sidecar.path()) == true)
    }
  }

  /// What a family does not know is refused by name, whether or not the numbers would agree.
  @Test(arguments: [
    ("lstm", "b1_t1", "\"U\": 4", "\"U\": 4, \"activation\": \"relu\"", "“activation”"),
    ("lstm", "b1_t1", "\"U\": 4", "\"U\": 4, \"causal\": true", "“causal”"),
    ("train_seq2seq", "reverse_b3_t4", "\"E\": 5", "\"E\": 5, \"masked\": true", "“masked”"),
    (
      "train_pooling", "b4_t6", "\"momentum\": 0.0", "\"clipnorm\": 1.0",
      "“optimizers.sgd.clipnorm”"
    ),
  ])
  func whatMeansNothingIsRefused(
    _ family: String, _ name: String, _ text: String, _ other: String, _ words: String
  ) throws {
    try withCopy(family, name) { folder, sidecar in
      try replace(text, by: other, in: sidecar)
      #expect(try status(folder.path()) == .badInput)
      let message = message { _ = try Comparison(try ReferenceFile(sidecar.path())) }
      #expect(message?.contains(words) == true, "\(message ?? "no error")")
    }
  }

  /// A setting that a family knows works: this was computed without the mask and called different.
  @Test func causalTrainingIsComputed() throws {
    try withCopy("train_mha_keras", "n2") { folder, sidecar in
      try replace("\"C\": 4", by: "\"C\": 4, \"causal\": true", in: sidecar)
      let file = try ReferenceFile(sidecar.path())
      let scores = try #require(file.reference.results()["adam.trace.scores"])
      for (place, weight) in scores.floats.enumerated() where place % 5 > place / 5 % 5 {
        #expect(weight == 0, "a query saw what follows")
      }
    }
  }

  /// What is no number agrees with what is none, whatever its sign; infinities have theirs.
  @Test func noNumberAgreesWithNoNumber() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "headlight-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let stem = folder.appending(path: "odd").path()
    let x: [Float] = [.infinity, 1, -.infinity, -.infinity, 0, -.infinity]
    func check(_ weights: [Float], _ logarithms: [Float]) throws -> headlight.ExitStatus {
      try Safetensors.write(
        [
          NamedNumbers("in.x", lengths: [3, 2], x),
          NamedNumbers("out.x", lengths: [3, 2], weights),
          NamedNumbers("out.log_x", lengths: [3, 2], logarithms),
        ], to: stem + ".safetensors")
      try """
      {"format": "headlight-golden/1", "family": "softmax", "config": {}, "tensors": [
      {"name": "in.x", "role": "input"}, {"name": "out.x", "tol_abs": 1e-6},
      {"name": "out.log_x", "tol_abs": 1e-6}]}
      """.write(toFile: stem + ".json", atomically: true, encoding: .utf8)
      return try status(stem + ".json")
    }
    let (plus, minus) = (Float.nan, -Float.nan)
    let logarithms: [Float] = [plus, plus, plus, minus, 0, -.infinity]
    #expect(try check([plus, minus, minus, plus, 1, 0], logarithms) == .success)
    #expect(try check([minus, plus, plus, minus, 1, 0], logarithms.map { -$0 }) == .isFalse)
    #expect(try check([plus, minus, minus, plus, 1, plus], logarithms) == .isFalse)
    #expect(try check([plus, minus, minus, 0, 1, 0], logarithms) == .isFalse)
  }

  /// A manifest names what lies beside or below it, and nothing else.
  @Test func aManifestStaysInItsFolder() throws {
    try withCopy("lstm", "b1_t1") { folder, sidecar in
      let inside = folder.appending(path: "in")
      let below = inside.appending(path: "a..b/c")
      try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
      for kind in ["json", "safetensors"] {
        try FileManager.default.copyItem(
          at: folder.appending(path: "b1_t1.\(kind)"), to: below.appending(path: "x.\(kind)"))
      }
      let manifest = inside.appending(path: "manifest.json")
      for (file, isAllowed) in [
        ("a..b/c/x.json", true), ("./a..b/c/x.safetensors", true), ("../b1_t1.json", false),
        ("a..b/../../b1_t1.json", false), ("a..b/c/../c/x.json", false),
        (sidecar.path(percentEncoded: false), false), ("..", false),
      ] {
        try #"{"format": "headlight-golden/1", "cases": [{"file": "\#(file)"}]}"#
          .write(to: manifest, atomically: true, encoding: .utf8)
        for path in [manifest.path(), inside.path()] {
          guard isAllowed || path == manifest.path() else { continue }
          #expect(try status(path) == (isAllowed ? .success : .badInput), "\(file)")
        }
        guard !isAllowed else { continue }
        let message = message { try Verify.verify([manifest.path()]) }
        #expect(message?.contains("lists “\(file)”") == true, "\(message ?? "no error")")
      }
    }
  }

  /// Reference cases and the results of another case are never written over.
  @Test func writingSparesWhatItMust() throws {
    try withCopy("lstm", "b1_t1") { folder, sidecar in
      let manager = FileManager.default
      let place = folder.path(percentEncoded: false)
      func refused(_ target: String, _ paths: String...) throws -> String? {
        message { try Verify.verify(paths, writingTo: target) }
      }
      try manager.createDirectory(atPath: place + "/lstm", withIntermediateDirectories: true)
      for kind in ["json", "safetensors"] {
        try manager.moveItem(
          atPath: "\(place)/b1_t1.\(kind)", toPath: "\(place)/lstm/b1_t1.\(kind)")
      }
      let before = try Data(contentsOf: folder.appending(path: "lstm/b1_t1.safetensors"))
      #expect(try refused(place, place)?.contains("not overwritten") == true)
      #expect(try Data(contentsOf: folder.appending(path: "lstm/b1_t1.safetensors")) == before)
      #expect(try refused(place + "/lstm/b1_t1.json", place)?.contains("is a file") == true)
      #expect(try refused("", place)?.contains("name of a folder") == true)
      let other = place + "/other"
      #expect(try refused(other, place + "/lstm", place + "/lstm")?.contains("both") == true)
      // An earlier run's results are replaced.
      #expect(try status(place + "/lstm", writingTo: other) == .success)
      #expect(try status(place + "/lstm", writingTo: other + "/") == .success)
    }
  }

  /// What is written has the names and lengths of what was compared.
  @Test func writing() throws {
    try withCopy("mha_official", "self_n2_b2_t6_causal_decode") { folder, sidecar in
      let target = folder.appending(path: "written")
      #expect(try status(sidecar.path(), writingTo: target.path()) == .success)
      let written = try Safetensors(
        reading: target.appending(path: "mha_official/self_n2_b2_t6_causal_decode.safetensors")
          .path())
      let truth = try ReferenceFile(sidecar.path())
      #expect(written.tensors.map(\.name) == truth.wanted.map(\.name))
      for wanted in truth.wanted {
        #expect(written[wanted.name]?.lengths == wanted.lengths)
        let pairs = zip(try written.floats(wanted.name), try truth.numbers(wanted.name))
        #expect(pairs.allSatisfy { Double(abs($0 - $1)) <= wanted.tolerance })
      }
    }
  }
}
