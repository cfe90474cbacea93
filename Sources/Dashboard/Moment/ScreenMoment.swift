public import Screens
public import Snapshots
public import Subjects

/// What brings a screen back, beside the command that begins its run: equal seeds give equal bits.
public struct ScreenMoment: Hashable, Sendable {
  /// The step; nil is the first.
  public var step: Int?
  /// The furthest step that was known, where that is another.
  public var latest: Int?
  /// What the picture is about; nil is the lesson's own example.
  public var input: Input?
  /// Whether the decoder was fed the right answer.
  public var isTeacherForced = false
  /// What was chosen otherwise while it ran.
  public var changes: [StepChange] = []
  /// The runs that are wrong on purpose, beside the others.
  public var exhibits: [Mistake] = []
  /// The screen; nil is where the run opens.
  public var view: ScreenName?
  /// Which of several runs side by side keys act on, from the left.
  public var pane: Int?
  /// Which stack of heads, where the model has several.
  public var stack: Int?
  /// The head that is selected, as it is labelled: `1.3`.
  public var head: String?
  /// The heads that are left out.
  public var off: [String] = []
  /// The row of the crosshair, from 0; nil where nobody moved it.
  public var query: Int?
  /// Its column.
  public var key: Int?
  /// What stands beside the map, where that was chosen.
  public var aside: Aside?
  /// The scale that was chosen.
  public var scale: Scale?

  /// The first screen.
  public init() {}

  /// The steps that are gone to, one after the other.
  public var stops: [Int] { [latest, step ?? (latest == nil ? nil : 0)].compactMap(\.self) }

  /// The options of `headlight train` that say it.
  public var options: [String] {
    var options: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { options += [name, value] }
    }
    for change in changes { add("--change", change.option) }
    add("--latest", latest.map(String.init))
    add("--seek", step.map(String.init))
    switch input {
    case .typed(let text): add("--probe", text)
    case .example(let number): add("--example", "\(number)")
    case .own, nil: break
    }
    if isTeacherForced { options.append("--teacher") }
    for exhibit in exhibits { add("--exhibit", exhibit.rawValue) }
    add("--view", view?.rawValue)
    add("--pane", pane.map(String.init))
    add("--stack", stack.map(String.init))
    add("--head", head)
    for head in off { add("--off", head) }
    add("--query", query.map(String.init))
    add("--key", key.map(String.init))
    add("--aside", aside?.rawValue)
    add("--scale", scale?.rawValue)
    return options
  }
}

extension StepChange {
  /// As it is written on the command line: `100:learning-rate=0.001`.
  public var option: String {
    switch change {
    case .learningRate(let rate): "\(step):learning-rate=\(rate)"
    case .batchSize(let size): "\(step):batch-size=\(size)"
    case .optimizer(let name): "\(step):optimizer=\(name.rawValue)"
    }
  }

  /// What `option` says; nil where it says nothing.
  public init?(option: String) {
    let parts = option.split(separator: ":", maxSplits: 1)
    let pair = parts.last?.split(separator: "=", maxSplits: 1) ?? []
    guard parts.count == 2, pair.count == 2, let step = Int(parts[0]), step >= 0,
      let setting = Setting(rawValue: String(pair[0])),
      case .change(let change)? = setting.value(String(pair[1]))
    else { return nil }
    self.init(change, from: step)
  }
}
