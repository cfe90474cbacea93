import Screens
import Subjects

/// Where the lines of the list of lessons stand: pure geometry that drawing and clicking share.
struct LessonList {
  /// A name that is wider is clipped.
  static let widest = 20
  /// The row of the heading.
  let heading = 2
  /// The column of the sentences.
  let sentence: Int
  /// The column after where a lesson stands: beside its sentence, however wide the screen is.
  let end: Int
  /// The first row of what is said below.
  let note: Int
  private let first: Int
  private let pitch: Int
  private let count: Int
  private let last: Int

  init(_ state: State) {
    let layout = MapLayout(state)
    let longest = min(Self.widest, state.desk.lessons.map { width(of: $0.name) }.max() ?? 0)
    count = state.desk.lessons.count
    last = layout.readout - 1
    sentence = layout.margin + 4 + longest + 2
    first = layout.rows >= 20 ? 4 : 3
    end = min(layout.columns - layout.margin, layout.margin + 100)
    // A blank line between lessons where there is room for all of it.
    pitch = layout.rows >= 2 * count + 12 ? 2 : 1
    note = first + count * pitch + (pitch == 1 ? 1 : 0)
  }

  /// The row of a lesson; nil where it has no room.
  func row(of lesson: Int) -> Int? {
    let row = first + lesson * pitch
    return row <= last ? row : nil
  }

  /// The lesson that is shown at a row.
  func lesson(at row: Int) -> Int? {
    let place = (row - first) / pitch
    return row >= first && (row - first) % pitch == 0 && place < count ? place : nil
  }

  /// Where a lesson stands that is open; empty for one that is not.
  func status(of offer: LessonOffer, _ state: State) -> String {
    guard let run = state.desk.openLessons[offer.door], let sighting = state.sightings[run] else {
      return ""
    }
    let step = sighting.timeline?.step ?? 0
    if state.company.runs.contains(run) { return state.texts.lessonIsShown(step) }
    // Its ways stand side by side on the screen: that is this lesson, too, and it is said which run waits.
    return state.isBeside(run) ? state.texts.lessonWaitsAlone(step) : state.texts.lessonWaits(step)
  }

  /// What else there is to train on, as lines that fit.
  func notes(_ state: State) -> [String] {
    let layout = MapLayout(state)
    let takers = state.desk.lessons.filter(\.takesPairs).map(\.name)
    let room = min(100, layout.columns - 2 * layout.margin - 2)
    return takers.isEmpty ? [] : wrapped(state.texts.ownPairs(takers), to: room)
  }
}
