import Screens
import Snapshots
import Subjects

extension State {
  /// Which picture a difference is taken from.
  enum Other: Hashable, Sendable {
    case pinned, whole, stepBefore
  }

  /// The picture that a difference is taken from.
  var other: (snapshot: Snapshot, kind: Other)? {
    if let pin = sighting.pin { return (pin, .pinned) }
    if let whole { return (whole, .whole) }
    guard let snapshot else { return nil }
    // The step before is the one that is known before, whatever its number.
    guard let step, let known = timeline?.known, let last = known.moved(from: step, by: -1),
      last < step
    else { return nil }
    let before = sighting.recent.last {
      $0.moment == .step(last) && $0.reading.source == snapshot.reading.source
    }
    return before.map { ($0, .stepBefore) }
  }

  /// The picture that the map is drawn as the difference to; nil while weights are drawn.
  var otherPicture: Picture? {
    guard company.look.showsDifference, let picture, let other,
      let earlier = Picture(
        other.snapshot, site: picture.name.site, head: head, like: picture),
      earlier.keys == picture.keys
    else { return company.look.showsDifference ? alignedPicture : nil }
    return earlier
  }

  /// Where the crosshair stands, within the picture.
  var crosshair: Heatmap.Index? {
    guard let picture else { return nil }
    guard company.look.isCrosshairPlaced else { return picture.home }
    return Heatmap.Index(
      row: company.look.query.clamped(to: 0...(picture.queries.count - 1)),
      column: company.look.key.clamped(to: 0...(picture.keys.count - 1)))
  }
}

extension State {
  /// A key as it is called in sentences: its token, or where it stands in an image.
  func keyName(_ key: Int, of picture: Picture) -> String {
    guard let image = picture.image else { return texts.quoted(picture.keys[key]) }
    return texts.imageColumn(key + 1, image.part(at: key).map { image.parts[$0].name })
  }

  /// What a key is called in a list, where its neighbours do not say which of its kind it is: names
  /// that repeat have their position.
  func listName(_ key: Int, of picture: Picture) -> String {
    guard picture.image == nil else { return keyName(key, of: picture) }
    let name = picture.keys[key]
    return picture.keys.repeated.contains(name) ? "\(name) \(key + 1)" : name
  }
}

extension State {
  /// The weight up to which the relative scale goes on the screen; nil is four times uniform.
  var reach: Float? {
    if screen == .compare { return company.reach.top }
    let reaches = sighting.reaches
    guard let index = stackIndex, index < reaches.count else { return nil }
    return reaches[index].top
  }

  /// What the weights on the screen mean.
  var meaning: Heatmap.Meaning { .weights(shownScale, reaching: reach) }

  /// The weight that the far end of the ladder stands for.
  var mostText: String {
    tickText(shownScale.value(ofShare: 1, keys: picture?.keys.count ?? 1, reaching: reach))
  }
}
