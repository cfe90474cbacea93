public import Screens

/// The screen for `state`.
///
/// It is pure: the same state always gives the same screen, of exactly the terminal's size.
public func view(_ state: State) -> Screen {
  var drawing = Drawing(state)
  drawing.draw()
  let screen = drawing.canvas.screen
  return state.bandRows > 0 ? TourBand(state).above(screen, drawing) : screen
}
