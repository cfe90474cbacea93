import Layers
import Snapshots
import Subjects
import Tensors
import Testing

@testable import Lessons
@testable import Tapes
@testable import Training

@Suite struct DiagramTests {
  static let lessons: [(name: String, settings: @Sendable (inout LessonSettings) -> Void)] = [
    ("dates", { _ in }), ("dates", { $0.mechanism = .pooling }),
    ("dates", { $0.mechanism = .multihead }), ("dates", { $0.mechanism = .none }),
    ("dates", { $0.decoderState = .reset }), ("keywords", { _ in }),
    ("keywords", { $0.encoder = .none }), ("keywords", { $0.score = .linear }),
    ("induction", { _ in }), ("digits", { _ in }), ("translate", { _ in }),
    ("dates", { $0.mistake = .softmaxAxis }),
    ("dates", { ($0.mechanism, $0.mistake) = (.pooling, .noSum) }),
    ("dates", { ($0.mechanism, $0.mistake) = (.multihead, .noScale) }),
    ("dates", { ($0.mechanism, $0.mistake) = (.multihead, .reshape) }),
    ("dates", { $0.mistake = .noMask }),
  ]

  /// A few training steps away from the start, so that no bias is zero.
  private func trained(_ number: Int, steps: Int = 3) throws -> (Lesson, Trainer) {
    let entry = try #require(LessonCatalog.entry(Self.lessons[number].name))
    var settings = entry.defaults
    settings.batchSize = 4
    Self.lessons[number].settings(&settings)
    let lesson = entry.make(settings)
    let trainer = Trainer(
      lesson.objective, optimizer: settings.optimizer, seed: settings.seed, threads: 1)
    for _ in 0..<steps { _ = try trainer.advance() }
    return (lesson, trainer)
  }

  private func diagram(
    _ lesson: Lesson, _ trainer: Trainer, _ input: Input, teacherForcing: Bool = false
  ) throws -> (Snapshot, Diagram) {
    let snapshot = lesson.reader(trainer.weights).snapshot(
      of: input, at: trainer.step, teacherForcing: teacherForcing)
    let explainer = Explainer(lesson, trainer.weights)
    return (snapshot, try #require(explainer.diagram(of: snapshot, input)))
  }

  @Test(
    "Law: the terms of every number give the number, in every operation of every lesson",
    arguments: lessons.indices)
  func derivations(_ number: Int) throws {
    let (lesson, trainer) = try trained(number)
    let (_, diagram) = try diagram(lesson, trainer, .example(3))
    for (place, operation) in diagram.operations.enumerated() {
      let output = diagram.values[operation.output]
      #expect(operation.arithmetic != .unknown, "\(output.name): \(operation.operation)")
      let count = output.numbers.elements.count
      for cell in Set([0, count / 3, count / 2, count - 1]) {
        let derivation = try #require(diagram.derivation(of: place, cell: cell))
        let scale = derivation.terms.map { abs($0.contribution) }.max() ?? 1
        #expect(
          abs(derivation.recomputed - derivation.result) <= 2e-5 * max(1, scale),
          "\(output.name)[\(cell)] = \(derivation.result), not \(derivation.recomputed)")
        for source in derivation.terms.flatMap(\.sources) {
          #expect(diagram.values[source.value].numbers.elements[source.cell] == source.number)
        }
      }
    }
  }

  @Test("What only explains a model changes no bit of it", arguments: lessons.indices)
  func explainingChangesNoBit(_ number: Int) throws {
    let (lesson, trainer) = try trained(number)
    let samples = (0..<2).map { lesson.corpus.example(of: .example($0)).sample }
    let sizes = samples.map { lesson.model.size(of: $0) }
    let size = Padding(
      keys: sizes.map(\.keys).max() ?? 1, queries: sizes.map(\.queries).max() ?? 1)
    let players = [false, true].map { explaining in
      let player = Player(
        lesson.model.program(rows: 2, size, explaining: explaining), weights: trainer.weights,
        retention: .everything)
      lesson.model.fill(player, samples, labelWeight: 0.1, lesson.corpus.marks)
      player.forward()
      return player
    }
    for name in players[0].tape.names where !players[0].tape.isIndex(name) {
      let bits = players.map { $0[name].elements.map(\.bitPattern) }
      #expect(bits[0] == bits[1], "\(name)")
    }
  }

  @Test("The tapes of every lesson keep the rules of tapes", arguments: lessons.indices)
  func soundTapes(_ number: Int) throws {
    let (lesson, trainer) = try trained(number, steps: 0)
    #expect(lesson.objective.tape(4).flaw == nil)
    let snapshot = lesson.reader(trainer.weights).snapshot(of: .own(0), at: 0)
    let explanation = try #require(lesson.explanation(of: .own(0), as: snapshot.reading))
    #expect(explanation.tape().flaw == nil)
  }

  @Test("Law: a diagram shows the bits of the reading that it explains", arguments: lessons.indices)
  func sameBits(_ number: Int) throws {
    let (lesson, trainer) = try trained(number)
    for teacherForcing in [false, true] {
      let (snapshot, diagram) = try diagram(
        lesson, trainer, .own(0), teacherForcing: teacherForcing)
      #expect(snapshot.reading.isTeacherForced == (teacherForcing && lesson.model.canBeTaught))
      expectSameBits(snapshot, diagram)
    }
  }

  private func expectSameBits(_ snapshot: Snapshot, _ diagram: Diagram) {
    let shown = diagram.operations.filter { $0.meaning == .weights }
      .map { diagram.values[$0.output].numbers }
    for attention in snapshot.attention {
      let named = diagram.operations.map { diagram.values[$0.output] }
        .filter { $0.name == attention.value }
      #expect(named.count == 1, "\(attention.site): \(attention.value ?? "no value")")
      let matches = named.map(\.numbers).contains { tensor in
        let axes = attention.weights.shape.axes.filter { tensor.shape.contains($0) }
        let keys = attention.weights.shape[.key] ?? 1
        // Pooling in a decoder has the same row for every query.
        guard axes.count == tensor.shape.rank,
          tensor.shape[.query] == attention.weights.shape[.query]
        else {
          return attention.weights.elements.prefix(tensor.shape.count).elementsEqual(
            tensor.elements)
        }
        // All that padding gets is one column of the picture, where a mistake lets it have some.
        let long = tensor.shape[.key] ?? 1
        let real = long > keys && attention.keys.last == "∅" ? keys - 1 : keys
        let (shown, whole) = (attention.weights.elements, tensor.permuted(to: axes).elements)
        return stride(from: 0, to: whole.count, by: long).enumerated().allSatisfy { row, first in
          shown[(row * keys)..<(row * keys + real)]
            == whole[first..<(first + real)]
        }
      }
      #expect(matches, "\(attention.site)")
    }
    #expect(snapshot.attention.isEmpty == shown.isEmpty)
  }

  @Test("Law: gradients of a diagram are finite differences of its loss")
  func gradients() throws {
    let (lesson, trainer) = try trained(0)
    let (_, diagram) = try diagram(lesson, trainer, .own(0))
    let value = try #require(diagram.values.first { $0.name == "att.V.kernel" })
    let gradient = try #require(value.gradient)
    let weights = trainer.weights
    let cell = 5
    let offset = weights.layout.offset(of: "att.V.kernel") + cell
    func loss(_ change: Float) throws -> Float {
      let before = weights.base[offset]
      weights.base[offset] = before + change
      defer { weights.base[offset] = before }
      let snapshot = lesson.reader(trainer.weights).snapshot(of: .own(0), at: 0)
      let changed = try #require(Explainer(lesson, weights).diagram(of: snapshot, .own(0)))
      let last = try #require(changed.operations.last)
      return changed.values[last.output].numbers.elements[0]
    }
    let slope = (try loss(0.02) - loss(-0.02)) / 0.04
    #expect(abs(slope - gradient.elements[cell]) <= 2e-3 * max(0.05, abs(slope)))
  }

  @Test("The gradient of an encoder's state is more than what attention sends it")
  func wholeStates() throws {
    let (lesson, trainer) = try trained(0)
    let (_, diagram) = try diagram(lesson, trainer, .own(0))
    func gradient(_ name: String) throws -> Tensor {
      try #require(diagram.values.first { $0.name == name }?.gradient)
    }
    let (states, features) = (try gradient("enc.gru_back.state"), try gradient("features"))
    let keys = try #require(states.shape[.key])
    let units = try #require(states.shape[.unit])
    func isSame(_ key: Int) -> Bool {
      (0..<units).allSatisfy { states[key, $0] == features[key, units + $0] }
    }
    // It runs from the last key to the first, whose state also begins the decoder.
    #expect((0..<keys).allSatisfy { !isSame($0) })
  }

  @Test("An edit of a value that only the diagram names is left out, one of a real value is made")
  func namesOfTheDiagram() throws {
    let (lesson, trainer) = try trained(0)
    let (snapshot, plain) = try diagram(lesson, trainer, .own(0))
    let made = plain.values.map(\.name).filter { ["concatenate", "add"].contains($0) }
    #expect(made.count == 2)
    let edits = made.map { ScratchEdit.scale($0, by: 2) } + [.scale("features", by: 2)]
    let explainer = Explainer(lesson, trainer.weights)
    let edited = try #require(explainer.diagram(of: snapshot, .own(0), edits: edits))
    #expect(edited.edits == [.scale("features", by: 2)])
    #expect(edited.operations.count == plain.operations.count + 1)
  }

  @Test("Pooling's detour through RepeatVector and Permute differs from broadcasting by 0")
  func detour() throws {
    let (lesson, trainer) = try trained(1)
    let (_, diagram) = try diagram(lesson, trainer, .own(0))
    let difference = try #require(diagram.operations.first { $0.meaning == .difference })
    #expect(diagram.values[difference.output].numbers.elements.allSatisfy { $0 == 0 })
    #expect(difference.group.last != Diagram.attention)
  }

  @Test("Splitting into heads is shown as the published code does it, and changes no number")
  func heads() throws {
    let (lesson, trainer) = try trained(2)
    let (_, diagram) = try diagram(lesson, trainer, .own(0))
    func value(_ name: String) throws -> Tensor {
      try #require(diagram.values.last { $0.name == name }).numbers
    }
    let (keys, whole, cut) = (
      try value("att.keys"), try value("att.k_whole"), try value("att.k_split")
    )
    #expect(whole.shape.axes.count == 2 && keys.elements == whole.elements)
    #expect(cut.shape.axes.first == .head)
    #expect(cut.permuted(to: keys.shape.axes).elements == keys.elements)
  }

  @Test("A head that is left out has a context of zeros in the diagram, too")
  func headOff() throws {
    let (lesson, trainer) = try trained(2)
    let reader = lesson.reader(trainer.weights)
    let off: HeadsOff = ["att": [1]]
    reader.leaveOut(off)
    let snapshot = reader.snapshot(of: .own(0), at: trainer.step)
    let explainer = Explainer(lesson, trainer.weights)
    let diagram = try #require(explainer.diagram(of: snapshot, .own(0), off: off))
    let context = try #require(diagram.values.last { $0.name == "att.attended" }).numbers
    #expect(context.at(1, of: .head).elements.allSatisfy { $0 == 0 })
    #expect(context.at(0, of: .head).elements.contains { $0 != 0 })
    let scores = try #require(diagram.values.last { $0.name == "scores" }).numbers
    let first = scores.at(0, of: .query).elements
    let best = first.indices.max { first[$0] < first[$1] } ?? 0
    #expect(Dates.name(of: Int32(best)) == snapshot.reading.written[0].token)
  }

  @Test("A scratch edit changes what follows, and the run knows nothing of it")
  func scratch() throws {
    let (lesson, trainer) = try trained(0)
    let snapshot = lesson.reader(trainer.weights).snapshot(of: .own(0), at: trainer.step)
    let explainer = Explainer(lesson, trainer.weights)
    func weights(_ edits: [ScratchEdit]) throws -> [Float] {
      let diagram = try #require(explainer.diagram(of: snapshot, .own(0), edits: edits))
      #expect(diagram.edits == edits)
      return try #require(diagram.values.last { $0.name == "att.attention_weights" }).numbers
        .elements
    }
    let before = trainer.weights.elements
    let plain = try weights([])
    let keys = snapshot.attention[0].keys.count
    // V = 0: every score is the bias, so every weight is 1 / T.
    let even = try weights([.scale("att.V.kernel", by: 0)])
    #expect(even.allSatisfy { abs($0 - 1 / Float(keys)) < 1e-6 })
    // The same number more on every score moves no weight.
    let shifted = try weights([.add("att.energy", 3)])
    #expect(zip(shifted, plain).allSatisfy { abs($0 - $1) < 1e-6 } && shifted != even)
    // Over an axis of length 1 every weight is 1.
    #expect(try weights([.axis("att.attention_weights", "-1")]).allSatisfy { $0 == 1 })
    let scaled = try weights([.scale("att.V.kernel", by: 2)])
    #expect((scaled.max() ?? 0) > (plain.max() ?? 1))
    #expect(trainer.weights.elements == before)
    #expect(try weights([]) == plain)
  }

  @Test("Renaming a layer in code changes the diagram with no other edit")
  func renaming() throws {
    func diagram(_ name: String) -> Diagram {
      let tape = Tape.record { recorder in
        let attention = AdditiveAttention(name, units: 3)
        let features = recorder.input("features", [.key: 4, .batch: 1, .feature: 2])
        let hidden = recorder.input("hidden", [.batch: 1, .unit: 2])
        recorder.group(Diagram.attention) {
          let context = attention(
            features: features, projected: attention.project(features), hidden: hidden
          ).context
          sum(context, over: .feature, .batch).named("loss")
        }
      }
      let layout = ParameterLayout([tape])
      let player = Player(
        tape, weights: ParameterMemory(layout), gradients: ParameterMemory(layout),
        retention: .everything, gradientOf: "loss")
      player.forward()
      player.backward()
      return player.diagram()
    }
    let (old, new) = (diagram("att"), diagram("gaze"))
    func names(_ diagram: Diagram) -> [String] { diagram.values.map(\.name) }
    #expect(names(new) == names(old).map { $0.replacing("att.", with: "gaze.") })
    #expect(names(new).contains("gaze.W1.kernel") && names(new).contains("gaze.energy"))
    #expect(new.operations == old.operations)
    #expect(
      new.operations.compactMap(\.meaning) == [
        .featureProjection, .hiddenProjection, .projectionSum, .hiddenLayer, .score, .weights,
        .weighted, .context,
      ])
  }

  @Test(
    "Every operation with a meaning has its line of Keras, but what only compares and what a loop does",
    arguments: lessons.indices)
  func listings(_ number: Int) throws {
    let (lesson, trainer) = try trained(number, steps: 0)
    let (_, diagram) = try diagram(lesson, trainer, .own(0))
    for operation in diagram.operations {
      guard let meaning = operation.meaning,
        ![.difference, .stateBefore].contains(meaning)
      else { continue }
      let listing = try #require(operation.listing, "\(meaning.name)")
      let line = try #require(listing.line(for: meaning), "\(meaning.name)")
      #expect(listing.keras[line].code.count <= 39)
    }
  }

  @Test(
    "Every value that has a line is computed by one program, in both frameworks, with all it reads",
    arguments: lessons.indices)
  func programs(_ number: Int) throws {
    let (lesson, trainer) = try trained(number, steps: 0)
    let (_, diagram) = try diagram(lesson, trainer, .own(0))
    let known = Set(diagram.values.indices.map(diagram.title))
    let wanted = diagram.operations.filter { operation in
      operation.meaning.map { operation.listing?.line(for: $0) != nil } ?? false
    }.map { diagram.title(of: $0.output) }
    for framework in Diagram.Framework.allCases {
      let programs = diagram.programs(framework)
      let computed = programs.flatMap(\.lines).flatMap(\.computed)
      #expect(computed.map(\.value).sorted() == wanted.sorted())
      for value in computed {
        #expect(known.isSuperset(of: value.reads.values) && known.isSuperset(of: value.parameters))
        #expect((value.layer == nil) == value.parameters.isEmpty, "\(value.value)")
      }
      for program in programs {
        let codes = program.lines.map(\.code)
        #expect(
          codes[0] == (framework == .keras ? "from keras import layers, ops" : "import torch"))
        // Each letter that the lines use has its size.
        let letters = codes[1].prefix { $0 != "=" }.split(separator: ",").map {
          $0.filter { $0 != " " }
        }
        #expect(letters.first == "B" && Set(letters).count == letters.count, "\(codes[1])")
      }
    }
  }

  @Test(
    "A mistake is shown in the lines of the mechanism that makes it, and the paper stays its own")
  func mistakes() throws {
    /// The lines of code around the weights, and how the paper writes the scores.
    func told(_ mechanism: Mechanism, _ mistake: Mistake?) throws -> (Mechanism?, [String], String?)
    {
      let entry = try #require(LessonCatalog.entry("dates"))
      var settings = entry.defaults
      (settings.mechanism, settings.mistake) = (mechanism, mistake)
      let lesson = entry.make(settings)
      let trainer = Trainer(
        lesson.objective, optimizer: settings.optimizer, seed: settings.seed, threads: 1)
      let (_, diagram) = try diagram(lesson, trainer, .own(0))
      let listing = try #require(
        diagram.operations.last { $0.meaning == .weights }?.listing)
      return (listing.mechanism, listing.keras.map(\.code), listing.paper[.score])
    }
    let changed: [(Mechanism, Mistake, gone: [String], new: [String])] = [
      (.multihead, .noScale, ["q = q * D**-0.5"], []),
      (
        .multihead, .reshape,
        ["  x = ops.reshape(x, (B,-1,H,D))", "  return ops.swapaxes(x, 1, 2)"],
        ["  return ops.reshape(x, (B,H,-1,D))"]
      ),
      (
        .additive, .softmaxAxis, ["a = ops.softmax(e, axis=1)"], ["a = ops.softmax(e, axis=-1)"]
      ),
      (.pooling, .noSum, ["context = ops.sum(w, axis=1)"], ["context = w[:, 0]"]),
    ]
    for (mechanism, mistake, gone, new) in changed {
      let (right, wrong) = (try told(mechanism, nil), try told(mechanism, mistake))
      #expect(wrong.0 == mechanism && right.0 == mechanism)
      #expect(wrong.2 == right.2 && right.2 != nil)
      #expect(right.1.filter { !wrong.1.contains($0) } == gone)
      #expect(wrong.1.filter { !right.1.contains($0) } == new)
    }
  }

  @Test("A first page: every model opens as encoder, attention and decoder", arguments: [0, 1, 2])
  func groups(_ number: Int) throws {
    let (lesson, trainer) = try trained(number)
    let (_, diagram) = try diagram(lesson, trainer, .own(0))
    let first = diagram.operations.compactMap(\.group.first)
    #expect(Set(first) == [Diagram.encoder, Diagram.attention, Diagram.decoder])
  }
}

extension Tape {
  fileprivate func isIndex(_ name: String) -> Bool { values[index(of: name)].element == .index }
}
