import JSON
import ArgumentParser
import Subjects
import TensorFiles
import Verification

/// `headlight bench`: the speed of the core on the reference workloads.
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the speed of the core on reference workloads.",
    discussion: """
      Steps a processor second, and the fraction of what our own 256³ matrix product reaches in the \
      same rounds; the median of nine rounds stands, because other programs use the processor too.
      "minilm PATH" takes the model there instead: a whole process from its start to all attention \
      maps of a sentence of 12 tokens, and texts of 12, 128 and 512 tokens in one that is warm. \
      "gpt2 --tokens N" reads N tokens with the shape of GPT-2 (124 M) and random weights.
      """)

  @Argument(help: "The workloads: W1 … W4, or minilm PATH, or gpt2. Without any: W1 … W4.")
  var workloads: [String] = []
  @Option(help: "Threads, 1 or 2.")
  var threads = 1
  @Option(parsing: .unconditional, help: "The tokens that gpt2 reads. (default: 128)")
  var tokens: Int?
  @Flag(help: .hidden)
  var once = false
  @Flag(help: "One JSON object a line.")
  var json = false

  func validate() throws {
    guard (1...64).contains(threads) else {
      throw ValidationError("--threads takes 1 … 64, not \(threads).")
    }
    if let tokens, !(1...1_024).contains(tokens) {
      throw ValidationError("--tokens takes 1 … 1024, not \(tokens).")
    }
    if tokens != nil, workloads != ["gpt2"] {
      throw ValidationError("--tokens belongs to gpt2: bench gpt2 --tokens 128.")
    }
    if workloads.first == "minilm", workloads.count != 2 {
      throw ValidationError("minilm needs the path of a model: bench minilm PATH.")
    }
    guard !isModel else { return }
    for name in workloads where !Workload.all.contains(where: { $0.name == name.uppercased() }) {
      let known = Workload.all.map(\.name).joined(separator: ", ")
      throw ValidationError("There is no workload called \"\(name)\"; there is: \(known).")
    }
  }

  private var isModel: Bool { ["minilm", "gpt2"].contains(workloads.first) }

  func run() throws {
    if isModel {
      let bench = ModelBench(json: json)
      if workloads[0] == "gpt2" { return try bench.gpt2(tokens: tokens ?? 128) }
      return try once ? bench.readOnce(workloads[1]) : bench.minilm(workloads[1])
    }
    let wanted = workloads.map { $0.uppercased() }
    for workload in Workload.all where wanted.isEmpty || wanted.contains(workload.name) {
      let measured = workload.measure(threads: threads)
      Output.write(json ? jsonLine(measured) : text(workload, measured))
    }
  }

  private func jsonLine(_ measured: Measurement) -> String {
    JSONText.line(
      .object([
        "workload": .string(measured.workload), "threads": JSONValue(measured.threads),
        "steps_per_second": .number(measured.stepsPerSecond),
        "steps_per_cpu_second": .number(measured.stepsPerCPUSecond),
        "gflops": .number(measured.gflops), "reference_gflops": .number(measured.referenceGflops),
        "fraction_of_reference": .number(measured.fractionOfReference),
        "reference_of_peak": .number(measured.referenceOfPeak),
        "allocations_per_step": measured.allocationsPerStep.map { JSONValue($0) } ?? .null,
        "kernels": .string(measured.kernels),
      ])) + "\n"
  }

  private func text(_ workload: Workload, _ measured: Measurement) -> String {
    func places(_ number: Double, _ scale: Double) -> String {
      "\((number * scale).rounded() / scale)"
    }
    let allocations = measured.allocationsPerStep.map { "\($0)" } ?? "not countable here"
    return """
      \(workload.name)  \(workload.summary)
          \(places(measured.stepsPerCPUSecond, 10)) steps a processor second, \
      \(places(measured.stepsPerSecond, 10)) a second, threads \(measured.threads), \
      kernels \(measured.kernels)
          \(places(measured.gflops, 10)) GFLOP/s = \(places(measured.fractionOfReference, 1_000)) \
      of the reference, a 256³ matrix product (\(places(measured.referenceGflops, 10)) GFLOP/s)
          reference \(places(measured.referenceOfPeak, 1_000)) of the register peak, \
      allocations a step: \(allocations)

      """
  }
}
