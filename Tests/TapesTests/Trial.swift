import Tapes
import Tensors
import Testing

/// A program played once, forward and backward, on numbers that belong to their row and key.
///
/// The number at a place is a function of the row's own number, its key and its place within: the
/// same row has the same numbers in any batch, and the first keys are the same at any padding.
/// The loss is Σ result · probe, where the probe of a padded key is 0.
struct Trial {
  /// What is recorded, for so many rows and keys.
  typealias Body = @Sendable (_ recorder: Recorder, _ batch: Int, _ keys: Int) -> [Value]

  /// A program under a name.
  struct Program: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var body: Body

    init(_ name: String, _ body: @escaping Body) {
      testDescription = name
      self.body = body
    }
  }

  let rows: [Int]
  let keys: Int
  let player: Player
  let weights: ParameterMemory
  let gradients: ParameterMemory

  /// Records and plays `program` once.
  ///
  /// `rows` are the numbers of the rows, one for each place in the batch. Only the first `keys` may
  /// count: inputs whose name begins with `mask` choose among them; `padding` more lie behind them.
  init(
    _ program: Program, rows: [Int], keys: Int, padding: Int = 0,
    retention: Retention = .outputs
  ) {
    self.rows = rows
    self.keys = keys
    var outputs = 0
    let tape = Tape.record { recorder in
      let results = program.body(recorder, rows.count, keys + padding)
      outputs = results.count
      var losses: [Value] = []
      for (place, result) in results.enumerated() {
        result.named("out\(place)").markedAsOutput()
        let product = result * recorder.input("probe\(place)", result.shape)
        losses.append(result.shape.axes.reduce(product) { sum($0, over: $1) })
      }
      losses.dropFirst().reduce(losses[0], +).named("loss")
    }
    #expect(outputs > 0)
    let layout = ParameterLayout([tape])
    (weights, gradients) = (ParameterMemory(layout), ParameterMemory(layout))
    for parameter in layout.parameters {
      let stream = RandomStream(seed: 23)(parameter.name)
      weights[parameter.name] = Tensor(
        parameter.shape, (0..<parameter.shape.count).map { 1.4 * stream.unit($0) - 0.7 })
    }
    player = Player(
      tape, weights: weights, gradients: gradients, retention: retention, gradientOf: "loss")
    fill()
    play()
  }

  /// Sets all inputs.
  func fill() {
    for name in player.tape.inputNames {
      player.set(name, numbers(name, player.tape.shape(of: name)))
    }
  }

  func play() {
    player.forward()
    player.backward()
  }

  private func numbers(_ name: String, _ shape: Shape) -> [Float] {
    let stream = RandomStream(seed: 71)(name)
    return (0..<shape.count).map { place in
      var (row, key, within, rest) = (0, 0, 0, shape.count)
      for (axis, length) in zip(shape.axes, shape.lengths) {
        rest /= length
        let position = place / rest % length
        switch axis {
        case .batch: row = rows[position]
        case .key: key = position
        default: within = within * length + position
        }
      }
      let number = stream(row)(key).unit(within)
      if name.hasPrefix("mask") {
        // The first key of some rows is masked too; one key of each row always counts.
        return key < keys && (number > 0.4 || key == row % keys) ? 1 : 0
      }
      if name.hasPrefix("probe"), key >= keys { return 0 }
      return 2 * number - 1
    }
  }

  /// The bits that belong to the row at `place`, of all results and all gradients of inputs.
  ///
  /// Of keys only those that may count: what stands at padding is nobody's.
  func bits(_ place: Int) -> [String: [UInt32]] {
    var result: [String: [UInt32]] = [:]
    for name in player.tape.names where name.hasPrefix("out") {
      result[name] = own(player[name], place)
    }
    for name in player.tape.inputNames where !name.hasPrefix("mask") && !name.hasPrefix("probe") {
      result["gradient of " + name] = own(player.gradient(name), place)
    }
    return result
  }

  private func own(_ tensor: Tensor, _ place: Int) -> [UInt32] {
    let row = tensor.at(place, of: .batch)
    guard row.shape.contains(.key) else { return row.elements.map(\.bitPattern) }
    return (0..<keys).flatMap { row.at($0, of: .key).elements.map(\.bitPattern) }
  }

  /// The bits of all results, of the loss and of all gradients.
  var allBits: [String: [UInt32]] {
    var result: [String: [UInt32]] = ["loss": [player.lossValue.bitPattern]]
    for place in rows.indices {
      for (name, bits) in bits(place) { result["\(name), row \(rows[place])"] = bits }
    }
    for parameter in gradients.layout.parameters {
      let bits = gradients[parameter.name].elements.map(\.bitPattern)
      result["gradient of " + parameter.name] = bits
    }
    return result
  }
}

/// The entries that differ, for a message that can be read.
func differences<Bits: Equatable>(_ a: [String: Bits], _ b: [String: Bits]) -> [String] {
  Set(a.keys).union(b.keys).filter { a[$0] == nil || a[$0] != b[$0] }.sorted()
}
