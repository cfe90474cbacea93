/// One input and what a model made of it.
public struct Reading: Hashable, Sendable {
  /// The characters of a typed text that are read: every length is a shape of its own, and a pasted
  /// book must not become one.
  public static let longestTyped = 500

  /// The input as it was given.
  public var source: String
  /// The right answer, where it is known.
  public var target: String?
  /// The same, position by position; empty where not every position has its own right token.
  public var targetTokens: [String]
  /// What the model wrote, greedily decoded, without its end mark.
  public var text: String
  /// The same, position by position; one for each query of the attention.
  public var written: [Written]
  /// Positions of the input that the model has no token for.
  public var unknown: Set<Int>
  /// The input as it looks, where it is an image.
  public var image: InputImage?
  /// What could be written next, or in the place of a mask; empty where nobody asks a model that.
  public var candidates: [Candidates] = []
  /// The place behind the text that was given: from here on the model wrote; nil: nowhere.
  public var continuedFrom: Int?
  /// Whether a decoder was given the right answer instead of what it wrote.
  public var isTeacherForced = false

  /// A reading of `source`; the tokens of a target are its characters, if nothing else is said.
  public init(
    source: String, target: String?, targetTokens: [String]? = nil, text: String,
    written: [Written], unknown: Set<Int> = [], image: InputImage? = nil
  ) {
    self.source = source
    self.target = target
    self.targetTokens = targetTokens ?? (target ?? "").map { String($0) }
    self.text = text
    self.written = written
    self.unknown = unknown
    self.image = image
  }

  /// Whether the text is the right answer; nil where the answer is not known.
  ///
  /// What was chosen among scores that are no numbers is right by accident, and so it is not.
  public var isRight: Bool? {
    target.map { $0 == text && !written.contains { $0.probability.isNaN } }
  }

  /// Whether what was written at `position` is right; nil where it is not known.
  public func isRight(at position: Int) -> Bool? {
    guard written.indices.contains(position), targetTokens.indices.contains(position) else {
      return nil
    }
    return written[position].token == targetTokens[position]
      && !written[position].probability.isNaN
  }
}
