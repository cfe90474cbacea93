import Snapshots
import Subjects

/// A model that reads texts for a screen: a transformer, or one of the Keras models.
///
/// It belongs to one thread at a time.
protocol ReadableModel: AnyObject {
  /// What a screen says of it; its identity is the caller's.
  func describe(_ id: RunID) -> Run
  /// A sentence of its own, for whoever has none.
  var ownText: ModelText { get }
  /// The names of its tokenizer's tokens, to be held against another model's; nil: it has none.
  var tokenizerIdentity: Int? { get }
  /// Reads a text with these tokens behind it, and leaves these heads out; nil where it was given up.
  ///
  /// - `explaining`: the site whose layer is shown operation by operation; nil: none is.
  /// - `comparing`: tokens whose probability is wanted, whatever it is.
  /// - `goesOn`: asked now and then with the share that is done.
  func read(
    _ text: ModelText, continuedBy tokens: [Int], off: HeadsOff, explaining: Site?,
    comparing: [Int32], goesOn: (Double, Bool) -> Bool
  ) throws(ModelError) -> Snapshot?
  /// Some weights of the last reading.
  func tile(_ request: TileRequest) -> AttentionMap.Tile?
  /// The token that follows what was read last; nil where nothing does.
  ///
  /// - `lot`: a number in 0 ..< 1 that chooses among the likely ones; nil: the likeliest.
  func next(temperature: Float?, lot: Double) throws(ModelError) -> Int?
  /// Whether it is large enough for that to be measured what heads do.
  var hasRoles: Bool { get }
  /// Measures what each head does on declared inputs, once; false where it was given up.
  func measure(goesOn: (Double, Bool) -> Bool) throws(ModelError) -> Bool
  /// The snapshot with what was measured in place of what one text shows.
  func labelled(_ snapshot: Snapshot) -> Snapshot
}
