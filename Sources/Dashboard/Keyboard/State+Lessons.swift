import Screens
import Subjects

// MARK: - The list of lessons

extension State {
  /// `L`: the list of lessons, with the present one selected.
  mutating func openLessonList() {
    let own = desk.lessons.firstIndex { offer in
      desk.openLessons[offer.door].map { company.runs.contains($0) || isBeside($0) } ?? false
    }
    keyboard.selectedLesson = own ?? 0
  }

  /// Whether the present runs are the ways of the lesson of `run`, side by side, while that waits.
  func isBeside(_ run: RunID) -> Bool {
    guard company.runs.count > 1, !company.runs.contains(run), let other = sightings[run]?.run
    else { return false }
    return other.title == self.run.title && other.data == self.run.data
  }

  /// The list has all keys until it is left.
  mutating func pressInLessons(_ key: Key) -> [Command] {
    guard let selected = keyboard.selectedLesson else { return [] }
    let last = desk.lessons.count - 1
    switch KeyMap.map.action(for: key) {
    case .moveQuery(let distance): select(lesson: selected + distance)
    case .firstQuery, .first: select(lesson: 0)
    case .lastQuery, .latest: select(lesson: last)
    case .step(let steps) where key == .pageUp || key == .pageDown:
      select(lesson: steps < 0 ? 0 : last)
    case .into: return openLesson(selected)
    case .digit(let digit) where (1...(last + 1)).contains(digit): return openLesson(digit - 1)
    case .command:
      keyboard.selectedLesson = nil
      open(.command)
    case .escape, .lessons, .quit: keyboard.selectedLesson = nil
    case .interrupt:
      keyboard.selectedLesson = nil
      keyboard.leaving = 1
    case .help:
      keyboard.selectedLesson = nil
      keyboard.isHelpOpen = true
      keyboard.firstHelpLine = 0
      keyboard.filter = ""
    default: message = Message(texts.lessonKeys)
    }
    return []
  }

  /// Selects a line of the list; it stops at the ends.
  mutating func select(lesson: Int) {
    keyboard.selectedLesson = lesson.clamped(to: 0...max(0, desk.lessons.count - 1))
  }

  /// Opens a line of the list, or comes back to it; the present run waits.
  mutating func openLesson(_ index: Int) -> [Command] {
    keyboard.selectedLesson = nil
    let offer = desk.lessons[index]
    guard let open = desk.openLessons[offer.door],
      let known = companies.first(where: { $0.runs.contains(open) })
    else { return leaveWaiting() + [.open(offer.door, from: current)] }
    if known.runs == company.runs {
      message = Message(texts.lessonIsHere(offer.name))
      return []
    }
    return leaveWaiting() + take(known.runs.compactMap { sightings[$0]?.run }, from: offer.door)
  }
}
