import Screens
import Snapshots
import Subjects

extension Drawing {
  /// What input the picture is of, in fewer and fewer words.
  func aboutInput() -> [String] {
    let input = state.input
    if case .own(let number) = input, state.run.inputs > 1 {
      return texts.probeOf(number + 1, state.run.inputs)
    }
    // Of a text its length is worth more than who typed it.
    if state.run.abilities.contains(.explainsOneLayer), let keys = picture?.keys.count {
      return [texts.tokens(keys)]
    }
    if state.isModel { return [] }
    // Whoever reads nothing else need not say what it reads.
    if input == .own(0), state.run.abilities.isDisjoint(with: [.types, .hasExamples]) { return [] }
    // Only a decoder writes a token after the other, and can be given the right ones instead.
    if picture.map({ $0.kind != .cross }) ?? !state.run.abilities.contains(.forcesTeacher) {
      return switch input {
      case .own: state.run.abilities.contains(.hasExamples) ? texts.ownExample : []
      case .typed: texts.ownText
      case .example: texts.heldOutExample
      }
    }
    return switch (input, state.isTeacherForced) {
    case (.own, false): texts.fixedProbe
    case (.own, true): texts.forcedProbe
    case (.typed, _): texts.typedProbe
    case (.example, false): texts.heldOutProbe
    case (.example, true): texts.forcedHeldOut
    }
  }
}
