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

func readout(_ state: State) -> String { view(state).line(state.rows - 2) }
