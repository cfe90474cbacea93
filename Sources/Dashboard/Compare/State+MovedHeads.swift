import Snapshots
import Subjects

/// Which heads lie elsewhere in another model: two quantisations of one, on one text.
extension State {
  /// The run whose heads are held against the first one's: the one that keys act on, and of the first
  /// one itself the next.
  private var movedRun: Sighting? {
    guard company.runs.count > 1 else { return nil }
    return sightings[company.runs[max(1, pane)]]
  }

  /// The heads, the one that moved most first; empty where they are not those of one model.
  var movedHeads: [HeadShift] { movedRun?.movedHeads ?? [] }

  /// How far a head is from that of the other model, 0 … 1; nil where there is none.
  func shift(of head: HeadName) -> Float? { movedRun?.shifts[head] }

  /// Whether heads are looked at by how far they moved.
  var showsMovedHeads: Bool {
    !movedHeads.isEmpty && (screen == .compare || company.look.showsPaneDifference)
  }

  /// Which place of ``movedHeads`` is on the screen; nil for none.
  var movedPlace: Int? {
    let shown =
      screen == .compare
      ? selection.paneHead.flatMap { head in
        picture.map { HeadName(site: $0.name.site, head: head) }
      }
      : selectedHead
    return movedHeads.firstIndex { $0.site == shown?.site && $0.head == shown?.head }
  }

  /// Shows a head of ``movedHeads`` in all panes, with the crosshair where it moved most.
  mutating func choose(moved place: Int) {
    let heads = movedHeads
    guard heads.indices.contains(place) else { return }
    let chosen = heads[place]
    for run in company.runs {
      company.look.selections[run] = Selection(
        site: chosen.site, head: chosen.head, paneHead: chosen.head)
    }
    if let most = chosen.most {
      (company.look.query, company.look.key) = (most.query, most.key)
      company.look.isCrosshairPlaced = true
    }
    readPicture()
  }

  /// Goes through ``movedHeads``; from the mean to the first.
  mutating func moveOverMovedHeads(_ distance: Int) {
    guard let place = movedPlace else { return choose(moved: 0) }
    choose(moved: (place + distance).clamped(to: 0...(movedHeads.count - 1)))
  }

  /// A head of a stack as it is labelled, by its site.
  func movedLabel(_ shift: HeadShift) -> String {
    let name = HeadName(site: shift.site, head: shift.head)
    let known = stacks.lazy.compactMap { $0[name] }.first
    return known?.label ?? "\(shift.head)"
  }

  /// A share by which a head moved: `.041`, and of what is hardly more than nothing its power of ten.
  static func shiftText(_ shift: Float) -> String {
    shift > 0 && shift < 0.000_5 ? loss(Double(shift)) : shareText(Double(shift), 3)
  }
}
