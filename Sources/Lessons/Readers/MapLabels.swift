/// What stands at the rows and columns of the maps of one reading.
struct MapLabels {
  /// What was written, position by position.
  var written: [String]
  /// What the decoder was given for it, the start mark first.
  var given: [String]
  /// The symbols of the source.
  var source: [String]
}
