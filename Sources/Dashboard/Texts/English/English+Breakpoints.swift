import Screens

extension English: BreakpointTexts {
  var breakpointPrompt: String { "stop when" }
  var breakpointHint: String { "loss < .1   enter: watch   esc" }
  var breakpointsHeading: String { "stop when" }
  var breakpointsName: String { "Stop when" }
  var noBreakpoints: String {
    "nothing yet: b adds a condition, such as loss < .1, max_head(induction) > .5 or finite(loss)"
  }
  var alarmsHeading: String {
    "alarms, which only tell: heads that collapse or die, a loss that diverges"
  }
  var noAlarms: String { "none so far" }
  var breakpointKeys: String {
    "↑ ↓ select, space switches on or off, d removes, b adds, esc closes"
  }
  var newBreakpoint: String { "new" }
  var switchBreakpoint: String { "on, off" }
  var removeBreakpoint: String { "remove" }
  var now: String { "now" }
  var on: String { "on" }
  var yes: String { "yes" }
  var no: String { "no" }
  func breakpointAdded(_ condition: String, _ now: String) -> String {
    "watches \(safe(condition)); now \(now)"
  }
  var goesOn: String { "it goes on" }
  func stopQuestion(_ reason: String) -> String {
    "\(safe(reason)): y asks the program that writes to stop, esc lets it go on"
  }
  func stopReason(_ condition: String, _ step: Int) -> String { "\(condition) at step \(step)" }
}
