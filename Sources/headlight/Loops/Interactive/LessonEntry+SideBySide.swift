import Lessons
import Snapshots

extension LessonEntry {
  /// All its ways to attend, from left to right; those of a lesson that compares are its runs.
  func sideBySide(_ settings: LessonSettings) -> [Lesson] {
    compared.isEmpty
      ? ways(settings).filter { $0.mechanism != .none }.map(make) : runs(settings)
  }
}
