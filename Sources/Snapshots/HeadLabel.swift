/// What one head of an attention is called wherever a person reads or types it: `1.3`, layer and head.
public struct HeadLabel: Hashable, Sendable, CustomStringConvertible {
  /// Counted from 0.
  public var layer: Int
  /// Counted from 0.
  public var head: Int

  /// Head `head` of a layer.
  public init(layer: Int, head: Int) { (self.layer, self.head) = (layer, head) }

  /// What a person typed: `layer.head`; nil where it is not that.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let layer = parts[0], let head = parts[1], layer >= 0, head >= 0 else {
      return nil
    }
    self.init(layer: layer, head: head)
  }

  /// `1.3`.
  public var description: String { "\(layer).\(head)" }
}
