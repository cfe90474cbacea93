import Foundation
import TensorFiles
import Testing

@testable import headlight

/// `headlight verify`: agreement, difference and what cannot be computed have statuses of their own.
@Suite struct VerifyTests {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "TapesTests/Golden")

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
    for path in try ReferenceFile.cases(at: Self.golden.path()) {
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
