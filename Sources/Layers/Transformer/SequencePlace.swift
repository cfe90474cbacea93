public import Tapes
import Tensors

/// Where the one position stands that a playing makes of a sequence.
public struct SequencePlace {
  /// Its number, from 0: a scalar of table positions.
  public var position: Value
  /// 1 for the positions up to it and 0 for those behind it, `[key]`.
  public var seen: Value
  /// The number of positions of the whole.
  public var count: Int

  /// The place that the inputs `position` and `seen` tell, of so many.
  public init(_ recorder: Recorder, of count: Int) {
    position = recorder.indices("position", .scalar)
    seen = recorder.input("seen", [.key: count])
    self.count = count
  }
}
