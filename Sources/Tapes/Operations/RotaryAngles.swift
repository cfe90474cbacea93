import CKernels
public import Snapshots
public import Tensors

/// y[i, m] = cos(x[i] · frequency[m]) for positions x, or the sine: the angles of ``Rotate``.
///
/// Frequencies fall from 1 to 1 / base; the product is made in float32, as the reference does.
public struct RotaryAngles: Operation {
  /// Which of the two.
  public enum Part: Sendable {
    case cosine
    case sine
  }

  /// The axis of the pairs, each with a frequency of its own.
  public static let pair: Axis = "pair"

  /// Which of the two.
  public let part: Part
  /// Radians for each position, pair by pair.
  public let frequencies: [Float]

  /// The operation for these frequencies.
  public init(_ part: Part, frequencies: [Float]) {
    self.part = part
    self.frequencies = frequencies
  }

  /// frequency[m] = base^(−m / pairs), m < pairs.
  public static func frequencies(pairs: Int, base: Float) -> [Float] {
    [Float](unsafeUninitializedCapacity: pairs) { numbers, count in
      if let start = numbers.baseAddress { hk_rotary_frequencies(pairs, base, start) }
      count = pairs
    }
  }

  /// `cosines of positions`.
  public var name: String { part == .cosine ? "cosines of positions" : "sines of positions" }
  /// y = cos(x · frequency).
  public var formula: String {
    "y = \(part == .cosine ? "cos" : "sin")(x · frequency)"
  }
  /// How each number follows from the positions.
  public var arithmetic: Diagram.Arithmetic {
    .turn(part == .cosine ? .cosine : .sine, frequencies: frequencies)
  }
  /// The positions' axis, then the frequencies.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard inputs[0].rank == 1 else { fatalError("positions have one axis, not \(inputs[0])") }
    return [inputs[0].appending(Self.pair, frequencies.count)]
  }
  /// Nothing: positions are not trained.
  public var backwardReads: BackwardReads { [] }

  /// y = cos or sin of position × frequency.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y) = (site.inputs[0], site.outputs[0])
    let (rows, pairs) = (x.shape.count, frequencies.count)
    let frequencies = site.constant(pairs) { self.frequencies }
    let other = site.scratch(rows * pairs)
    switch part {
    case .cosine:
      return {
        hk_rotary_angles(
          rows, pairs, x.indices($0), frequencies, y.numbers($0), other)
      }
    case .sine:
      return {
        hk_rotary_angles(
          rows, pairs, x.indices($0), frequencies, other, y.numbers($0))
      }
    }
  }

  /// Nothing flows to positions.
  public func backward(_ site: Binding) -> Backward { Backward { _ in } }
}
