import Snapshots

/// What of a run is selected.
struct Selection: Hashable {
  /// Which attention of the model; nil is its first.
  var site: Site?
  /// Which head of the attention, where it has several.
  var head = 0
  /// The head that its pane in Compare shows; nil is the mean of its heads.
  var paneHead: Int?
}
