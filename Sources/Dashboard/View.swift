public import Screens

/// The screen for `state`.
///
/// It is pure: the same state always gives the same screen, of exactly the terminal's size.
public func view(_ state: State) -> Screen {
  Screen(columns: state.columns, rows: state.rows)
}
