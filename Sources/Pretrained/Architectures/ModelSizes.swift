import Layers
public import Snapshots

/// The sizes of a model, and what its values are called on tapes.
public struct ModelSizes: Hashable, Sendable {
  /// The number of layers.
  public var layers: Int
  /// The number of heads of a layer.
  public var heads: Int
  /// The heads of keys and values.
  public var keyHeads: Int
  /// The width of a head.
  public var depth: Int
  /// The width of a hidden state.
  public var width: Int
  /// The number of rows of the table of tokens.
  public var vocabulary: Int
  /// The most tokens that the model was made for.
  public var context: Int
  /// The kinds of tokens, such as first and second sentence; 0 where there are none.
  public var types = 0
  /// Whether a position sees only those up to itself, and a next token follows.
  public var isDecoder: Bool
  /// How many keys back a query of each layer sees; nil: all.
  public var windows: [Int?] = []

  static let embedded = "embedded"
  static let entering = "entering"
  static let hidden = "hidden"
  static let scores = "scores"

  static func state(_ layer: Int) -> String { "layer.\(layer).state" }
  static func attention(_ layer: Int) -> String { "layer.\(layer).attention" }
  static func weights(_ layer: Int) -> String { attention(layer) + ".weights" }
  static func context(_ layer: Int) -> String { attention(layer) + ".context" }

  /// Where the attention of a layer lives: `encoder.layers.0.self`.
  public func site(_ layer: Int) -> Site {
    Site((isDecoder ? "decoder" : "encoder") + ".layers.\(layer).self")
  }

  /// The layer of the site.
  public func layer(of site: Site) -> Int? {
    (0..<layers).first { self.site($0) == site }
  }

  /// The attention weights of a text of so many tokens, in bytes.
  func mapBytes(tokens: Int) -> Int? {
    let (square, first) = tokens.multipliedReportingOverflow(by: tokens)
    let (all, second) = square.multipliedReportingOverflow(by: layers * heads * 4)
    return first || second ? nil : all
  }
}
