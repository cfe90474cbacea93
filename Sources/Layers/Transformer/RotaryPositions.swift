public import Snapshots
public import Tapes
import Tensors

/// Positions as angles: what turns the pairs of queries and keys in ``Attention``.
///
/// Angle of position p and pair m: p · base^(−m / pairs), m < pairs; features that are in no pair stay
/// as they are (partial rotation). Source: Su and others 2021; GPT-NeoX; Llama.
public struct RotaryPositions: Hashable, Sendable {
  /// Which features make a pair, and how many pairs there are.
  public let rotation: Diagram.Rotation
  /// Radians for each position, pair by pair.
  public let frequencies: [Float]

  /// Pairs with the frequencies of `base`.
  public init(_ pairing: Diagram.Rotation.Pairing, pairs: Int, base: Float) {
    rotation = .init(pairing, pairs: pairs)
    frequencies = RotaryAngles.frequencies(pairs: pairs, base: base)
  }

  /// Cosines and sines of `positions`, `[position, frequency]`: made once for all layers.
  public func angles(of positions: Value) -> Angles {
    Angles(
      cosine: positions.apply(RotaryAngles(.cosine, frequencies: frequencies)).named("cosines"),
      sine: positions.apply(RotaryAngles(.sine, frequencies: frequencies)).named("sines"))
  }

  /// The angles of the positions of a text.
  public struct Angles {
    /// `[position, frequency]`.
    public var cosine: Value
    /// The same for the sines.
    public var sine: Value
  }

  /// x `[position, head, depth]` turned by the angles of its positions.
  public func turn(_ x: Value, by angles: Angles) -> Value {
    guard let own = x.shape.axes.first, let axis = angles.cosine.shape.axes.first else { return x }
    let (cosine, sine) = (
      angles.cosine.renaming(axis, to: own), angles.sine.renaming(axis, to: own)
    )
    return rotate(x, rotation, cosine: cosine, sine: sine)
  }
}
