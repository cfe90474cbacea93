/// The tour of the five questions.
///
/// What stands in braces is read from the snapshots when it is drawn; nothing here is a number of
/// a run.
protocol TourTexts {
  // The stops.
  var tourQuestions: [String] { get }
  func stopOf(_ question: Int, _ questions: Int, _ part: Int, _ parts: Int) -> String
  /// The counter of the last stop, and its heading.
  var lastStop: String { get }
  var fiveAnswers: String { get }
  func trying(_ keys: String) -> String
  var colon: String { get }
  /// The words of every stop, in the order of ``TourStop/all``.
  var tourWords: [TourWords] { get }

  // Before it.
  var tourName: String { get }
  var tourHeading: String { get }
  var tourIntro: String { get }
  var trainChoice: String { get }
  var recordingChoice: String { get }
  var noRecording: String { get }
  var keptAside: String { get }
  func tourTraining(_ step: Int, _ loss: String, _ exact: String?) -> String
  var tourOpening: String { get }
  var trainKey: String { get }
  var recordingKey: String { get }
  var leaveOffer: String { get }
  var offerKeys: String { get }

  // Keys.
  var nextStop: String { get }
  var previousStop: String { get }
  var leaveTour: String { get }
  var toQuestion: String { get }
  func whyNoQuestion(_ questions: Int) -> String
  var whyLastOnTour: String { get }
  var whyFirstOnTour: String { get }
  var whyTouring: String { get }
  var whyNoLessonsOnTour: String { get }
  /// What `:scale V 0` leaves of the scores.
  func scratchLeavesBias(_ layer: String) -> String
  func scratchIsOnTour(_ edit: String) -> String
}

/// What is said at a stop of the tour.
struct TourWords: Sendable {
  /// The sentences.
  var say: String
  /// The keys that can be tried here, and what they show; nil where there is nothing to try.
  var tryKeys: String?
  var tryShows: String?

  init(_ say: String, tryKeys: String? = nil, _ tryShows: String? = nil) {
    (self.say, self.tryKeys, self.tryShows) = (say, tryKeys, tryShows)
  }
}
