/// The ids that stand for no symbol of a target.
public struct Marks: Hashable, Sendable {
  /// What a decoder is given before the first symbol.
  public var start: Int32
  /// What is written after the last symbol; nil where all targets have one length.
  public var end: Int32?
  /// Whether nothing is written after the end mark, which is a query of the map then.
  public var stopsAtEnd = false
  /// What stands for a symbol that the model does not know: it cannot have written it.
  public var unknown: Int32?
  /// What fills up a short target.
  public var padding: Int32 = 0

  /// The marks of a target; what is not named is not there.
  public init(start: Int32 = 1, end: Int32? = nil, stopsAtEnd: Bool = false, unknown: Int32? = nil)
  {
    (self.start, self.end, self.stopsAtEnd, self.unknown) = (start, end, stopsAtEnd, unknown)
  }
}
