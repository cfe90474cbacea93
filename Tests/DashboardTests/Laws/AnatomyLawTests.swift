import Layers
import Screens
import Snapshots
import Tensors
import Testing

@testable import Dashboard

@Suite("Laws of the Anatomy")
struct AnatomyLawTests {
  static let diagrams = [
    SampleDiagram.additive(), SampleDiagram.pooling(), SampleDiagram.multiHead(),
  ]

  @Test("Down reaches every line, up comes back through the same ones", arguments: diagrams)
  func everyLine(_ diagram: Diagram) throws {
    var probe = AnatomyProbe(diagram)
    // Groups open, or close, as the cursor passes them.
    probe.press(.character("g"))
    for _ in 0..<40 {
      let page = try #require(probe.page)
      if case .group(let group) = page.entries[page.selected].line, !page.isOpen(group) {
        probe.press(.enter)
      }
      probe.press(.down)
    }
    let page = try #require(probe.page)
    var seen: Set<Int> = []
    probe.press(.character("g"))
    for _ in page.entries.indices {
      if let operation = probe.page?.operation { seen.insert(operation) }
      probe.press(.down)
    }
    #expect(seen == Set(diagram.operations.indices))
    #expect(probe.page?.selected == page.entries.count - 1)
    for _ in page.entries.indices { probe.press(.up) }
    #expect(probe.page?.selected == 0)
  }

  @Test("Esc always comes back to the map, whatever was pressed", arguments: 0..<40)
  func escape(_ seed: Int) {
    let keys: [Key] = [
      .up, .down, .left, .right, .enter, .enter, .tab, .character("o"), .character("]"),
      .character("["), .character("g"), .character("G"), .character("A"), .character("c"),
    ]
    var probe = AnatomyProbe(Self.diagrams[seed % 3])
    let random = RandomStream(seed: UInt64(seed))
    for number in 0..<60 {
      probe.press(keys[random.below(keys.count, number)])
      #expect(probe.state.screen == .anatomy)
    }
    var presses = 0
    while probe.state.screen == .anatomy, presses < 70 {
      probe.press(.escape)
      presses += 1
    }
    #expect(probe.state.screen == .map)
  }

  @Test("A followed number is what its terms add up to, in words too", arguments: diagrams)
  func terms(_ diagram: Diagram) throws {
    var probe = AnatomyProbe(diagram)
    for (place, operation) in diagram.operations.enumerated() {
      probe.state.anatomy.line = .operation(place)
      for group in probe.page?.groups(around: place) ?? [] where probe.page?.isOpen(group) == false
      {
        probe.state.anatomy.toggled.formSymmetricDifference([group])
      }
      probe.state.anatomy.isFollowing = true
      let page = try #require(probe.page)
      let arithmetic = try #require(DerivationLines(page))
      let number = diagram.values[operation.output].numbers.elements[page.cell(of: place)]
      #expect(abs(arithmetic.derivation.recomputed - number) <= 1e-5)
      let line = arithmetic.line(cells: 200)
      #expect(line.hasPrefix(short(Double(number)) + " = "), "\(line)")
      #expect(arithmetic.items().count == arithmetic.derivation.terms.count)
      #expect(probe.picture.contains(short(Double(number))))
    }
  }

  @Test("Any size draws and keeps the number under the cursor; too small says what it needs")
  func sizes() {
    for (columns, rows) in [
      (40, 12), (50, 14), (60, 20), (80, 24), (100, 30), (120, 40), (200, 60),
    ] {
      for diagram in Self.diagrams {
        var probe = AnatomyProbe(diagram, columns: columns, rows: rows)
        for key: Key in [.enter, .escape, .down, .tab, .character("o"), .character("G"), .enter] {
          probe.press(key)
          let layout = AnatomyLayout(probe.state)
          for placed in layout.plates {
            #expect(placed.area.right <= columns, "\(columns) × \(rows)")
            #expect(placed.area.bottom <= layout.sentence.row, "\(columns) × \(rows)")
          }
          #expect(view(probe.state).line(rows - 1).hasSuffix("? help"))
        }
        let score = AnatomyProbe(diagram, columns: columns, rows: rows)
        #expect(score.readout.contains("\"M\""))
      }
    }
    let small = AnatomyProbe(Self.diagrams[0], columns: 39, rows: 11)
    #expect(small.picture.contains("40 × 12"))
  }

  @Test("Names come from the diagram: a renamed layer is renamed everywhere, with no other change")
  func renamed() {
    let before = AnatomyProbe(SampleDiagram.additive())
    let after = AnatomyProbe(SampleDiagram.additive(layer: "E", prefix: "hop"))
    #expect(before.here == "V(score)")
    #expect(after.here == "E(score)")
    #expect(after.picture.contains("hop.energy"))
    #expect(!after.picture.contains("att."))
    let numbers = before.picture.filter(\.isNumber)
    #expect(after.picture.filter(\.isNumber) == numbers)
  }

  @Test("Every meaning is explained in every language and has a name", arguments: Language.allCases)
  func languages(_ language: Language) {
    for meaning in Diagram.Meaning.every {
      #expect(language.texts.operationSentence(meaning)?.isEmpty == false, "\(meaning)")
      #expect(language.texts.operationName(meaning, nil)?.isEmpty == false)
    }
    if language == .chinese {
      let isChinese = Diagram.Meaning.every.allSatisfy {
        language.texts.operationSentence($0) != English().operationSentence($0)
      }
      #expect(isChinese)
    }
  }

  @Test("What stands around attention is told in lines of what this model has, and no others")
  func limitedListing() {
    let listing = Diagram.Listing.singleLayers.limited(to: [.embedding, .loss, .weights])
    #expect(
      listing.keras.map(\.code) == [
        "embed = layers.Embedding(I, E)  # once", "x = embed(ids)", "p = ops.log_softmax(logits)",
        "p = p * ops.one_hot(labels, N)", "loss = -ops.sum(weight[..., None] * p)",
      ])
    #expect(listing.pytorch.first?.code == "embed = torch.nn.Embedding(I, E)")
    #expect(listing.givens.map(\.name) == ["ids", "labels", "weight"])
    #expect(Diagram.Listing.singleLayers.limited(to: []).keras.isEmpty)
  }

  @Test(
    "Short numbers keep what can be read",
    arguments: [
      (5.101, "5.10"), (-0.98, "−.980"), (164.02, "164"), (0.000032, "3.2e−5"), (0, "0"),
      (-12.34, "−12.3"), (1_234_567, "1.2e6"), (0.0051, ".0051"),
    ])
  func numbers(_ number: Double, _ text: String) { #expect(short(number) == text) }

  @Test("e^x is that of the library", arguments: [-30.0, -1, -0.1, 0, 0.5, 1, 5.1, 20, 88])
  func powers(_ x: Double) {
    let known: [Double: Double] = [
      -30: 9.357622968840175e-14, -1: 0.36787944117144233, -0.1: 0.9048374180359595, 0: 1,
      0.5: 1.6487212707001282, 1: 2.718281828459045, 5.1: 164.0219072999017,
      20: 485165195.4097903, 88: 1.6516362549940018e38,
    ]
    let wanted = known[x] ?? 0
    #expect(abs(Transcendental.exponential(x) - wanted) <= 1e-13 * wanted)
  }

  @Test("Each projection into heads marks its own line, in Keras and in PyTorch")
  func projections() {
    let listing = MultiHeadAttention.listing()
    for (meanings, line) in [
      ([Diagram.Meaning.queries, .wholeQueries], "q = split(Wq(x))"),
      ([.keys, .wholeKeys], "k = split(Wk(y))"), ([.values, .wholeValues], "v = split(Wv(y))"),
    ] {
      for meaning in meanings {
        for framework in Diagram.Framework.allCases {
          let place = listing.line(for: meaning, in: framework)
          #expect(place.map { listing.lines(framework)[$0].code } == line)
        }
        let torch = "W\(line.prefix(1)) = torch.nn.LazyLinear(C, bias=False);  \(line)"
        #expect(listing.torch(for: meaning) == torch)
      }
    }
    // Where an LSTM is shown there is one, and a score of several axes sums along its own.
    let pooled = [Axis.unit, .embedding, .feature].map {
      AttentionPooling.listing(.tanh, nil, over: $0).keras[0].code.contains("LSTM")
    }
    #expect(pooled == [true, false, false])
    #expect(AdditiveAttention.listing(nil).torch(for: .weights) == "a = torch.softmax(e, dim=1)")
    #expect(
      AdditiveAttention.listing(.softmaxAxis).torch(for: .weights) == "a = torch.softmax(e, dim=-1)"
    )
  }
}
