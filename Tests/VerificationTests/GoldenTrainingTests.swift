import JSON
import Layers
import Tapes
import TensorFiles
import Tensors
import Testing
import TestSupport

@testable import Training
@testable import Verification

/// Twenty updates against TensorFlow: first gradients, losses, attention, weights; by SGD and Adam.
@Suite struct GoldenTrainingTests {
  /// What is trained, for any rows of its batch.
  struct Job {
    var batch: Int
    var tape: (_ rows: Int) -> Tape
    var fill: (_ player: Player, _ rows: Range<Int>) -> Void
    /// The attention weights on the tape.
    var attention: String
    /// The same in the file, behind the optimizer's name.
    var trace: String

    var full: Tape { tape(batch) }
  }

  struct Course {
    var name: String
    var optimizer: Optimizer
    var rate: Float
  }

  private static let updates = 20

  // MARK: The two jobs

  /// Additive attention and a Dense layer that tells three classes apart.
  private static func classifier(_ file: GoldenCase) throws -> Job {
    let (batch, keys) = (try file.configured("B"), try file.configured("T"))
    let (width, state) = (try file.configured("F"), try file.configured("H"))
    let (units, classes) = (try file.configured("U"), try file.configured("C"))
    let features = try file.feed("in.features", [.batch, .key, .feature])
    let hidden = try file.feed("in.hidden")
    let labels = try file.positions("in.labels")
    return Job(
      batch: batch,
      tape: { rows in
        Tape.record { recorder in
          let features = recorder.input("features", [.key: keys, .batch: rows, .feature: width])
          let hidden = recorder.input("hidden", [.batch: rows, .unit: state])
          let attention = AdditiveAttention(units: units)
          let (context, _) = attention(
            features: features, projected: attention.project(features), hidden: hidden)
          let scores = Dense("head", units: classes, output: .token)(context, over: .feature)
          crossEntropy(
            scores, labels: recorder.indices("labels", [.batch: rows]),
            weights: recorder.input("label_weight", [.batch: rows])
          ).named("loss")
        }
      },
      fill: { player, rows in
        let part = rows.map { features.at($0, of: .batch).elements }.flatMap(\.self)
        let shape: Shape = [.batch: rows.count, .key: keys, .feature: width]
        player.set(
          "features", Tensor(shape, part).permuted(to: [.key, .batch, .feature]).elements)
        player.set("hidden", Array(hidden[(rows.lowerBound * state)..<(rows.upperBound * state)]))
        player.set("labels", positions: Array(labels[rows]))
        player.set("label_weight", [Float](repeating: 1 / Float(batch), count: rows.count))
      }, attention: "attention_weights", trace: "trace.attention_weights")
  }

  /// TensorFlow's tutorial translator in small: the decoder's state is reset at every step, the loss
  /// is the sum over steps of batch means, and padding counts as 0.
  private static func translator(_ file: GoldenCase) throws -> Job {
    let (batch, keys) = (try file.configured("B"), try file.configured("T"))
    let tokens = try file.configured("vocab")
    let queries = keys + 1
    let model = SequenceModel(
      sourceTokens: tokens, targetTokens: tokens, embedding: try file.configured("E"),
      units: try file.configured("U"), isBidirectional: false, decoderState: .reset,
      isMasked: false)
    let source = try file.positions("in.source")
    let target = try file.positions("in.target")
    return Job(
      batch: batch,
      tape: { model.trainingTape(batch: $0, keys: keys, queries: queries) },
      fill: { player, rows in
        func column(_ ids: [Int32], _ width: Int, _ position: Int) -> [Int32] {
          rows.map { ids[$0 * width + position] }
        }
        func columns(_ positions: Range<Int>) -> [Int32] {
          positions.flatMap { column(target, queries + 1, $0) }
        }
        player.set("source", positions: (0..<keys).flatMap { column(source, keys, $0) })
        player.set("given", positions: columns(0..<queries))
        player.set("labels", positions: columns(1..<(queries + 1)))
        player.set(
          "label_weight", columns(1..<(queries + 1)).map { $0 == 0 ? 0 : 1 / Float(batch) })
      }, attention: "att.attention_weights", trace: "trace.attention")
  }

  private static func job(_ golden: Golden, _ file: GoldenCase) throws -> Job {
    golden.family == "train_additive" ? try classifier(file) : try translator(file)
  }

  private static let goldens = Golden.cases("train_additive") + Golden.cases("train_seq2seq")

  /// The optimizers that the case was computed with.
  private func courses(_ file: GoldenCase) throws -> [Course] {
    let optimizers = try #require(file.sidecar["optimizers"]?.object)
    return try optimizers.members.map { member in
      let options = try #require(member.value.object)
      func option(_ key: String) throws -> Float { Float(try #require(options[key]?.double)) }
      let isSGD = options["name"] == .string("sgd")
      let optimizer =
        isSGD
        ? Optimizer.sgd
        : .adam(
          beta1: try option("beta_1"), beta2: try option("beta_2"),
          epsilon: try option("epsilon"))
      return Course(name: member.key, optimizer: optimizer, rate: try option("learning_rate"))
    }
  }

  /// Collects losses and attention over the updates, and weights after some.
  private struct Record {
    var results: [String: Tensor] = [:]
    private var losses: [Float] = []
    private var traces: [Float] = []
    private var shape: Shape = .scalar

    mutating func add(loss: Float, attention: Tensor) {
      losses.append(loss)
      shape = attention.documented.shape
      traces += attention.documented.elements
    }

    mutating func add(_ weights: ParameterMemory, _ prefix: String) {
      for parameter in weights.layout.parameters {
        results["\(prefix).\(parameter.name)"] = weights[parameter.name]
      }
    }

    mutating func finish(_ course: String, _ trace: String) {
      results["\(course).loss"] = Tensor([.step: losses.count], losses)
      results["\(course).\(trace)"] = Tensor(shape.prepending(.step, losses.count), traces)
      (losses, traces) = ([], [])
    }
  }

  private func start(_ weights: ParameterMemory, _ file: GoldenCase) throws {
    for parameter in weights.layout.parameters {
      weights[parameter.name] = Tensor(parameter.shape, try file.feed("w0." + parameter.name))
    }
  }

  // MARK: The whole batch at once

  @Test(arguments: goldens, Levels.all)
  func wholeBatch(_ golden: Golden, level: Int32) throws {
    try Levels.at(level) {
      for retention in [Retention.attention, .everything] { try wholeBatch(golden, retention) }
    }
  }

  private func wholeBatch(_ golden: Golden, _ retention: Retention) throws {
    let file = try golden.opened()
    let job = try Self.job(golden, file)
    let layout = ParameterLayout([job.full])
    var record = Record()
    for course in try courses(file) {
      let memories = (0..<4).map { _ in ParameterMemory(layout) }
      let (weights, gradients) = (memories[0], memories[1])
      try start(weights, file)
      let player = Player(
        job.full, weights: weights, gradients: gradients, retention: retention,
        gradientOf: "loss")
      job.fill(player, 0..<job.batch)
      for update in 0...Self.updates {
        player.forward()
        record.add(loss: player.lossValue, attention: player[job.attention])
        if [1, Self.updates].contains(update) { record.add(weights, "\(course.name).w\(update)") }
        player.backward()
        if update == 0 { record.add(gradients, "grad0") }
        course.optimizer.apply(
          update: update + 1, rate: course.rate, gradients: [gradients], weights: weights,
          first: memories[2], second: memories[3])
      }
      record.finish(course.name, job.trace)
    }
    try file.compare { record.results[$0] }
  }

  // MARK: The trainer's two shards

  /// The sum of two shards' gradients is the batch's, and a second thread changes no bit.
  @Test(arguments: goldens)
  func twoShards(_ golden: Golden) throws {
    let alone = try trained(golden, threads: 1)
    let together = try trained(golden, threads: 2)
    #expect(alone == together)
  }

  private func trained(_ golden: Golden, threads: Int) throws -> [String: Tensor] {
    let file = try golden.opened()
    let job = try Self.job(golden, file)
    var record = Record()
    for course in try courses(file) {
      let objective = Objective(
        batchSize: job.batch, tape: job.tape, fill: { player, _, rows in job.fill(player, rows) },
        learningRate: { _ in course.rate })
      let trainer = Trainer(objective, optimizer: course.optimizer, seed: 5, threads: threads)
      try start(trainer.weights, file)
      let reader = Player(job.full, weights: trainer.weights, retention: .attention)
      job.fill(reader, 0..<job.batch)
      for update in 0...Self.updates {
        if [1, Self.updates].contains(update) {
          record.add(trainer.weights, "\(course.name).w\(update)")
        }
        reader.forward()
        record.add(loss: try trainer.advance(), attention: reader[job.attention])
      }
      record.finish(course.name, job.trace)
    }
    // A trainer keeps its gradients to itself; SGD's first step shows them.
    try file.compare(without: { $0.hasPrefix("grad0.") }) { record.results[$0] }
    return record.results
  }
}
