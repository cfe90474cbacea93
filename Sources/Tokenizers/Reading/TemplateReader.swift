import JSON

/// Reads the frame of a TemplateProcessing.
struct TemplateReader {
  /// The most parts of a frame.
  static let greatestCount = 1_000
  /// The most texts in a frame; each is a copy.
  static let greatestSequenceCount = 4

  private let fields: Fields
  private var specials: [String: [PairProcessing.Special]] = [:]

  init(_ fields: Fields) throws(TokenizerError) {
    self.fields = fields
    guard fields.value("special_tokens") != nil else { return }
    for member in try fields.fields("special_tokens").members {
      let entry = try Fields(
        member.value, path: fields.path, field: fields.name("special_tokens." + member.key))
      let (ids, tokens) = (try entry.array("ids"), try entry.array("tokens"))
      var list: [PairProcessing.Special] = []
      guard ids.count == tokens.count, ids.count <= Self.greatestCount else {
        throw entry.error("tokens", "expected as many tokens as ids")
      }
      for (id, token) in zip(ids, tokens) {
        guard let id = id.integer, 0...TokenTable.greatestID ~= id, let token = token.string else {
          throw entry.error("ids", "expected ids and texts")
        }
        list.append(PairProcessing.Special(token: token, id: id))
      }
      specials[member.key] = list
    }
  }

  /// The frames for one text and for two.
  func template() throws(TokenizerError) -> TemplateProcessing {
    TemplateProcessing(single: try parts("single"), pair: try parts("pair"))
  }

  private func parts(_ key: String) throws(TokenizerError) -> [TemplateProcessing.Part] {
    let pieces = try fields.array(key)
    guard pieces.count <= Self.greatestCount else {
      throw fields.error(key, "expected at most \(Self.greatestCount) parts")
    }
    var parts: [TemplateProcessing.Part] = []
    var sequenceCount = 0
    for (place, piece) in pieces.enumerated() {
      let field = fields.name(key) + "[\(place)]"
      let piece = try Fields(piece, path: fields.path, field: field)
      if piece.value("Sequence") != nil {
        let sequence = try piece.fields("Sequence")
        let name = try sequence.string("id")
        guard name == "A" || name == "B" else { throw sequence.error("id", "expected A or B") }
        sequenceCount += 1
        guard sequenceCount <= Self.greatestSequenceCount else {
          throw sequence.error("id", "expected at most \(Self.greatestSequenceCount) texts")
        }
        parts.append(.sequence(name == "A" ? 0 : 1, type: try sequence.count("type_id", or: 0)))
      } else if piece.value("SpecialToken") != nil {
        let special = try piece.fields("SpecialToken")
        let name = try special.string("id")
        guard let tokens = specials[name] else {
          throw special.error("id", "“\(name)” is not among special_tokens")
        }
        parts.append(.special(tokens, type: try special.count("type_id", or: 0)))
      } else {
        throw .malformed(
          path: fields.path, field: field, problem: "expected “Sequence” or “SpecialToken”")
      }
    }
    return parts
  }
}
