/// One instruction after fusion.
enum Item {
  case play(Tape.Play)
  case loop(Int, body: [Tape.Play])

  var plays: [Tape.Play] {
    switch self {
    case .play(let play): [play]
    case .loop(_, let body): body
    }
  }
}
