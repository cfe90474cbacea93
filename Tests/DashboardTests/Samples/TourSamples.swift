import Layers
import Screens
import Snapshots
import Subjects
import Tensors

@testable import Dashboard

/// Three runs with the operations that the tour points at, made by hand.
enum TourSamples {
  /// Writes a diagram value by value.
  private struct Writer {
    var diagram = Diagram(values: [], operations: [])
    /// How the attention is written elsewhere.
    let listing: Diagram.Listing

    mutating func given(_ name: String, _ numbers: Tensor, isTrained: Bool = false) -> Int {
      diagram.values.append(
        Diagram.Value(name: name, role: isTrained ? .parameter : .input, numbers: numbers))
      return diagram.values.count - 1
    }

    mutating func made(
      _ name: String, _ numbers: Tensor, _ meaning: Diagram.Meaning,
      _ arithmetic: Diagram.Arithmetic, _ inputs: [Int], group: [String] = [Diagram.attention]
    ) -> Int {
      diagram.values.append(Diagram.Value(name: name, role: .result, numbers: numbers))
      diagram.operations.append(
        Diagram.Operation(
          operation: name, formula: "f(x)", arithmetic: arithmetic, meaning: meaning,
          listing: listing, group: group, inputs: inputs, output: diagram.values.count - 1))
      return diagram.values.count - 1
    }
  }

  /// Numbers in −1 … 1 that follow from their place alone.
  private static func numbers(_ shape: Shape) -> Tensor {
    Tensor(shape, (0..<shape.count).map { Float(($0 * 7) % 19 - 9) / 9 })
  }

  /// Additive attention: `keys` keys, 6 features, 5 units.
  static func additive(_ weights: Tensor) -> Diagram {
    let (keys, queries) = (weights.shape[.key] ?? 0, weights.shape[.query] ?? 0)
    var writer = Writer(listing: AdditiveAttention.listing(nil))
    let features = writer.given("features", numbers([.key: keys, .feature: 6]))
    let kernel = writer.given(
      "att.W1.kernel", numbers([.feature: 6, .unit: 5]), isTrained: true)
    let projected = writer.made(
      "att.w1_features", numbers([.key: keys, .unit: 5]), .featureProjection,
      .product(over: [.feature]), [features, kernel])
    let hidden = writer.made(
      "att.score_hidden", numbers([.query: queries, .key: keys, .unit: 5]), .hiddenLayer,
      .function(.tanh), [projected])
    let column = writer.given("att.V.kernel", numbers([.unit: 5]), isTrained: true)
    let scores = writer.made(
      "att.energy", numbers([.query: queries, .key: keys]), .score, .product(over: [.unit]),
      [hidden, column])
    let shares = writer.made(
      "att.weights", weights, .weights, .softmax(over: .key, visible: nil), [scores])
    let weighted = writer.made(
      "att.weighted", numbers([.query: queries, .key: keys, .feature: 6]), .weighted, .multiply,
      [shares, features])
    _ = writer.made(
      "att.context", numbers([.query: queries, .feature: 6]), .context, .sum(over: .key),
      [weighted])
    return writer.diagram
  }

  /// Pooling with its detour: 4 units.
  static func pooling(_ weights: Tensor, difference: Float = 0) -> Diagram {
    let keys = weights.shape[.key] ?? 0
    var writer = Writer(listing: AttentionPooling.listing(.tanh, nil, over: .unit))
    let activations = writer.given("activations", numbers([.key: keys, .unit: 4]))
    let scores = writer.made(
      "pool.score", numbers([.query: 1, .key: keys]), .score, .product(over: [.unit]),
      [activations])
    let shares = writer.made(
      "pool.weights", weights, .weights, .softmax(over: .key, visible: nil), [scores])
    let detour = [Diagram.attention, "RepeatVector and Permute"]
    let repeated = writer.made(
      "pool.repeat_vector", numbers([.unit: 4, .key: keys]), .repeatVector, .same, [shares],
      group: detour)
    let permuted = writer.made(
      "pool.permute", numbers([.key: keys, .unit: 4]), .permute, .same, [repeated], group: detour)
    let product = writer.made(
      "pool.multiply", numbers([.key: keys, .unit: 4]), .multiply, .multiply,
      [activations, permuted], group: detour)
    _ = writer.made(
      "pool.difference", Tensor([.key: keys, .unit: 4], repeating: difference), .difference, .add,
      [product, product], group: detour)
    return writer.diagram
  }

  /// The panes of the comparison with their operations.
  static func panes() -> [Scene] {
    var panes = HeadSamples.panes()
    panes[0].snapshot.diagram = additive(panes[0].snapshot.attention[0].weights)
    panes[1].snapshot.diagram = pooling(panes[1].snapshot.attention[0].weights)
    panes[2].snapshot.diagram = additive(panes[0].snapshot.attention[0].weights)
    return panes
  }

  /// The same panes as runs of their own.
  static func panes(of runs: [Run]) -> [Scene] {
    zip(panes(), runs).map { pane, run in
      var pane = pane
      pane.run = run
      return pane
    }
  }

  /// Compare, good enough for the tour; without operations, as before anybody asked for them.
  static func comparison(columns: Int = 80, rows: Int = 24, language: Language = .english)
    -> State
  {
    var state = HeadSamples.comparison(columns: columns, rows: rows)
    state.language = language
    return state
  }

  /// The tour at its first stop.
  static func tour(columns: Int = 80, rows: Int = 24, language: Language = .english) -> State {
    var state = comparison(columns: columns, rows: rows, language: language)
    press(&state, .character("Q"))
    send(panes(), to: &state)
    return state
  }
}
