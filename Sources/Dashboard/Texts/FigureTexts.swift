import Subjects

/// What stands in a figure, and what is said of files that were written.
protocol FigureTexts {
  // In a figure.
  var queryAxis: String { get }
  var keyAxis: String { get }
  var weightName: String { get }
  var differenceName: String { get }
  var expectedHere: String { get }
  func notANumberHere(_ count: Int) -> String
  /// Weights that are not there: the largest of each block stands in.
  var overviewHere: String { get }
  /// On a causal map the automatic scale counts in multiples of what would be uniform in a row.
  var relativeToRow: String { get }
  /// Of one row of a causal map.
  var laterIsMasked: String { get }
  /// What a run writes is bold where it is right.
  var boldIsRight: String { get }
  /// Numbers of either sign.
  var signedColors: String { get }
  /// Not all labels have room.
  func everyLabel(_ count: Int) -> String

  // Files.
  func exported(_ path: String) -> String
  func notReplaced(_ path: String) -> String
  func exportProblem(_ problem: ExportProblem) -> String
}
