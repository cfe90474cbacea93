import Layers
import Tapes
import Tensors
import Testing
import TestSupport

/// Additive attention against TensorFlow: every intermediate, and the gradient of each.
@Suite struct GoldenAdditiveTests {
  /// How a masked case is masked.
  private enum Masking {
    /// −1e9 on the scores, as TensorFlow does.
    case bias
    /// Exactly nothing, as headlight does.
    case mask
  }

  /// Loss = Σ context · cotangent + Σ weights · cotangent.
  private func tape(_ file: GoldenCase, _ masking: Masking) throws -> Tape {
    let (batch, keys) = (try file.configured("B"), try file.configured("T"))
    let (width, state) = (try file.configured("F"), try file.configured("H"))
    let units = try file.configured("U")
    let isMasked = file.has("in.mask")
    return Tape.record { recorder in
      let features = recorder.input(
        "features", [.key: keys, .batch: batch, .feature: width], wantsGradient: true)
      let hidden = recorder.input("hidden", [.batch: batch, .unit: state], wantsGradient: true)
      let mask = isMasked ? recorder.input("mask", [.batch: batch, .key: keys]) : nil
      let attention = AdditiveAttention(units: units)
      let (context, weights) = attention(
        features: features, projected: attention.project(features), hidden: hidden,
        mask: masking == .mask ? mask : nil, scoreBias: masking == .bias ? mask : nil)
      context.markedAsOutput()
      let first = context * recorder.input("cot.context", context.shape)
      let second = weights * recorder.input("cot.attention_weights", weights.shape)
      (sum(first, over: .batch, .feature) + sum(second, over: .batch, .key)).named("loss")
    }
  }

  private func check(
    _ golden: Golden, _ masking: Masking, _ retention: Retention, level: Int32
  ) throws {
    let file = try golden.opened()
    let tape = try tape(file, masking)
    let layout = ParameterLayout([tape])
    let (weights, gradients) = (ParameterMemory(layout), ParameterMemory(layout))
    for parameter in layout.parameters {
      weights[parameter.name] = Tensor(parameter.shape, try file.feed("w." + parameter.name))
    }
    let player = Player(
      tape, weights: weights, gradients: gradients, retention: retention, gradientOf: "loss")
    let features = try file.feed("in.features", [.batch, .key, .feature])
    player.set("features", features.permuted(to: [.key, .batch, .feature]).elements)
    player.set("hidden", try file.feed("in.hidden"))
    player.set("cot.context", try file.feed("cot.context"))
    player.set("cot.attention_weights", try file.feed("cot.attention_weights"))
    if file.has("in.mask") {
      let mask = try file.feed("in.mask")
      player.set("mask", masking == .mask ? mask : mask.map { ($0 - 1) * 1e9 })
    }
    Levels.at(level) {
      player.forward()
      player.backward()
    }
    try file.compare(without: { name in
      // A fused playing has no intermediates, and a mask no masked scores.
      (retention != .everything && (name.hasPrefix("t.") || name.hasPrefix("grad.t.")))
        || (masking == .mask && name.hasSuffix("energy_masked"))
    }) { name in
      var path = name.split(separator: ".").map(String.init)
      let isGradient = path.first == "grad"
      if isGradient { path.removeFirst() }
      if path.first == "w" {
        let parameter = path.dropFirst().joined(separator: ".")
        return layout.parameters.contains { $0.name == parameter } ? gradients[parameter] : nil
      }
      // The time axis of the query has one position: it is the hidden state itself.
      let last = try #require(path.last)
      let value = last == "hidden_with_time_axis" ? "hidden" : last
      guard tape.contains(value) else { return nil }
      return isGradient ? player.gradient(value).documented : player[value].documented
    }
  }

  @Test(arguments: Golden.cases("additive"), Levels.all)
  func allIntermediates(_ golden: Golden, level: Int32) throws {
    try check(golden, .bias, .everything, level: level)
  }

  @Test(arguments: Golden.cases("additive"), Levels.all)
  func fused(_ golden: Golden, level: Int32) throws {
    try check(golden, .bias, .attention, level: level)
  }

  /// What gets exactly nothing agrees with what gets e^−1e9.
  @Test(arguments: [Retention.attention, .everything])
  func maskedExactly(_ retention: Retention) throws {
    let golden = Golden(family: "additive", name: "b3_t6_masked")
    for level in Levels.all { try check(golden, .mask, retention, level: level) }
  }
}
