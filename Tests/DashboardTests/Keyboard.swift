import Screens

@testable import Dashboard

// What a user does on a state, and the line that answers.

@discardableResult
func press(_ state: inout State, _ keys: Key...) -> [Command] {
  keys.flatMap { update(&state, .key($0)) }
}

@discardableResult
func type(_ state: inout State, _ text: String) -> [Command] {
  text.flatMap { update(&state, .key(.character($0))) }
}

@discardableResult
func command(_ state: inout State, _ text: String) -> [Command] {
  type(&state, ":" + text)
  return press(&state, .enter)
}

func readout(_ state: State) -> String {
  let picture = view(state)
  guard let message = state.message, width(of: message.text) > state.columns - 2 else {
    return picture.line(state.rows - 2)
  }
  // A long message takes up to three lines.
  return (2...4).reversed().map { line in
    String(picture.line(state.rows - line).drop { $0 == " " })
  }.joined(separator: " ")
}
