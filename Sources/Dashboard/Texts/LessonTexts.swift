import Subjects

/// The list of lessons, and what is said where another is opened.
protocol LessonTexts {
  var lessonsName: String { get }
  var lessonsHeading: String { get }
  /// What a lesson learns and how, in one line; nil for one that this language does not know.
  func lesson(_ name: String) -> String?
  func lessonIsShown(_ step: Int) -> String
  /// Its ways stand side by side here, and its own run waits.
  func lessonWaitsAlone(_ step: Int) -> String
  func lessonWaits(_ step: Int) -> String
  func lessonIsHere(_ name: String) -> String
  /// How to train on one's own pairs, with the lessons that take them.
  func ownPairs(_ lessons: [String]) -> String
  var chooseLesson: String { get }
  var openLesson: String { get }
  /// The keys of the list.
  var lessonKeys: String { get }
  var whyNoLessons: String { get }
  var whyNoRestartOfKept: String { get }
  /// What has become of the run before, where a door was opened from it; nil where nothing is to say.
  func opened(_ door: Door, from title: String, at step: Int?) -> String?
}
