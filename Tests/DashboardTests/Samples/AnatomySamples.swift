import Dashboard
import Layers
import Screens
import Snapshots
import Subjects
import Tensors

/// Diagrams small enough to be checked by eye: five keys, four units, two queries.
///
/// Every number follows from its inputs, as in a diagram that a player wrote.
struct SampleDiagram {
  var diagram = Diagram(values: [], operations: [])
  /// How its attention is written elsewhere.
  private let attention: Diagram.Listing
  static let keys = ["M", "a", "y", " ", "3"]
  static let queries = ["0", "5"]

  init(_ attention: Diagram.Listing) { self.attention = attention }

  /// Numbers between −1 and 1 without a pattern that the eye could mistake for one.
  static func numbers(_ shape: Shape, seed: Int) -> Tensor {
    Tensor(shape, (0..<shape.count).map { Float(($0 * 7 + seed * 5) % 11 - 5) / 5 })
  }

  mutating func value(
    _ name: String, _ role: Diagram.Value.Role, _ numbers: Tensor, isIndex: Bool = false
  ) -> Int {
    diagram.values.append(
      .init(
        name: name, role: role, numbers: numbers,
        gradient: isIndex ? nil : Tensor(numbers.shape, numbers.elements.map { $0 / -8 }),
        isStepped: numbers.shape.axes.first == .query, isIndex: isIndex))
    return diagram.values.count - 1
  }

  mutating func parameter(_ name: String, _ shape: Shape, seed: Int) -> Int {
    value(name, .parameter, Self.numbers(shape, seed: seed))
  }

  /// Adds an operation whose numbers are those that its terms give.
  @discardableResult
  mutating func operation(
    _ name: String, _ shape: Shape, _ operation: String, _ formula: String,
    _ arithmetic: Diagram.Arithmetic, _ meaning: Diagram.Meaning? = nil, group: [String],
    _ inputs: Int...
  ) -> Int {
    let output = value(name, .result, Tensor(shape))
    diagram.operations.append(
      .init(
        operation: operation, formula: formula, arithmetic: arithmetic, meaning: meaning,
        listing: group.first == Diagram.attention ? attention : .singleLayers, group: group,
        inputs: inputs, output: output))
    let place = diagram.operations.count - 1
    for cell in 0..<shape.count {
      let number = diagram.derivation(of: place, cell: cell)?.recomputed ?? 0
      diagram.values[output].numbers.elements[cell] = number
      diagram.values[output].gradient?.elements[cell] = number / -8
    }
    return output
  }

  private mutating func features(_ width: Int) -> Int {
    let source = value(
      "source", .input, Tensor([.key: 5], [3, 1, 4, 0, 2]), isIndex: true)
    let table = parameter("embedding", [.token: 6, .feature: width], seed: 1)
    return operation(
      "features", [.key: 5, .feature: width], "look up", "y_i = E[x_i]", .lookUp, .embedding,
      group: ["encoder"], source, table)
  }

  /// Additive attention of a decoder with three features and four units.
  static func additive(layer: String = "V", prefix: String = "att") -> Diagram {
    var sample = SampleDiagram(AdditiveAttention.listing(nil))
    let unit: Axis = "attention unit"
    let attention = ["attention"]
    let features = sample.features(3)
    let w1 = sample.parameter("\(prefix).W1.kernel", [Axis.feature.primed: 3, unit: 4], seed: 2)
    let b1 = sample.parameter("\(prefix).W1.bias", [unit: 4], seed: 3)
    let projected = sample.operation(
      "\(prefix).w1_features", [.key: 5, unit: 4], "dense over feature", "y = x · W + b",
      .product(over: [.feature]), .featureProjection, group: attention, features, w1, b1)
    let state = sample.value("state before", .result, numbers([.query: 2, .unit: 3], seed: 4))
    let w2 = sample.parameter("\(prefix).W2.kernel", [Axis.unit.primed: 3, unit: 4], seed: 5)
    let b2 = sample.parameter("\(prefix).W2.bias", [unit: 4], seed: 6)
    let hidden = sample.operation(
      "\(prefix).w2_hidden", [.query: 2, unit: 4], "dense over unit", "y = x · W + b",
      .product(over: [.unit]), .hiddenProjection, group: attention, state, w2, b2)
    let sum = sample.operation(
      "\(prefix).pre_tanh", [.query: 2, .key: 5, unit: 4], "add", "z = a + b", .add,
      .projectionSum, group: attention, projected, hidden)
    let layerOfUnits = sample.operation(
      "\(prefix).score_hidden", [.query: 2, .key: 5, unit: 4], "tanh", "y = tanh x",
      .function(.tanh), .hiddenLayer, group: attention, sum)
    let v = sample.parameter("\(prefix).\(layer).kernel", [unit.primed: 4], seed: 7)
    let bias = sample.parameter("\(prefix).\(layer).bias", .scalar, seed: 8)
    let score = sample.operation(
      "\(prefix).energy", [.query: 2, .key: 5], "dense over attention unit", "y = x · W + b",
      .product(over: [unit]), .score, group: attention, layerOfUnits, v, bias)
    let context = sample.attend(score, features, 3, prefix)
    let out = sample.parameter("dec.fc.kernel", [Axis.feature.primed: 3, .token: 4], seed: 9)
    sample.operation(
      "scores", [.query: 2, .token: 4], "dense over feature", "y = x · W",
      .product(over: [.feature]), .tokenScores, group: ["decoder"], context, out)
    return sample.diagram
  }

  /// Weights, weighted features and their sum.
  private mutating func attend(
    _ score: Int, _ features: Int, _ width: Int, _ prefix: String
  ) -> Int {
    let attention = ["attention"]
    let weights = operation(
      "\(prefix).weights", [.query: 2, .key: 5], "softmax over key", "y = e^x / Σ_key e^x",
      .softmax(over: .key, visible: nil), .weights, group: attention, score)
    let weighted = operation(
      "\(prefix).weighted", [.query: 2, .key: 5, .feature: width], "multiply", "z = a · b",
      .multiply, .weighted, group: attention, weights, features)
    return operation(
      "\(prefix).context", [.query: 2, .feature: width], "sum over key", "y = Σ_key x",
      .sum(over: .key), .context, group: attention, weighted)
  }

  /// Attention pooling with the detour, whose weights are the same for both queries.
  static func pooling() -> Diagram {
    var sample = SampleDiagram(AttentionPooling.listing(.tanh, nil, over: .unit))
    let attention = ["attention"]
    let detour = attention + ["the detour"]
    let features = sample.features(3)
    let kernel = sample.parameter("pool.kernel", [Axis.feature.primed: 3], seed: 2)
    let bias = sample.parameter("pool.bias", .scalar, seed: 3)
    let projected = sample.operation(
      "pool.projected", [.query: 2, .key: 5], "dense over feature", "y = x · W + b",
      .product(over: [.feature]), .score, group: attention, features, kernel, bias)
    let score = sample.operation(
      "pool.score", [.query: 2, .key: 5], "tanh", "y = tanh x", .function(.tanh), .cappedScore,
      group: attention, projected)
    _ = sample.attend(score, features, 3, "pool")
    let weights = sample.diagram.values.firstIndex { $0.name == "pool.weights" } ?? 0
    let repeated = sample.operation(
      "pool.repeat_vector", [.query: 2, .feature: 3, .key: 5], "repeat along feature",
      "y_feature = x", .same, .repeatVector, group: detour, weights)
    let permuted = sample.operation(
      "pool.permute", [.query: 2, .key: 5, .feature: 3], "permute", "y_tu = x_ut", .same, .permute,
      group: detour, repeated)
    sample.operation(
      "pool.multiply", [.query: 2, .key: 5, .feature: 3], "multiply", "z = a · b", .multiply,
      .multiply, group: detour, features, permuted)
    return sample.diagram
  }

  /// Multi-head attention with two heads of two numbers.
  static func multiHead() -> Diagram {
    var sample = SampleDiagram(MultiHeadAttention.listing())
    let attention = ["attention"]
    let depth: Axis = "depth"
    let features = sample.features(4)
    func kernel(_ name: String, _ axis: Axis, _ seed: Int) -> Int {
      sample.parameter("att.\(name)", [axis.primed: 4, .head: 2, depth: 2], seed: seed)
    }
    let (k, v, q) = (kernel("k", .feature, 2), kernel("v", .feature, 3), kernel("q", .unit, 4))
    let keys = sample.operation(
      "att.keys", [.key: 5, .head: 2, depth: 2], "dense over feature", "y = x · W",
      .product(over: [.feature]), .keys, group: attention, features, k)
    let values = sample.operation(
      "att.values", [.key: 5, .head: 2, depth: 2], "dense over feature", "y = x · W",
      .product(over: [.feature]), .values, group: attention, features, v)
    let state = sample.value("state before", .result, numbers([.query: 2, .unit: 4], seed: 5))
    let queries = sample.operation(
      "att.queries", [.query: 2, .head: 2, depth: 2], "dense over unit", "y = x · W",
      .product(over: [.unit]), .queries, group: attention, state, q)
    let scaled = sample.operation(
      "att.scaled", [.query: 2, .head: 2, depth: 2], "scale by 0.5", "y = 0.5 x", .scale(by: 0.5),
      .scaledQueries, group: attention, queries)
    let scores = sample.operation(
      "att.energy", [.query: 2, .head: 2, .key: 5], "contract over depth", "z = Σ_depth a · b",
      .product(over: [depth]), .score, group: attention, scaled, keys)
    let weights = sample.operation(
      "att.weights", [.query: 2, .head: 2, .key: 5], "softmax over key", "y = e^x / Σ_key e^x",
      .softmax(over: .key, visible: nil), .weights, group: attention, scores)
    sample.operation(
      "att.attended", [.query: 2, .head: 2, depth: 2], "contract over key", "z = Σ_key a · b",
      .product(over: [.key]), .context, group: attention, weights, values)
    return sample.diagram
  }
}

/// Runs that send a diagram.
enum AnatomySamples {
  static func state(
    _ diagram: Diagram, mechanism: Mechanism = .additive, columns: Int = 80, rows: Int = 24,
    step: Int = 247
  ) -> State {
    let run = Samples.run("dates", mechanism, parameters: 100)
    var state = State([run], columns: columns, rows: rows, rung: .colors16)
    let scene = Scene(
      run: run, timeline: Samples.progress(step: step, latest: 312),
      snapshot: snapshot(diagram, step: step), examples: Samples.examples(latest: 312))
    send([scene], to: &state)
    return state
  }

  static func snapshot(_ diagram: Diagram, step: Int = 247, source: String = "May 3") -> Snapshot {
    let weights = diagram.operations.filter { $0.meaning == .weights }.map { operation in
      let numbers = diagram.values[operation.output].numbers
      let axes: [Axis] = numbers.shape.contains(.head) ? [.head, .query, .key] : [.query, .key]
      return AttentionWeights(
        site: "att", weights: numbers.permuted(to: axes), queries: SampleDiagram.queries,
        keys: SampleDiagram.keys)
    }
    return Snapshot(
      step: step,
      reading: Reading(
        source: source, target: "05", text: "05",
        written: SampleDiagram.queries.map { Written(token: $0, probability: 0.9) }),
      attention: weights, diagram: diagram)
  }
}
