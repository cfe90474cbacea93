public import Screens
public import Snapshots
public import Subjects

/// Everything the screen depends on: one value that can be printed, compared and replayed.
///
/// It has parts, each with what one thing needs; their members read as if they stood here.
@dynamicMemberLookup
public struct State: Hashable, Sendable {
  /// The terminal, and what is true of the whole program.
  public var desk: Desk
  /// What is being typed and said.
  public var keyboard = Keyboard()
  /// Where the user is and how they look.
  public var standpoint = Standpoint()
  /// What is known of each run.
  public internal(set) var sightings: [RunID: Sighting] = [:]
  /// The runs that stand on one step and are looked at together, and those that wait.
  public internal(set) var companies: [Company]
  /// The tour; nil while nobody is on it.
  public internal(set) var tour: Tour?

  // Read from the present picture and selection, since every frame asks many times.

  /// The attention of the selected head; nil where there is none.
  private(set) var picture: Picture?
  /// How the tokens of Words stand in lines.
  var wordLines: WordLines?

  /// The screen of `runs`, of which the first is looked at, on a terminal of this size and colours.
  public init(
    _ runs: [Run], columns: Int, rows: Int, rung: ColorRung = .truecolor,
    background: Background = .dark, pace: Int? = nil
  ) {
    precondition(!runs.isEmpty, "a screen is about a run")
    desk = Desk(columns: columns, rows: rows, rung: rung, background: background)
    companies = [Company(runs.map(\.id))]
    for run in runs { sightings[run.id] = Sighting(run, pace: pace) }
    if runs.count > 1 { standpoint.screen = .compare }
  }

  /// A member of the desk.
  public subscript<Value>(dynamicMember member: WritableKeyPath<Desk, Value>) -> Value {
    get { desk[keyPath: member] }
    set { desk[keyPath: member] = newValue }
  }

  /// A member of the keyboard.
  public subscript<Value>(dynamicMember member: WritableKeyPath<Keyboard, Value>) -> Value {
    get { keyboard[keyPath: member] }
    set { keyboard[keyPath: member] = newValue }
  }

  /// A member of the standpoint.
  public subscript<Value>(dynamicMember member: WritableKeyPath<Standpoint, Value>) -> Value {
    get { standpoint[keyPath: member] }
    set { standpoint[keyPath: member] = newValue }
  }

  /// A member of the runs that are looked at.
  public subscript<Value>(dynamicMember member: WritableKeyPath<Company, Value>) -> Value {
    get { companies[standpoint.company][keyPath: member] }
    set { companies[standpoint.company][keyPath: member] = newValue }
  }

  /// A member of what is known of the present run.
  public subscript<Value>(dynamicMember member: WritableKeyPath<Sighting, Value>) -> Value {
    get { sighting[keyPath: member] }
    set { sightings[current]?[keyPath: member] = newValue }
  }
}

extension State {
  /// The runs that are looked at.
  var company: Company {
    get { companies[standpoint.company] }
    set { companies[standpoint.company] = newValue }
  }

  /// The run that keys act on.
  public var current: RunID { company.look.current }

  /// What is known of the present run.
  var sighting: Sighting {
    get {
      guard let known = sightings[current] else { fatalError("a run that was never opened") }
      return known
    }
    set { sightings[current] = newValue }
  }

  /// How the present run stands; nil where nothing happens in time.
  public var timeline: Timeline? {
    get { sighting.timeline }
    set { sightings[current]?.timeline = newValue }
  }

  /// The screen that is shown.
  public var screen: ScreenName {
    get { standpoint.screen }
    set { standpoint.screen = newValue }
  }

  /// Where the user is among the operations.
  public var anatomy: AnatomyLook {
    get { standpoint.anatomy }
    set { standpoint.anatomy = newValue }
  }

  /// What the line above the keys says instead of the read-out.
  public var message: Message? {
    get { keyboard.message }
    set { keyboard.message = newValue }
  }

  /// What the present run is about.
  public var run: Run {
    get { sighting.run }
    set {
      // Whatever else is said of it, it stays the run that it is.
      var new = newValue
      new.id = current
      sightings[current]?.run = new
    }
  }

  /// The picture of the present run; nil until the first one has come.
  public var snapshot: Snapshot? {
    get { sighting.scene?.snapshot }
    set {
      sightings[current]?.show(newValue)
      readPicture()
    }
  }

  /// What the picture would be with all heads; nil while none is left out.
  public var whole: Snapshot? { sighting.scene?.whole }

  /// Which attention of the present model; nil is its first.
  public var site: Site? {
    get { selection.site }
    set { selection.site = newValue }
  }

  /// Which head of the attention, where it has several.
  public var head: Int {
    get { selection.head }
    set { selection.head = newValue }
  }

  /// What of the present run is selected.
  var selection: Selection {
    get { company.look.selections[current] ?? Selection() }
    set {
      company.look.selections[current] = newValue
      readPicture()
    }
  }

  /// Looks at another run of the company.
  mutating func look(at run: RunID) {
    guard company.runs.contains(run), run != current else { return }
    company.look.note(current)
    company.look.current = run
    readPicture()
  }

  /// Looks at these runs, as they were left.
  mutating func turn(to company: Int) {
    standpoint.company = company
    readPicture()
  }

  /// Reads the picture that is selected now.
  mutating func readPicture() {
    let selection = selection
    picture = snapshot.flatMap {
      Picture($0, site: selection.site, head: selection.head, like: picture)
    }
  }

  /// The stacks of heads of the present run, each with layers of one kind of attention.
  var stacks: [HeadStack] { sighting.stacks }

  /// The words of the interface.
  var texts: any Texts { desk.language.texts }
}

extension State {
  /// The seconds after the last key at which the state wants ``Event/timeout``; nil is never.
  ///
  /// Only whoever waits for keys knows the time, and it need not wake up for anything else.
  public var patience: Double? {
    keyboard.pendingHead != nil || keyboard.headDigits != nil
      ? 0.5 : hasMoreHeadsToShow ? 1 : nil
  }
}
