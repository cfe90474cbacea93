public import ArgumentParser
import Dashboard
import Screens
import Snapshots
import Subjects

/// A screen that somebody saw, as `Y` copies it.
struct MomentOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "Go to this step once the screen is open.")
  var seek: Int?
  @Option(parsing: .unconditional, help: "Train up to this step before that.")
  var latest: Int?
  @Option(parsing: .unconditional, help: "Read this text.")
  var probe: String?
  @Option(parsing: .unconditional, help: "Read this held-out example, counted from 0.")
  var example: Int?
  @Flag(help: "Give the decoder the right answer instead of its own.")
  var teacher = false
  @Option(
    help: .init(
      "Choose otherwise from a step on: 100:learning-rate=0.001, batch-size, optimizer.",
      valueName: "step:setting=value"),
    transform: MomentOptions.change)
  var change: [StepChange] = []
  @Option(help: "Put a mechanism that is wrong on purpose beside the others.")
  var exhibit: [Mistake] = []
  @Option(help: "The screen: map, heads, words, compare or anatomy.")
  var view: ScreenName?
  @Option(parsing: .unconditional, help: "The pane that keys act on, counted from 0.")
  var pane: Int?
  @Option(parsing: .unconditional, help: "The stack of heads, counted from 0.")
  var stack: Int?
  @Option(help: .init("The head that is selected.", valueName: "layer.head"))
  var head: String?
  @Option(help: .init("Leave this head out.", valueName: "layer.head"))
  var off: [String] = []
  @Option(parsing: .unconditional, help: "The row of the crosshair, counted from 0.")
  var query: Int?
  @Option(parsing: .unconditional, help: "Its column, counted from 0.")
  var key: Int?
  @Option(help: "What stands beside Map or Words: panel, code or none.")
  var aside: Aside?
  @Option(help: "The scale of the colours: auto, linear, sqrt, log or sink.")
  var scale: Scale?
  @Option(
    help: """
      The kernels that the moment was computed by: where they are not those of this machine, a note \
      says that the last bits may differ.
      """)
  var kernels: String?

  private static func change(_ text: String) throws -> StepChange {
    guard let change = StepChange(option: text) else {
      throw ValidationError(
        "--change takes a step, a setting and its value, as in 100:learning-rate=0.001, not "
          + "\"\(safe(text))\".")
    }
    return change
  }

  func validate() throws {
    let numbers = [
      ("--seek", seek), ("--latest", latest), ("--example", example), ("--pane", pane),
      ("--stack", stack),
      ("--query", query), ("--key", key),
    ]
    for case (let name, let number?) in numbers where number < 0 {
      throw ValidationError("\(name) needs 0 or more, not \(number).")
    }
    if probe != nil, example != nil {
      throw ValidationError(
        "--probe and --example exclude each other: one picture is about one text.")
    }
  }

  /// What is to be shown; nil where nothing was asked for.
  var moment: ScreenMoment? {
    var moment = ScreenMoment()
    (moment.step, moment.latest) = (seek, latest)
    moment.input = probe.map(Input.typed) ?? example.map(Input.example)
    moment.isTeacherForced = teacher
    moment.changes = change
    moment.exhibits = exhibit
    moment.view = view
    (moment.pane, moment.stack, moment.head, moment.off) = (pane, stack, head, off)
    (moment.query, moment.key, moment.scale) = (query, key, scale)
    moment.aside = aside
    return moment == ScreenMoment() ? nil : moment
  }
}

extension ScreenName: ExpressibleByArgument {}
extension Scale: ExpressibleByArgument {}
extension Ladder: ExpressibleByArgument {}
extension Aside: ExpressibleByArgument {}
extension Mistake: ExpressibleByArgument {}
