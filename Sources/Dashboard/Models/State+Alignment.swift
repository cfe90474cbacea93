import Snapshots
import Subjects

/// Two texts compared: positions stand for each other where they hold equal tokens.
extension State {
  /// How the text on the screen and the one that is compared with it fit together; nil where both are the
  /// same, or nothing of them is.
  var alignment: TextAlignment? {
    guard let picture, picture.kind.isOneSequence, let other, other.kind != .stepBefore,
      other.snapshot.reading.source != picture.reading.source,
      let own = snapshot?.attention.first(where: { $0.site == picture.name.site }),
      let then = other.snapshot.attention.first(where: { $0.site == picture.name.site })
    else { return nil }
    return TextAlignment(own.keys, then.keys)
  }

  /// The picture that was pinned, under the positions of the present text.
  var alignedPicture: Picture? {
    guard let alignment, let picture, let other,
      let own = snapshot?.attention.first(where: { $0.site == picture.name.site }),
      let then = other.snapshot.attention.first(where: { $0.site == picture.name.site }),
      let aligned = alignment.aligned(then, to: own, head: head)
    else { return nil }
    var snapshot = other.snapshot
    snapshot.attention = [aligned]
    return Picture(snapshot, site: picture.name.site, head: 0, like: picture)
  }
}
