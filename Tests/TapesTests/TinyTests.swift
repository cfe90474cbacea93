import Layers
import Tapes
import Tensors
import Testing

/// The newcomer's first page: record, play, look, train.
@Suite struct TinyTests {
  /// Additive attention in five lines, and the program that it becomes.
  @Test func aProgramIsRecordedOnceAndCanBePrinted() {
    let tape = Tape.record { recorder in
      let features = recorder.input("features", [.key: 4, .batch: 2, .feature: 3])
      let hidden = recorder.input("hidden", [.batch: 2, .unit: 6])
      let attention = AdditiveAttention(units: 5)
      _ = attention(features: features, projected: attention.project(features), hidden: hidden)
    }
    #expect(
      tape.description == """
        w1_features [key 4 × batch 2 × attention unit 5] = dense over feature(features, W1.kernel, W1.bias)
        w2_hidden [batch 2 × attention unit 5] = dense over unit(hidden, W2.kernel, W2.bias)
        pre_tanh [key 4 × batch 2 × attention unit 5] = add(w1_features, w2_hidden)
        score_hidden [key 4 × batch 2 × attention unit 5] = tanh(pre_tanh)
        energy [batch 2 × key 4] = dense over attention unit(score_hidden, V.kernel, V.bias)
        attention_weights [batch 2 × key 4] = softmax over key(energy)
        weighted_features [key 4 × batch 2 × feature 3] = multiply(attention_weights, features)
        context [batch 2 × feature 3] = sum over key(weighted_features)
        """)
  }

  /// With V = 0 every position looks the same to it: all weights are 1/T.
  @Test func withoutAScoreTheWeightsAreUniform() {
    let tape = Tape.record { recorder in
      let features = recorder.input("features", [.key: 4, .batch: 1, .feature: 3])
      let hidden = recorder.input("hidden", [.batch: 1, .unit: 2])
      let attention = AdditiveAttention(units: 5)
      _ = attention(features: features, projected: attention.project(features), hidden: hidden)
    }
    let weights = ParameterMemory(ParameterLayout([tape]))
    let player = Player(tape, weights: weights)
    player.set("features", (0..<12).map { Float($0) })
    player.set("hidden", [1, 2])
    player.forward()
    #expect(player["attention_weights"].elements == [0.25, 0.25, 0.25, 0.25])
  }

  /// Forward, backward, a step against the gradient: the loss falls.
  @Test func aStepAgainstTheGradientLowersTheLoss() {
    let tape = Tape.record { recorder in
      let x = recorder.input("x", [.batch: 3, .feature: 2])
      let scores = Dense("layer", units: 4, output: .token)(x, over: .feature)
      let labels = recorder.indices("labels", [.batch: 3])
      let weight = recorder.input("label_weight", [.batch: 3])
      crossEntropy(scores, labels: labels, weights: weight).named("loss")
    }
    let layout = ParameterLayout([tape])
    let weights = ParameterMemory(layout)
    let gradients = ParameterMemory(layout)
    weights.elements = layout.initialElements(seed: 1)
    let player = Player(tape, weights: weights, gradients: gradients, gradientOf: "loss")
    player.set("x", [1, 2, -1, 0.5, 0.3, -2])
    player.set("labels", positions: [0, 3, 1])
    player.set("label_weight", [Float](repeating: 1 / 3, count: 3))
    player.forward()
    let before = player["loss"].elements[0]
    player.backward()
    weights.elements = zip(weights.elements, gradients.elements).map { $0 - 0.1 * $1 }
    player.forward()
    #expect(player["loss"].elements[0] < before)
  }
}
