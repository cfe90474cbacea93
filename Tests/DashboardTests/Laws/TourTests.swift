import Screens
import Snapshots
import Subjects
import Tensors
import Testing

@testable import Dashboard

@Suite("The tour of the five questions")
struct TourTests {
  private func press(_ state: inout State, _ keys: Key...) -> [Wish] {
    keys.flatMap { tell(&state, .key($0)) }
  }

  private static let next = Key.character("n")
  private static let previous = Key.character("N")

  /// The state at stop `stop`.
  private func walk(to stop: Int, columns: Int = 80, rows: Int = 24, language: Language = .english)
    -> State
  {
    var state = TourSamples.tour(columns: columns, rows: rows, language: language)
    for _ in 0..<stop { _ = press(&state, Self.next) }
    return state
  }

  // MARK: Laws

  @Test("Every stop is reached by n and left again by N, and shows what it names")
  func thereAndBack() throws {
    var state = TourSamples.tour()
    var seen: [State] = []
    for (place, stop) in TourStop.all.enumerated() {
      #expect(
        view(state).line(1).hasSuffix(
          stop.question == 0
            ? "the last stop"
            : "question \(stop.question) of 5 · stop \(stop.part) of \(stop.parts)"))
      #expect(state.screen == (stop.meaning == nil ? .compare : .anatomy))
      #expect(state.run.mechanism == stop.mechanism)
      if let meaning = stop.meaning {
        let page = try #require(state.anatomyPage)
        let operation = try #require(page.operation)
        #expect(page.diagram.operations[operation].meaning == meaning)
        #expect(state.anatomy.isFollowing == stop.isFollowing)
      }
      #expect(state.crosshair.map { state.picture?.keys[$0.column] } == "M")
      seen.append(state)
      if place + 1 < TourStop.all.count { #expect(press(&state, Self.next) == []) }
    }
    _ = press(&state, Self.next)
    #expect(state.message?.text == state.texts.whyLastOnTour)
    for before in seen.reversed().dropFirst() {
      _ = press(&state, Self.previous)
      #expect(view(state) == view(before))
    }
    _ = press(&state, Self.previous)
    #expect(state.message?.text == state.texts.whyFirstOnTour)
    #expect(Set(TourStop.all.map(\.question)) == [0, 1, 2, 3, 4, 5])
    for language in Language.allCases {
      #expect(language.texts.tourWords.count == TourStop.all.count)
    }
  }

  @Test("Esc brings everything back as it was, from every stop", arguments: TourStop.all.indices)
  func escape(stop: Int) {
    var state = TourSamples.comparison()
    // As a person left it: another pane, a head, a crosshair, a pin, a change of one's own.
    _ = press(&state, .tab, .tab, .character("2"), .down, .down, .right, .character("p"))
    var panes = TourSamples.panes()
    _ = press(&state, .character("A"))
    send(panes, to: &state)
    _ = press(&state, .up)
    for character in ":scale V 2" { _ = press(&state, .character(character)) }
    _ = press(&state, .enter)
    panes[0].snapshot.diagram?.edits = state.anatomy.edits
    send(panes, to: &state)
    state.message = nil
    let before = state
    #expect(press(&state, .character("Q")).contains(.ask(.scratch([]))))
    send(TourSamples.panes(), to: &state)
    #expect(state.tour?.stage == .walking)
    for _ in 0..<stop { _ = press(&state, Self.next) }
    _ = press(&state, .character("j"), .enter, .tab, .character("o"), .character("s"))
    let commands = press(&state, .escape)
    #expect(commands.contains(.ask(.scratch(before.anatomy.edits))))
    #expect(commands.last == .ask(.explain(true)))
    send(panes, to: &state)
    #expect(state == before)
  }

  @Test("What the run did on the tour stays done")
  func training() {
    var state = TourSamples.tour()
    #expect(press(&state, .character(".")) == [.ask(.move(1))])
    var panes = TourSamples.panes()
    for index in panes.indices {
      panes[index].snapshot.moment = .step(248)
      panes[index].timeline?.step += 1
      panes[index].timeline?.known = .through(248)
    }
    send(panes, to: &state)
    #expect(press(&state, .escape) == [.ask(.explain(false))])
    #expect(state.tour == nil && state.screen == .compare)
    #expect(state.snapshot?.step == 248 && state.progress.step == 248)
    for index in panes.indices { panes[index].snapshot = panes[index].snapshot.summarized() }
    #expect(scenes(of: state) == panes)
  }

  @Test("Every number of the words is read from the pictures")
  func numbers() {
    let state = TourSamples.tour()
    let known = TourNumbers(state).values
    #expect(
      known == [
        "queries": "10", "keys": "15", "cap": ".345", "heads": "4", "units": "4",
        "letter": "U",
        "difference": "0", "products": "6", "uniform": ".067",
        "largest": known["largest"] ?? "", "now": known["now"] ?? "",
      ])
    // Half as many keys, another head, other widths, a difference: no number stays.
    var panes = TourSamples.panes()
    let keys = ["a", "b", "M"]
    let weights = Tensor([.query: 2, .key: 3], [0.2, 0.2, 0.6, 0.15, 0.15, 0.7])
    panes[0].snapshot.attention = [
      AttentionWeights(
        site: "decoder.attention", weights: weights, queries: ["1", "5"], keys: keys)
    ]
    let row = Tensor([.query: 1, .key: 3], [0.2, 0.2, 0.6])
    panes[1].snapshot.attention = [
      AttentionWeights(
        site: "pooling", weights: row, queries: ["all"], keys: keys,
        cap: AttentionWeights.cap(ofScoresWithinOneOver: 3))
    ]
    panes[1].snapshot.diagram = TourSamples.pooling(row, difference: 0.25)
    let heads = Tensor([.head: 1, .query: 2, .key: 3], weights.elements)
    panes[2].snapshot.attention = [
      AttentionWeights(site: "decoder.cross", weights: heads, queries: ["1", "5"], keys: keys)
    ]
    var other = state
    send(panes, to: &other)
    let changed = TourNumbers(other).values
    for name in known.keys where !["units", "letter", "products", "now"].contains(name) {
      #expect(changed[name] != known[name], "\(name)")
    }
    #expect(changed["largest"] == ".70")
    for language in Language.allCases {
      let texts = language.texts.tourWords
      let named = texts.map { $0.say + ($0.tryShows ?? "") }.joined()
      for name in TourNumbers.names { #expect(named.contains("{\(name)}"), "\(name)") }
      // Digits of a run are never typed: what is left are shapes, formulas and names.
      let plain = texts.map { ($0.say + ($0.tryShows ?? "")).replacing("1/T", with: "") }
      for text in plain { #expect(!text.contains(".0") && !text.contains("15")) }
      for words in texts { #expect(!words.filled(known).say.contains("{")) }
    }
  }

  @Test("Scratch edits show on the tour, and the next stop is the run again")
  func scratch() {
    var state = walk(to: 12)
    for character in ":scale V 0" { _ = press(&state, .character(character)) }
    #expect(press(&state, .enter) == [.ask(.scratch([.scale("att.V.kernel", by: 0)]))])
    // The edit is an operation of its own, before those that follow from it.
    var panes = TourSamples.panes()
    if let first = panes[0].snapshot.diagram?.operations.first {
      panes[0].snapshot.diagram?.operations.insert(first, at: 0)
    }
    send(panes, to: &state)
    let page = state.anatomyPage
    #expect(page?.operation.map { page?.diagram.operations[$0].meaning } == .weights)
    for character in ":scale V 2" { _ = press(&state, .character(character)) }
    #expect(press(&state, .enter) == [.ask(.scratch([.scale("att.V.kernel", by: 2)]))])
    #expect(press(&state, Self.next) == [.ask(.scratch([]))])
    #expect(state.anatomy.edits.isEmpty)
  }

  // MARK: Where the runs come from

  /// Runs that were made for the tour.
  private static var fresh: [Run] {
    [Mechanism.additive, .pooling, .multihead].map { Samples.run("dates", $0) }
  }

  @Test("A run that is not good enough gets an offer; Enter trains, s takes the recording")
  func offer() {
    var state = Samples.state()
    state.hasRecording = true
    let before = state
    #expect(press(&state, .character("Q")) == [])
    #expect(view(state).picture.contains("enter  train the three now"))
    #expect(view(state).picture.contains("s      take the recording"))
    #expect(press(&state, .escape) == [])
    #expect(state == before)
    _ = press(&state, .character("Q"))
    #expect(press(&state, .character("s")) == [.open(.tour(isRecorded: true))])
    tell(&state, .notice(.noTour(.words("it is damaged"))))
    #expect(view(state).picture.contains("it is damaged"))
    #expect(press(&state, .character("s")) == [.open(.tour(isRecorded: true))])
    let fresh = Self.fresh
    #expect(
      tell(&state, .opened(.tour(isRecorded: true), fresh))
        == [.ask(.explain(true))])
    send(TourSamples.panes(of: fresh), to: &state)
    #expect(state.tourStop == TourStop.all[0])
    #expect(press(&state, .escape) == [.close])
    #expect(state == before)
  }

  @Test("Without a recording the offer says so, and s does nothing")
  func noRecording() {
    var state = Samples.state(activity: .running)
    #expect(press(&state, .character("Q")) == [.ask(.pause)])
    let picture = view(state).picture
    #expect(picture.contains("samples/tour was not found"))
    #expect(!picture.contains("take the recording"))
    #expect(press(&state, .character("s")) == [])
    #expect(press(&state, .enter) == [.open(.tour(isRecorded: false))])
    let fresh = Self.fresh
    tell(&state, .opened(.tour(isRecorded: false), fresh))
    var panes = TourSamples.panes(of: fresh)
    for index in panes.indices { panes[index].snapshot.diagram = nil }
    panes[0].timeline?.evaluations[0].exactMatch = 0.9
    send(panes, to: &state)
    #expect(view(state).picture.contains(".900 of unseen dates"))
    panes[0].timeline?.evaluations[0].exactMatch = 0.95
    let commands = send(panes, to: &state)
    #expect(commands == [.ask(.pause), .ask(.pace(10)), .ask(.seek(200)), .ask(.explain(true))])
    send(TourSamples.panes(of: fresh), to: &state)
    #expect(state.tourStop == TourStop.all[0])
  }

  @Test("Heads come in turn, and then nothing more is waited for")
  func heads() {
    var state = walk(to: 3)
    var shown: [Int?] = []
    while state.patience != nil {
      shown.append(state.selection.paneHead)
      tell(&state, .timeout)
    }
    #expect(shown == [0, 1, 2] && state.selection.paneHead == 3)
  }

  // MARK: Pictures

  /// The row below which the screen of the stop begins, and all words above it.
  @Test(
    "No word is cut at any stop, at 80 × 24 and 120 × 40, in both languages",
    arguments: [(80, 24), (120, 40), (60, 26)], Language.allCases)
  func whole(size: (Int, Int), language: Language) {
    for stop in TourStop.all.indices {
      let state = walk(to: stop, columns: size.0, rows: size.1, language: language)
      let words = state.tourWords
      let screen = view(state)
      let band = (1...state.bandRows).map { screen.line($0) }.joined().filter { !$0.isWhitespace }
      #expect(band.contains((words?.say ?? "–").filter { !$0.isWhitespace }))
      #expect(band.contains((words?.tryShows ?? "").filter { !$0.isWhitespace }))
      // Wrapping joins runs of blanks: the accent on the keys counts characters.
      #expect(words?.tryKeys?.contains("  ") != true)
      #expect(screen.line(size.1 - 1).hasSuffix("? " + (state.texts.keyShort("?") ?? "")))
    }
  }

  @Test("A click points below the words; a small terminal has the words alone")
  func geometry() {
    var state = TourSamples.tour()
    let box = CompareLayout(state).box(pane: 2, query: 3, key: 4)
    let row = (box?.row ?? 0) + state.bandRows
    _ = update(
      &state,
      .mouse(Mouse(.press, at: Screen.Position(row: row, column: box?.column ?? 0))))
    #expect(state.query == 3 && state.key == 4 && state.pane == 2)
    state.rows = 14
    #expect(state.bandRows == 0 && view(state).picture.contains("All three are right"))
    state.columns = 20
    #expect(view(state).picture.contains("headlight needs"))
  }
}
