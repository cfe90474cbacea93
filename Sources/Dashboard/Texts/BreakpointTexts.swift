/// What is said of conditions at which a run pauses, and of alarms.
protocol BreakpointTexts {
  var breakpointPrompt: String { get }
  var breakpointHint: String { get }
  var breakpointsHeading: String { get }
  /// What the list of conditions is called in the title.
  var breakpointsName: String { get }
  var noBreakpoints: String { get }
  var alarmsHeading: String { get }
  var noAlarms: String { get }
  /// What the keys do in the list.
  var breakpointKeys: String { get }
  var newBreakpoint: String { get }
  var switchBreakpoint: String { get }
  var removeBreakpoint: String { get }
  /// Before what a quantity is now.
  var now: String { get }
  var on: String { get }
  var yes: String { get }
  var no: String { get }
  func breakpointAdded(_ condition: String, _ now: String) -> String
  /// The program that writes is not asked to stop.
  var goesOn: String { get }
  /// What y does while the program that writes may be asked to stop.
  func stopQuestion(_ reason: String) -> String
  /// Why the program that writes a run is asked to stop.
  func stopReason(_ condition: String, _ step: Int) -> String
}
