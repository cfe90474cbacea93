/// How a run stands in time: everything the screen says of it that is not a picture.
@dynamicMemberLookup
public struct Timeline: Hashable, Sendable {
  /// What a step is.
  public enum Unit: Hashable, Sendable {
    /// An update of the weights.
    case step
    /// A token that a model has written.
    case token
  }

  /// What a step is.
  public var unit = Unit.step
  /// The step in use.
  public var step = 0
  /// The step that it went on from when it was opened.
  public var beginning = 0
  /// The steps that can be gone to.
  public var known = Steps.through(0)
  /// The run's own length in steps, where it has one.
  public var length: Int?
  /// What was measured at each step, by name.
  ///
  /// The `loss` at s is that of the batch which update s + 1 learned from.
  public var metrics: [String: Curve] = [:]
  /// The metric whose curve is drawn before anybody asks for another.
  public var curveName = "loss"
  /// What each metric said last at or before the step in use.
  public var values: [String: Double] = [:]
  /// What each metric said last of all, where that is not what a lesson says of itself.
  public var newest: [String: Double] = [:]
  /// The loss that goes with the step in use: of the batch that its last update learned from.
  public var lastLoss: Double?
  /// Held-out values by ascending step.
  public var evaluations: [Evaluation] = []
  /// What the heads did, by ascending step; empty for a model without heads.
  public var heads: [HeadMeasurement] = []
  /// What went wrong without stopping it, by ascending step.
  public var alarms: [Alarm] = []
  /// What was chosen otherwise while it ran, by ascending step.
  public var changes: [StepChange] = []
  /// What is left of what going back starts from; nil while nothing had to be given up.
  public var thinned: Thinning?
  /// What its subject does, the same for all runs on one step.
  public var pulse = Pulse()

  /// A run that has not begun.
  public init() {}

  /// A member of what the subject does.
  public subscript<Value>(dynamicMember member: WritableKeyPath<Pulse, Value>) -> Value {
    get { pulse[keyPath: member] }
    set { pulse[keyPath: member] = newValue }
  }

  /// The furthest step that is known.
  public var latest: Int { known.last ?? step }

  /// The training loss by step, or what stands for it.
  public var loss: Curve {
    get { metrics[curveName, default: Curve()] }
    set { metrics[curveName] = newValue }
  }

  /// The loss at the step in use, the same on every screen; the curve's where nothing else is known.
  ///
  /// A run of which only some steps are known has what was written last up to this one.
  public var presentLoss: Double? {
    lastLoss
      ?? (known.isListed ? loss.value(upTo: step) : loss.mean((step - 1)..<step))
  }

  /// The latest evaluation at or before the step in use.
  public var evaluation: Evaluation? { evaluations.last { $0.step <= step } }
}
