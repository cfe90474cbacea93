import Tensors
import Testing

@testable import Training
@testable import Verification

/// Families × settings: a setting works in every case of a family that knows it, or it is refused
/// by name before anything is computed.
@Suite struct ReferenceSettingTests {
  typealias Setting = ReferenceCase.Setting

  /// A case of each family that has more than one position, head and unit.
  private static let cases = [
    ("additive", "b1_t5"), ("blocks", "official_blocks"), ("gru", "reset_after_b2_t5"),
    ("keras_attention", "dot"), ("keras_attention", "additive_scale"), ("lstm", "b2_t5_state"),
    ("mha_keras", "self_n2_b2_t5_large"), ("mha_official", "self_n2_b2_t5"),
    ("pooling", "b1_t6"), ("softmax", "numerics"), ("train_additive", "b4_t5"),
    ("train_mha_keras", "n2"), ("train_mha_official", "reverse_n2"), ("train_pooling", "b4_t6"),
    ("train_seq2seq", "reverse_b3_t4"),
  ].map { Golden(family: $0.0, name: $0.1) }

  /// Every name that a setting has in any family, and some that Keras has and no family knows.
  private static let names = Set(ReferenceSetting.table.values.flatMap(\.keys))
    .union(ReferenceSetting.everywhere.keys)
    .union(["return_sequences", "unroll", "bidirectional", "attention_axes", "seed_generator"])
    .sorted()

  private static let words = Set(
    ReferenceSetting.table.values.flatMap(\.values).flatMap { meaning -> [String] in
      switch meaning {
      case .word(let words): words
      case .only(.text(let word)): [word]
      default: []
      }
    }
  ).union(["relu", "causal", "none"]).sorted()

  private static let values: [Setting] =
    [.flag(false), .flag(true), .number(0), .number(0.25), .number(0.5), .other]
    + words.map { .text($0) }

  private func opened(_ golden: Golden) throws -> ReferenceCase {
    var reference = try golden.opened().reference(golden.family)
    // Two updates tell as much as twenty.
    if reference.steps > 0 { reference.steps = 2 }
    return reference
  }

  @Test func everyFamilyHasItsTable() {
    #expect(ReferenceSetting.table.keys.sorted() == ReferenceCase.families)
    #expect(Set(Self.cases.map(\.family)) == Set(ReferenceCase.families))
  }

  /// Two values of a setting never compute the same: one that changed nothing would be ignored.
  @Test(arguments: cases)
  func noSettingIsIgnored(_ golden: Golden) throws {
    let whole = try opened(golden)
    let table = try #require(ReferenceSetting.table[golden.family])
    for name in Self.names {
      switch table[name] ?? ReferenceSetting.everywhere[name] {
      case .remark, .origin: continue
      default: break
      }
      var computed: [Setting: [String: ReferenceCase.Numbers]] = [:]
      for value in Self.values {
        var reference = whole
        reference.settings[name] = value
        do {
          let results = try reference.results()
          for (other, same) in computed where same == results {
            Issue.record("“\(name)”: \(other) and \(value) compute the same")
          }
          computed[value] = results
        } catch {
          #expect(isNamed(name, in: "\(error)", reference), "“\(name)”: \(value): \(error)")
        }
      }
      #expect(table[name] != nil || computed.isEmpty, "“\(name)” is not in the table")
    }
  }

  /// Whether a sentence names the setting, or a tensor that is there or missing.
  private func isNamed(_ name: String, in sentence: String, _ reference: ReferenceCase) -> Bool {
    sentence.contains("“\(name)”")
      || reference.tensors.keys.contains { sentence.contains("“\($0)”") }
      || sentence.contains("there is no tensor “")
  }

  /// The same for what an optimizer can be told.
  @Test(arguments: ["sgd", "adam"])
  func noOptionIsIgnored(_ optimizer: String) throws {
    let whole = try opened(Golden(family: "train_additive", name: "b4_t5"))
    let options = [
      "amsgrad", "beta_1", "beta_2", "clipnorm", "epsilon", "learning_rate", "loss_scale_factor",
      "momentum", "nesterov", "rho", "schedule", "use_ema", "weight_decay",
    ]
    for option in options {
      var computed: [Setting: [String: ReferenceCase.Numbers]] = [:]
      for value in [Setting.flag(true), .number(0.25), .number(0.5), .text("cosine")] {
        var reference = whole
        var fields = reference.optimizers[optimizer]?.fields ?? [:]
        fields[option] = value
        reference.optimizers = [optimizer: .fields(fields)]
        do {
          let results = try reference.results()
          #expect(!computed.values.contains(results), "“\(option)”: \(value) changes nothing")
          computed[value] = results
        } catch { #expect("\(error)".contains("optimizers.\(optimizer).\(option)"), "\(error)") }
      }
    }
    var schedule: [String: Setting] = [
      "base": .number(1), "hidden": .number(8), "warmup": .number(4),
    ]
    func scheduled() -> ReferenceCase {
      var copy = whole
      var fields = copy.optimizers[optimizer]?.fields ?? [:]
      fields["schedule"] = .fields(schedule)
      copy.optimizers = [optimizer: .fields(fields)]
      return copy
    }
    #expect(throws: Never.self) { _ = try scheduled().results() }
    schedule["decay_steps"] = .number(100)
    #expect(throws: ReferenceCase.Problem.self) { _ = try scheduled().results() }
  }

  /// What is refused is refused before anything is computed: nothing has to be there for that.
  @Test(arguments: ReferenceCase.families)
  func refusalsComeFirst(_ family: String) {
    for name in ["dropout_rate", "go_backward"] {
      let reference = ReferenceCase(
        family: family, settings: [name: .flag(true)], steps: 100_000, tensors: [:])
      let sentence = problem(reference)
      #expect(sentence?.contains("setting “\(name)”: \(family) cases") == true)
    }
    guard !family.hasPrefix("train_") else { return }
    let trained = ReferenceCase(
      family: family, settings: [:], optimizers: ["sgd": .fields([:])], tensors: [:])
    #expect(problem(trained)?.contains("“optimizers”") == true)
  }

  private func problem(_ reference: ReferenceCase) -> String? {
    do { _ = try reference.results() } catch { return "\(error)" }
    return nil
  }

  // MARK: What works

  /// Training with `causal` is training with the triangular mask, and no query sees what follows.
  @Test(arguments: [nil, [1, 5, 5], [3, 1, 5]] as [[Int]?])
  func causalTraining(_ lengths: [Int]?) throws {
    var reference = try opened(Golden(family: "train_mha_keras", name: "n2"))
    let without = try reference.results()
    let (batch, queries) = (3, 5)
    // The second key is padding where a mask is given as well.
    if let lengths {
      reference.tensors["in.attention_mask"] = .init(
        lengths: lengths, floats: (0..<lengths.reduce(1, *)).map { $0 % 5 == 1 ? 0 : 1 })
      reference.settings["mask"] = .text("padding")
    }
    reference.settings["causal"] = .flag(true)
    let causal = try reference.results()
    #expect(causal != without)
    let trace = try #require(causal["adam.trace.scores"])
    #expect(trace.lengths == [3, batch, 2, queries, queries])
    for (place, weight) in trace.floats.enumerated() {
      let (key, query) = (place % queries, place / queries % queries)
      let isHidden = key > query || lengths != nil && key == 1
      #expect((weight == 0) == isHidden)
    }
    reference.settings["causal"] = nil
    reference.settings["mask"] = nil
    reference.tensors["in.attention_mask"] = .init(
      lengths: [1, queries, queries],
      floats: (0..<(queries * queries)).map { place in
        let (key, query) = (place % queries, place / queries)
        return key > query || lengths != nil && key == 1 ? 0 : 1
      })
    #expect(try reference.results() == causal)
  }

  /// A model that is trained with its last position masked is trained without that position.
  @Test(arguments: [
    ("train_additive", "b4_t5", "in.features"), ("train_pooling", "b4_t6", "in.ids"),
  ])
  func maskedTraining(_ family: String, _ name: String, _ input: String) throws {
    let whole = try opened(Golden(family: family, name: name))
    let lengths = try #require(whole.tensors[input]?.lengths)
    let (batch, keys) = (lengths[0], lengths[1])
    var masked = whole
    masked.settings["masked"] = .flag(true)
    #expect(problem(masked)?.contains("no tensor “in.mask”") == true)
    masked.tensors["in.mask"] = .init(
      lengths: [batch, keys], floats: (0..<(batch * keys)).map { $0 % keys == keys - 1 ? 0 : 1 })
    var cut = whole
    cut.settings["T"] = .number(Double(keys - 1))
    cut.tensors[input] = try shortened(#require(whole.tensors[input]))
    let (hidden, short) = (try masked.results(), try cut.results())
    #expect(hidden.keys == short.keys)
    #expect(try whole.results()["sgd.loss"] != hidden["sgd.loss"])
    for (name, numbers) in short where !name.contains(".trace.") && !name.hasSuffix("V.bias") {
      let other = try #require(hidden[name])
      #expect(
        zip(numbers.floats, other.floats).allSatisfy { abs($0 - $1) <= 2e-6 }, "\(name)")
    }
    let trace = try #require(hidden["sgd.trace.attention_weights"])
    for (place, weight) in trace.floats.enumerated() {
      #expect((weight == 0) == (place % keys == keys - 1))
    }
    masked.settings["masked"] = .flag(false)
    #expect(problem(masked)?.contains("there is a tensor “in.mask”") == true)
  }

  /// Numbers without their last position.
  private func shortened(_ numbers: ReferenceCase.Numbers) -> ReferenceCase.Numbers {
    let (keys, width) = (numbers.lengths[1], numbers.lengths.dropFirst(2).reduce(1, *))
    func kept<Element>(_ elements: [Element]) -> [Element] {
      elements.indices.filter { $0 / width % keys < keys - 1 }.map { elements[$0] }
    }
    var short = numbers
    short.lengths[1] -= 1
    short.floats = kept(numbers.floats)
    short.integers = numbers.integers.map(kept)
    return short
  }

  /// A flag that is not there has Keras's default: the reset comes after.
  @Test func resetIsAfterUnlessSaid() throws {
    var reference = try opened(Golden(family: "gru", name: "reset_after_b2_t5"))
    let said = try reference.results()
    reference.settings["reset_after"] = nil
    #expect(try reference.results() == said)
  }

  @Test func dropoutNeedsWhatWasKept() throws {
    let whole = try opened(Golden(family: "mha_official", name: "self_n2_b2_t5_dropout"))
    #expect(problem(whole) == nil)
    var reference = whole
    reference.tensors["in.dropout_keep"] = nil
    #expect(problem(reference)?.contains("no tensor “in.dropout_keep”") == true)
    reference.settings["dropout"] = .number(0)
    #expect(problem(reference) == nil)
    reference = whole
    reference.settings["dropout"] = .number(0)
    #expect(problem(reference)?.contains("a tensor “in.dropout_keep”") == true)
    reference = whole
    reference.settings["decode"] = .flag(true)
    #expect(problem(reference)?.contains("“decode”") == true)
  }

  /// Lengths that no tensor has, tensors of another mechanism: nothing is passed over.
  @Test func whatHasNoPartIsRefused() throws {
    for golden in Self.cases {
      let whole = try opened(golden)
      for name in ["in.attention_bias", "cot.nothing", "w.more", "w0.more"] {
        guard golden.family != "softmax" || !name.hasPrefix("in.") else { continue }
        var reference = whole
        reference.tensors[name] = .init(lengths: [1], floats: [1])
        let sentence = "“\(name)” has no part in \(golden.family) cases with these settings"
        #expect(problem(reference) == sentence, "\(golden)")
      }
    }
    var reference = try opened(Golden(family: "pooling", name: "b1_t6"))
    reference.settings["vocab"] = .number(11)
    #expect(problem(reference)?.contains("setting “vocab”: no tensor") == true)
    reference = try opened(Golden(family: "mha_keras", name: "self_n2_b2_t5_large"))
    reference.settings["D_mem"] = .number(8)
    #expect(problem(reference) == nil, "it attends to itself")
    reference.settings["D_mem"] = .number(9)
    #expect(problem(reference)?.contains("“D_mem”") == true)
  }
}
