import Tapes
import Tensors
import Training

/// A small model that a reference case trains, and its one batch.
struct ReferenceJob {
  var tape: Tape
  var feed: (Player) -> Void
  /// The attention weights on the tape.
  var attention: String
  /// What the case calls them.
  var trace: String
  /// Their documented axes.
  var axes: [Axis]
  /// Their documented lengths, where another axis of length 1 is among them.
  var lengths: [Int]?
}

extension ReferenceSheet {
  typealias Results = [String: ReferenceCase.Numbers]

  private struct Course {
    var name: String
    var optimizer: Optimizer
    var rate: LearningRate
  }

  /// First gradients, losses, attention and weights over all updates, by each optimizer.
  func trained(
    _ job: ReferenceJob, _ retention: Retention
  ) throws(ReferenceCase.Problem) -> Results {
    let layout = ParameterLayout([job.tape])
    let steps = reference.steps
    guard (1...100_000).contains(steps) else {
      throw .setting("steps", problem: "expected a whole number of updates from 1 to 100000")
    }
    try checkFeeds(parameters: layout.parameters.map { "w0." + $0.name })
    var results: Results = [:]
    for course in try courses() {
      let memories = (0..<4).map { _ in ParameterMemory(layout) }
      let (weights, gradients) = (memories[0], memories[1])
      for parameter in layout.parameters {
        weights[parameter.name] = try weight("w0." + parameter.name, parameter)
      }
      let player = Player(
        job.tape, weights: weights, gradients: gradients, retention: retention,
        gradientOf: "loss")
      job.feed(player)
      var losses: [Float] = []
      var trace = ReferenceCase.Numbers(lengths: [], floats: [])
      for update in 0...steps {
        player.forward()
        losses.append(player.lossValue)
        let map = ReferenceProgram.documented(player[job.attention], job.axes, job.lengths)
        trace.lengths = [steps + 1] + map.lengths
        trace.floats += map.floats
        if update == 1 || update == steps {
          collect(weights, "\(course.name).w\(update)", &results)
        }
        guard update < steps else { break }
        player.backward()
        if update == 0 { collect(gradients, "grad0", &results) }
        course.optimizer.apply(
          update: update + 1, rate: course.rate(update), gradients: [gradients], weights: weights,
          first: memories[2], second: memories[3])
      }
      results["\(course.name).loss"] = .init(lengths: [steps + 1], floats: losses)
      results["\(course.name).trace.\(job.trace)"] = trace
    }
    return results
  }

  private func collect(_ memory: ParameterMemory, _ prefix: String, _ results: inout Results) {
    for parameter in memory.layout.parameters {
      results["\(prefix).\(parameter.name)"] = .init(
        lengths: parameter.documentedLengths, floats: memory[parameter.name].elements)
    }
  }

  private func courses() throws(ReferenceCase.Problem) -> [Course] {
    guard !reference.optimizers.isEmpty else {
      throw .setting("optimizers", problem: "expected at least one")
    }
    var courses: [Course] = []
    for (name, setting) in reference.optimizers.sorted(by: { $0.key < $1.key }) {
      guard let options = setting.fields else {
        throw .setting("optimizers.\(name)", problem: "expected an object")
      }
      let rate = try rate(options, "optimizers.\(name)")
      courses.append(
        Course(name: name, optimizer: try optimizer(options, "optimizers.\(name)"), rate: rate))
    }
    return courses
  }

  private func optimizer(
    _ options: [String: ReferenceCase.Setting], _ path: String
  ) throws(ReferenceCase.Problem) -> Optimizer {
    let name = options["name"]?.text ?? ""
    guard let own = Self.ownOptions[name] else {
      throw .setting("\(path).name", problem: "“\(name)” is not sgd or adam")
    }
    try demandNothingBut(own.union(Self.commonOptions), options, path)
    guard name == "adam" else { return .sgd }
    return .adam(
      beta1: Float(try option("beta_1", options, path)),
      beta2: Float(try option("beta_2", options, path)),
      epsilon: Float(try option("epsilon", options, path)))
  }

  private static let ownOptions: [String: Set<String>] = [
    "sgd": [], "adam": ["beta_1", "beta_2", "epsilon"],
  ]
  private static let commonOptions: Set = [
    "formula", "learning_rate", "name", "note", "schedule",
  ]

  /// Throws where an option asks for something else than `known`; false and 0 leave it off.
  private func demandNothingBut(
    _ known: Set<String>, _ options: [String: ReferenceCase.Setting], _ path: String
  ) throws(ReferenceCase.Problem) {
    let unknown = options.filter { name, value in
      !known.contains(name) && value != .flag(false) && value != .number(0)
    }
    if let name = unknown.keys.min() {
      throw .setting("\(path).\(name)", problem: "this is not computed here")
    }
  }

  private func rate(
    _ options: [String: ReferenceCase.Setting], _ path: String
  ) throws(ReferenceCase.Problem) -> LearningRate {
    guard let setting = options["schedule"] else {
      return .constant(Float(try option("learning_rate", options, path)))
    }
    guard let schedule = setting.fields else {
      throw .setting("\(path).schedule", problem: "expected base, hidden and warmup")
    }
    try demandNothingBut(
      ["base", "formula", "hidden", "note", "warmup"], schedule, "\(path).schedule")
    // The width is a number or the name of a setting that holds it.
    var width = schedule["hidden"]?.number
    if let name = schedule["hidden"]?.text { width = try number(name) }
    guard let width = Self.count(width) else {
      throw .setting("\(path).schedule.hidden", problem: "expected a width")
    }
    guard let warmup = Self.count(schedule["warmup"]?.number) else {
      throw .setting("\(path).schedule.warmup", problem: "expected a whole number above 0")
    }
    return .official(
      base: try option("base", schedule, "\(path).schedule"), width: width, warmup: warmup)
  }

  /// A whole number above 0 that no later arithmetic overflows.
  private static func count(_ number: Double?) -> Int? {
    number.flatMap { Int(exactly: $0) }.flatMap { (1...1_000_000_000).contains($0) ? $0 : nil }
  }

  private func option(
    _ key: String, _ options: [String: ReferenceCase.Setting], _ path: String
  ) throws(ReferenceCase.Problem) -> Double {
    guard let value = options[key]?.number, abs(value) < 1e9 else {
      throw .setting("\(path).\(key)", problem: "expected a number")
    }
    return value
  }
}
