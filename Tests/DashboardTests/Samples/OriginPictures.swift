import Screens
import Subjects

@testable import Dashboard

/// What a subject of each origin looks like on each screen, driven through its door.
enum OriginPictures {
  static func picture(_ origin: Origin, _ screen: ScreenName) -> String {
    var pump = Origins.pump(origin, runs: screen == .compare ? 2 : 1)
    switch screen {
    case .map, .compare: break
    case .heads: pump.type("H")
    case .words: pump.type("W")
    case .anatomy: pump.type("A")
    }
    return view(pump.state).picture
  }
}
