import JSON
import Layers
import Tapes
import TensorFiles
import Tensors
import Testing
import TestSupport

/// The recurrent unit against Keras: both conventions, a given state, a mask; states, gates and
/// gradients.
@Suite struct GoldenGRUTests {
  /// Loss = Σ states · cotangent + Σ last state · cotangent.
  private func tape(_ file: GoldenCase) throws -> Tape {
    let (batch, keys) = (try file.configured("B"), try file.configured("T"))
    let (width, units) = (try file.configured("E"), try file.configured("U"))
    let config = try #require(file.sidecar["config"]?.object)
    let isAfter = config["reset_after"] == .boolean(true)
    let (isMasked, hasState) = (file.has("in.mask"), file.has("in.h0"))
    return Tape.record { recorder in
      let x = recorder.input(
        "x", [.key: keys, .batch: batch, .embedding: width], wantsGradient: true)
      let layer = GRU("w", units: units, convention: isAfter ? .after : .before)
      let (states, gates, _) = layer(
        x, over: .key, input: .embedding,
        mask: isMasked ? recorder.input("mask", [.batch: batch, .key: keys]) : nil,
        initialState: hasState
          ? recorder.input("h0", [.batch: batch, .unit: units], wantsGradient: true) : nil)
      gates.named("gates")
      states.named("sequence").markedAsOutput()
      let last = states.row(keys - 1).named("h").markedAsOutput()
      let first = states * recorder.input("cot.sequence", states.shape)
      let second = last * recorder.input("cot.h", last.shape)
      (sum(first, over: .key, .batch, .unit) + sum(second, over: .batch, .unit)).named("loss")
    }
  }

  @Test(arguments: Golden.cases("gru"), [Retention.outputs, .everything])
  func statesGatesAndGradients(_ golden: Golden, _ retention: Retention) throws {
    for level in Levels.all { try check(golden, retention, level: level) }
  }

  private func check(_ golden: Golden, _ retention: Retention, level: Int32) throws {
    let file = try golden.opened()
    let tape = try tape(file)
    let layout = ParameterLayout([tape])
    let (weights, gradients) = (ParameterMemory(layout), ParameterMemory(layout))
    for parameter in layout.parameters {
      weights[parameter.name] = Tensor(parameter.shape, try file.feed(parameter.name))
    }
    let player = Player(
      tape, weights: weights, gradients: gradients, retention: retention, gradientOf: "loss")
    let timeMajor: [Axis] = [.key, .batch, .unit]
    for (name, input) in [("in.x", "x"), ("cot.sequence", "cot.sequence")] {
      let tensor = try file.feed(name, [.batch, .key, .unit])
      player.set(input, tensor.permuted(to: timeMajor).elements)
    }
    player.set("cot.h", try file.feed("cot.h"))
    if file.has("in.mask") { player.set("mask", try file.feed("in.mask")) }
    if file.has("in.h0") { player.set("h0", try file.feed("in.h0")) }
    Levels.at(level) {
      player.forward()
      player.backward()
    }
    let units = try file.configured("U")
    try file.compare(without: { retention != .everything && $0.hasPrefix("t.") }) { name in
      switch name {
      case "loss", "out.h": return player[name == "loss" ? "loss" : "h"]
      case "out.sequence", "t.h": return player["sequence"].documented
      case "t.z": return player["gates"].columns(0..<units).documented
      case "t.r": return player["gates"].columns(units..<(2 * units)).documented
      case "t.candidate": return player["gates"].columns((2 * units)..<(3 * units)).documented
      case "grad.in.x", "grad.in.h0":
        return player.gradient(String(name.dropFirst("grad.in.".count))).documented
      default:
        let parameter = String(name.dropFirst("grad.".count))
        return layout.parameters.contains { $0.name == parameter } ? gradients[parameter] : nil
      }
    }
  }
}
