import Tapes
import Tensors
import Testing
import TestSupport

/// Softmax and its logarithm against TensorFlow where float32 is at its limits: scores of 1e8,
/// all equal, alone, −1e9 here and there or everywhere.
@Suite struct GoldenSoftmaxTests {
  @Test(arguments: Golden.cases("softmax"), Levels.all)
  func numerics(_ golden: Golden, level: Int32) throws {
    let file = try golden.opened()
    var results: [String: Tensor] = [:]
    for entry in file.entries where entry.name.hasPrefix("in.") {
      let name = String(entry.name.dropFirst(3))
      let shape = Shape(axes: [.batch, .key], lengths: entry.lengths)
      let tape = Tape.record { recorder in
        let x = recorder.input("x", shape, wantsGradient: true)
        let y = softmax(x, over: .key).named("y").markedAsOutput()
        logSoftmax(x, over: .key).named("logarithm").markedAsOutput()
        sum(y * recorder.input("cotangent", shape), over: .batch, .key).named("loss")
      }
      let player = Player(
        tape, weights: ParameterMemory(ParameterLayout([tape])), retention: .outputs,
        gradientOf: "loss")
      player.set("x", try file.feed(entry.name))
      player.set("cotangent", try file.feed("cot." + name))
      Levels.at(level) {
        player.forward()
        player.backward()
      }
      results["out." + name] = player["y"]
      results["out.log_" + name] = player["logarithm"]
      results["grad.in." + name] = player.gradient("x")
    }
    try file.compare { results[$0] }
  }
}
