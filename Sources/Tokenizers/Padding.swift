/// How a short text is lengthened.
public struct Padding: Hashable, Sendable {
  /// The length; nil: that of the longest text of a batch, so a text alone is as long as it is.
  public var length: Int?
  /// The length is a multiple of this.
  public var multiple: Int?
  /// The id that is added.
  public var id = 0
  /// The type that is added.
  public var type = 0
  /// The token that is added.
  public var token = "[PAD]"
  /// Whether it is added at the beginning and not at the end.
  public var isAtStart = false

  /// The longest text that is made by padding.
  static let greatestLength = 1 << 20

  /// Padding to the longest text of a batch.
  public init() {}

  /// Lengthens the encoding.
  func lengthen(_ encoding: inout Encoding) {
    var target = max(length ?? encoding.count, encoding.count)
    if let multiple, multiple > 0, target % multiple != 0 {
      let (sum, overflow) = target.addingReportingOverflow(multiple - target % multiple)
      target = overflow ? target : sum
    }
    target = min(target, max(Self.greatestLength, encoding.count))
    var added = Encoding()
    for _ in encoding.count..<target {
      added.append(id: id, token: token, type: type, isSpecial: true)
    }
    if isAtStart {
      added.append(encoding)
      encoding = added
    } else {
      encoding.append(added)
    }
  }
}
