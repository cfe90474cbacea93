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
}
