import Tapes

/// A leg with all that it has from those before it.
struct Stretch {
  /// The first step that is made so.
  var start = 0
  var objective: Objective
  var learningRate: (_ step: Int) -> Float
  var optimizer: Optimizer
  /// The step at which the optimizer's moments were 0.
  var momentsBegin = 0
  var interventions: [Intervention] = []
  /// Which players it is played by: those of the last leg that changed a program.
  var players = 0

  /// What `leg` makes of it.
  func followed(by leg: Leg, players next: Int) -> Stretch {
    var stretch = self
    stretch.start = leg.start
    if let objective = leg.objective {
      (stretch.objective, stretch.learningRate) = (objective, objective.learningRate)
    }
    if let rate = leg.learningRate { stretch.learningRate = rate }
    if let optimizer = leg.optimizer, optimizer != stretch.optimizer {
      (stretch.optimizer, stretch.momentsBegin) = (optimizer, leg.start)
    }
    if let interventions = leg.interventions { stretch.interventions = interventions }
    if leg.objective != nil || leg.interventions != nil { stretch.players = next }
    return stretch
  }
}
