/// Where in a model a value lives: `decoder.attention`, `encoder.layers.0.self`.
public struct Site: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The dotted path.
  public let name: String

  /// The site called `name`.
  public init(_ name: String) { self.name = name }

  /// The site called by the literal.
  public init(stringLiteral name: String) { self.name = name }

  /// The dotted path.
  public var description: String { name }

  /// The layer: the first part of the path that is a number; nil where there is none.
  public var layer: Int? { parts.lazy.filter(Self.isNumber).compactMap { Int($0) }.first }

  /// The path without its numbers: what the layers of one stack have in common.
  ///
  /// `encoder.0.self` and `encoder.1.self` are `encoder.self`, `encoder.layers.0.self` is
  /// `encoder.layers.self`.
  public var stack: String {
    parts.filter { !Self.isNumber($0) }.joined(separator: ".")
  }

  /// Whether a part of a path counts something: digits, and no sign.
  static func isNumber(_ part: Substring) -> Bool {
    !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The parts of the path.
  var parts: [Substring] { name.split(separator: ".") }
}
