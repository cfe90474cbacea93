import Snapshots
import Tapes
import Tensors

/// A program of a reference case: recorded, fed, played once forward and backward, and read.
///
/// The loss is Σ output · cotangent over all outputs that have one.
final class ReferenceProgram {
  typealias Numbers = ReferenceCase.Numbers

  /// Where a result stands on the tape, and in which order and lengths it is documented.
  private struct Place {
    var value: String
    var axes: [Axis]
    var lengths: [Int]?
    var isAlwaysKept: Bool
  }

  private let sheet: ReferenceSheet
  private var places: [String: Place] = [:]
  private var feeds: [(name: String, tensor: Tensor)] = []
  private var indexFeeds: [(name: String, positions: [Int32])] = []
  private var wanted: [String: [Axis]] = [:]
  private var losses: [Value] = []
  private var cotangents: [(result: String, elements: [Float])] = []
  /// What the tape's parameter is called in the case, without its prefix.
  var nameOfParameter: (String) -> String = { $0 }

  let recorder: Recorder

  private init(_ sheet: ReferenceSheet, _ recorder: Recorder) {
    self.sheet = sheet
    self.recorder = recorder
  }

  /// Records `body` and plays what it records.
  static func results(
    _ sheet: ReferenceSheet, _ retention: Retention, _ body: (ReferenceProgram) -> Void
  ) throws(ReferenceCase.Problem) -> [String: Numbers] {
    var program: ReferenceProgram?
    let tape = Tape.record { recorder in
      let own = ReferenceProgram(sheet, recorder)
      body(own)
      if let first = own.losses.first {
        own.losses.dropFirst().reduce(first, +).named("loss").markedAsOutput()
      }
      program = own
    }
    guard let program else { return [:] }
    return try program.play(tape, retention)
  }

  // MARK: Recording

  /// An input of a tensor's numbers, stored in another order of its axes.
  ///
  /// - `wantsGradient`: whether `grad.` and the name is a result.
  func input(
    _ name: String, _ tensor: Tensor, order: [Axis]? = nil, wantsGradient: Bool = true
  ) -> Value {
    let stored = order.map { tensor.permuted(to: $0) } ?? tensor
    feeds.append((name, stored))
    if wantsGradient { wanted[name] = tensor.shape.axes }
    return recorder.input(name, stored.shape, wantsGradient: wantsGradient)
  }

  func indices(_ name: String, _ positions: [Int32], _ shape: Shape) -> Value {
    indexFeeds.append((name, positions))
    return recorder.indices(name, shape)
  }

  /// The value called `value` on the tape is the result `name`, in the documented order of `axes`.
  ///
  /// - `lengths`: where some axes are documented as one, or as an axis of length 1.
  func result(
    _ name: String, _ value: String, _ axes: [Axis], lengths: [Int]? = nil,
    isAlwaysKept: Bool = false
  ) {
    places[name] = Place(value: value, axes: axes, lengths: lengths, isAlwaysKept: isAlwaysKept)
  }

  /// `value` is the output `name`; with a cotangent it is part of the loss.
  func output(
    _ name: String, _ value: Value, called tapeName: String, _ axes: [Axis], cotangent: Tensor?,
    lengths: [Int]? = nil
  ) {
    value.markedAsOutput()
    result("out." + name, tapeName, axes, lengths: lengths, isAlwaysKept: true)
    guard let cotangent else { return }
    cotangents.append(("out." + name, cotangent.elements))
    let shape = Shape(axes: axes, lengths: axes.map { value.length($0) })
    let ordered = Tensor(shape, cotangent.elements).permuted(to: value.shape.axes)
    let weighted = value * input("cot." + name, ordered, wantsGradient: false)
    losses.append(value.shape.axes.reduce(weighted) { sum($0, over: $1) })
  }

  // MARK: Playing

  private func play(
    _ tape: Tape, _ retention: Retention
  ) throws(ReferenceCase.Problem) -> [String: Numbers] {
    let layout = ParameterLayout([tape])
    try sheet.checkFeeds(parameters: layout.parameters.map { "w." + nameOfParameter($0.name) })
    let (weights, gradients) = (ParameterMemory(layout), ParameterMemory(layout))
    for parameter in layout.parameters {
      let name = "w." + nameOfParameter(parameter.name)
      weights[parameter.name] = try sheet.weight(name, parameter)
    }
    let hasLoss = !losses.isEmpty || tape.contains("loss")
    let player = Player(
      tape, weights: weights, gradients: gradients, retention: retention,
      gradientOf: hasLoss ? "loss" : nil)
    for feed in feeds { player.set(feed.name, feed.tensor.elements) }
    for feed in indexFeeds { player.set(feed.name, positions: feed.positions) }
    player.forward()
    var results: [String: Numbers] = [:]
    for (name, place) in places where place.isAlwaysKept || retention == .everything {
      results[name] = Self.documented(player[place.value], place.axes, place.lengths)
    }
    guard hasLoss else { return results }
    results["loss"] = Numbers(lengths: [], floats: [loss(results) ?? player.lossValue])
    player.backward()
    for (name, axes) in wanted {
      results["grad." + name] = Self.documented(player.gradient(name), axes)
    }
    for parameter in layout.parameters {
      results["grad.w." + nameOfParameter(parameter.name)] = Numbers(
        lengths: parameter.documentedLengths, floats: gradients[parameter.name].elements)
    }
    guard retention == .everything else { return results }
    for (name, place) in places {
      results["grad." + name] = Self.documented(
        player.gradient(place.value), place.axes, place.lengths)
    }
    guard sheet.readsDiagram else { return results }
    let diagram = player.diagram()
    for (name, place) in places {
      guard let value = diagram.value(called: place.value) else { throw .missing(place.value) }
      let shape = tape.shape(of: place.value)
      func whole(_ part: Tensor) -> Tensor { Tensor(shape, part.elements) }
      results[name] = Self.documented(whole(value.numbers), place.axes, place.lengths)
      results["grad." + name] = Self.documented(
        whole(value.gradient ?? Tensor(shape)), place.axes, place.lengths)
    }
    return results
  }

  /// Σ output · cotangent in doubles, where that is the loss.
  ///
  /// The sum of the tape, in floats and axis after axis, would show the rounding of some thousand
  /// terms that nearly cancel; what is to be shown is that of the outputs.
  private func loss(_ results: [String: Numbers]) -> Float? {
    guard !cotangents.isEmpty else { return nil }
    var sum = 0.0
    for (name, elements) in cotangents {
      for (output, weight) in zip(results[name]?.floats ?? [], elements) {
        sum += Double(output) * Double(weight)
      }
    }
    return Float(sum)
  }

  static func documented(_ tensor: Tensor, _ axes: [Axis], _ lengths: [Int]? = nil) -> Numbers {
    let ordered = tensor.permuted(to: axes)
    return Numbers(lengths: lengths ?? ordered.shape.lengths, floats: ordered.elements)
  }
}

extension Diagram {
  /// The value called `name`; `gates` are those of a recurrent cell, side by side again.
  fileprivate func value(called name: String) -> Value? {
    if let value = values.last(where: { $0.name == name }) { return value }
    guard name == "gates" else { return nil }
    let gates: Set<Meaning> = [
      .updateGate, .resetGate, .inputGate, .forgetGate, .candidate, .outputGate,
    ]
    let parts = operations.filter { $0.meaning.map(gates.contains) ?? false }
      .map { values[$0.output] }
    guard let first = parts.first, let width = first.numbers.shape.lengths.last else { return nil }
    func beside(_ tensors: [Tensor]) -> Tensor {
      let rows = first.numbers.shape.count / max(1, width)
      let numbers = (0..<rows).flatMap { row in
        tensors.flatMap { $0.elements[(row * width)..<((row + 1) * width)] }
      }
      return Tensor([.gate: numbers.count], numbers)
    }
    let gradients = parts.compactMap(\.gradient)
    return Value(
      name: name, role: .result, numbers: beside(parts.map(\.numbers)),
      gradient: gradients.count == parts.count ? beside(gradients) : nil)
  }
}
