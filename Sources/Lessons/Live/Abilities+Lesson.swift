import Subjects

extension Abilities {
  /// What can be asked of every lesson.
  static let ofEveryLesson: Abilities = [
    .trains, .rewinds, .seeks, .switchesHeads, .explains, .scratches, .breaks,
  ]
}
