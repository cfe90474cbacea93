import JSON
import Tapes
import TensorFiles
import Tensors
import Testing
import TestSupport

@testable import Training
@testable import Verification

/// All reference cases, computed by what `headlight verify` uses, at every level.
@Suite struct GoldenReferenceTests {
  private static let goldens = ReferenceCase.families.flatMap(Golden.cases)

  @Test(arguments: goldens, Levels.all)
  func everything(_ golden: Golden, level: Int32) throws {
    try check(golden, .everything, level)
  }

  /// Fused kernels and shared memory: outputs, gradients and trajectories, without intermediates.
  @Test(arguments: goldens, [Retention.outputs, .attention])
  func whatIsKeptChangesNothing(_ golden: Golden, _ retention: Retention) throws {
    // Training reads the attention of every step.
    guard retention == .attention || !golden.family.hasPrefix("train") else { return }
    for level in Levels.all { try check(golden, retention, level) }
  }

  /// What a person sees in the anatomy are the numbers that Keras wrote: intermediates, gates and
  /// gradients of every family that has them.
  @Test(arguments: goldens.filter { !$0.family.hasPrefix("train") && $0.family != "softmax" })
  func theDiagram(_ golden: Golden) throws {
    let file = try golden.opened()
    let results = try file.reference(golden.family).results(fromDiagram: true)
    try file.compare(without: { _ in false }) { name in
      results[name].map { numbers in
        let axes = numbers.lengths.indices.map { Axis("axis \($0)") }
        return Tensor(Shape(axes: axes, lengths: numbers.lengths), numbers.floats)
      }
    }
  }

  private func check(_ golden: Golden, _ retention: Retention, _ level: Int32) throws {
    let file = try golden.opened()
    let reference = try file.reference(golden.family)
    let results = try Levels.at(level) { try reference.results(retention: retention) }
    try file.compare(without: { name in
      retention != .everything && (name.hasPrefix("t.") || name.hasPrefix("grad.t."))
    }) { name in
      results[name].map { numbers in
        let axes = numbers.lengths.indices.map { Axis("axis \($0)") }
        return Tensor(Shape(axes: axes, lengths: numbers.lengths), numbers.floats)
      }
    }
  }

  /// The loss of outputs and cotangents is rounded once, however many terms it has.
  @Test(arguments: Golden.cases("keras_attention") + Golden.cases("gru"))
  func theLossIsRoundedOnce(_ golden: Golden) throws {
    let reference = try golden.opened().reference(golden.family)
    let results = try reference.results()
    var sum = 0.0
    for name in reference.tensors.keys.sorted() where name.hasPrefix("cot.") {
      let output = try #require(results["out." + name.dropFirst(4)])
      let weights = try #require(reference.tensors[name]).floats
      for (x, y) in zip(output.floats, weights) { sum += Double(x) * Double(y) }
    }
    let loss = try #require(results["loss"]?.floats.first)
    #expect(abs(Double(loss) - sum) <= Double(loss.ulp))
  }

  // MARK: What cannot be computed is said

  @Test func problemsAreNamed() throws {
    let file = try Golden(family: "lstm", name: "b2_t5_state").opened()
    let whole = try file.reference("lstm")
    #expect(throws: ReferenceCase.Problem.unknownFamily("nothing")) {
      var other = whole
      other.family = "nothing"
      _ = try other.results()
    }
    for name in whole.tensors.keys where !name.hasPrefix("cot.") {
      var part = whole
      part.tensors[name] = nil
      // Without both states the sequence starts from zeros; without one of them it cannot.
      #expect(throws: ReferenceCase.Problem.self, "without \(name)") { _ = try part.results() }
    }
    for name in whole.tensors.keys {
      var bent = whole
      bent.tensors[name]?.lengths.append(1)
      #expect(throws: ReferenceCase.Problem.self, "\(name) of another rank") {
        _ = try bent.results()
      }
      bent.tensors[name] = .init(lengths: [], floats: [])
      #expect(throws: ReferenceCase.Problem.self, "\(name) empty") { _ = try bent.results() }
    }
  }

  /// Nothing is looked up outside of a table.
  @Test func positionsMustExist() throws {
    for (family, name, ids, count) in [
      ("pooling", "b3_t5_ids", "in.ids", 11), ("blocks", "official_blocks", "in.ids", 13),
      ("train_pooling", "b4_t6", "in.labels", 3),
      ("train_seq2seq", "reverse_b3_t4", "in.target", 8),
    ] {
      var reference = try Golden(family: family, name: name).opened().reference(family)
      for wrong in [Int32(count), -1] {
        reference.tensors[ids]?.integers?[1] = wrong
        #expect(throws: ReferenceCase.Problem.outside(ids, found: wrong, last: count - 1)) {
          _ = try reference.results()
        }
      }
      reference.tensors[ids]?.integers = nil
      #expect(throws: ReferenceCase.Problem.floats(ids)) { _ = try reference.results() }
    }
  }

  @Test func whatIsNotImplementedIsAProblem() throws {
    let file = try Golden(family: "train_pooling", name: "b4_t6").opened()
    let whole = try file.reference("train_pooling")
    func changed(_ change: (inout [String: ReferenceCase.Setting]) -> Void) -> ReferenceCase {
      var copy = whole
      var options = copy.optimizers["sgd"]?.fields ?? [:]
      change(&options)
      copy.optimizers = ["sgd": .fields(options)]
      return copy
    }
    #expect(throws: Never.self) { _ = try changed { _ in }.results() }
    let wrong = [
      changed { $0["momentum"] = .number(0.9) }, changed { $0["name"] = .text("rmsprop") },
      changed { $0["learning_rate"] = nil }, changed { $0["name"] = .text("adam") },
    ]
    for reference in wrong {
      #expect(throws: ReferenceCase.Problem.self) { _ = try reference.results() }
    }
  }
}

extension GoldenCase {
  /// What was fed, and the settings.
  func reference(_ family: String) throws -> ReferenceCase {
    var tensors: [String: ReferenceCase.Numbers] = [:]
    let listed = try #require(sidecar["tensors"]?.array)
    for (entry, stored) in zip(entries, listed) where entry.tolerance == nil {
      tensors[entry.name] =
        stored.object?["dtype"] == .string("I32")
        ? .init(lengths: entry.lengths, integers: try positions(entry.name))
        : .init(lengths: entry.lengths, floats: try feed(entry.name))
    }
    return ReferenceCase(
      family: family, settings: Self.settings(sidecar["config"]),
      optimizers: Self.settings(sidecar["optimizers"]), steps: sidecar["steps"]?.integer ?? 0,
      tensors: tensors)
  }

  private static func settings(_ value: JSONValue?) -> [String: ReferenceCase.Setting] {
    var settings: [String: ReferenceCase.Setting] = [:]
    for member in value?.object?.members ?? [] {
      switch member.value {
      case .boolean(let flag): settings[member.key] = .flag(flag)
      case .string(let text): settings[member.key] = .text(text)
      case .object: settings[member.key] = .fields(Self.settings(member.value))
      default: settings[member.key] = member.value.double.map { .number($0) }
      }
    }
    return settings
  }
}
