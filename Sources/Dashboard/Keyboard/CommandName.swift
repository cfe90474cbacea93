import Screens
import Snapshots

/// A command of the command line.
enum CommandName: String, CaseIterable {
  case breakpoint = "break"
  case add, anatomy, axis, baseline, colors, compare, copy, curve, data, difference, example,
    exhibit,
    export, filter,
    heads, help, map,
    lessons, mouse, pace, pair, pause, pin, probe, quit, restart, run, save, scale
  case seek, set, sort, step, teacher, temperature, undo, words, wrong

  /// What may follow, where that is a choice.
  var choices: [String] {
    switch self {
    case .colors: Ladder.allCases.map(\.rawValue)
    case .scale: Scale.allCases.map(\.rawValue)
    case .mouse, .teacher, .difference: ["on", "off"]
    case .pace: ["1", "5", "10", "30", "unlimited"]
    case .seek: ["latest"]
    case .example: ["next", "previous", "wrong"]
    case .exhibit: Mistake.allCases.map(\.rawValue)
    case .filter: HeadFilter.words
    case .sort: HeadOrder.all.map(\.name)
    case .heads: HeadsForm.allCases.map(\.rawValue)
    case .set: Setting.allCases.map(\.rawValue)
    case .export: []
    case .data, .lessons, .restart, .save: []
    case .add, .anatomy, .axis, .baseline, .breakpoint, .compare, .copy, .curve, .help,
      .map, .pair, .pause, .temperature,
      .pin,
      .probe, .quit, .run, .step,
      .undo, .words, .wrong:
      []
    }
  }

  var takesAnything: Bool {
    !choices.isEmpty
      || [
        .probe, .step, .add, .axis, .breakpoint, .curve, .data, .export, .save, .pair, .temperature,
      ].contains(self)
  }

  /// The screen that the command goes to.
  var screen: ScreenName? {
    switch self {
    case .map: .map
    case .heads: .heads
    case .words: .words
    case .compare: .compare
    case .anatomy: .anatomy
    default: nil
    }
  }
}
