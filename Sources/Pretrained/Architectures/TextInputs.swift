import Snapshots
import Layers
import Tapes
import Tensors

/// What a tape of a text reads: its tokens, where they stand, and which of them are there.
struct TextInputs {
  /// Row numbers of the table of tokens, `[query]`; nil on the tape of a layer by itself.
  let ids: Value?
  /// Where each token stands, `[query]`.
  let positions: Value?
  /// What kind of token each is, `[query]`; nil where there are no kinds.
  let types: Value?
  /// 1 for a token and 0 for padding, `[key]`; nil for a decoder, which never looks ahead.
  let mask: Value?
  /// The angles of the positions; nil where nothing turns.
  let angles: RotaryPositions.Angles?

  static let idsName = "ids"
  static let positionsName = "positions"
  static let typesName = "types"
  static let maskName = "mask"

  init(
    _ recorder: Recorder, length: Int, _ sizes: ModelSizes, _ rotation: RotaryPositions?,
    hasTokens: Bool = true
  ) {
    ids = hasTokens ? recorder.indices(Self.idsName, [.query: length]) : nil
    let hasPositions = hasTokens || rotation != nil
    positions = hasPositions ? recorder.indices(Self.positionsName, [.query: length]) : nil
    types =
      hasTokens && sizes.types > 0 ? recorder.indices(Self.typesName, [.query: length]) : nil
    mask = sizes.isDecoder ? nil : recorder.input(Self.maskName, [.key: length])
    angles = positions.flatMap { rotation?.angles(of: $0) }
  }

  /// The rows of tables for tokens, positions and kinds, added: how encoders and GPT-2 begin.
  func embedded(_ sizes: ModelSizes, positionRows: Int?) -> Value {
    guard let ids, let positions else { fatalError("a layer by itself has no tokens") }
    func rows(_ name: String, _ count: Int, _ places: Value) -> Value {
      let table = places.recorder.parameter(
        name, [Axis.token.primed: count, .embedding: sizes.width])
      return lookUp(places, in: table)
    }
    var x = rows("tokens", sizes.vocabulary, ids).meant(as: .embedding)
    if let types { x = x + rows("types", sizes.types, types) }
    if let positionRows {
      x = (x + rows("positions", positionRows, positions)).meant(as: .positions)
    }
    return x
  }
}
