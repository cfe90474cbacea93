import Tensors
import Tokenizers

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How long a model takes to read a text, all attention maps included.
///
/// It belongs to one thread at a time.
public final class ReadingBenchmark {
  /// What was measured of texts of one length.
  public struct Time: Hashable, Sendable {
    /// The tokens of the text.
    public var tokens: Int
    /// The attention maps that were made of it.
    public var maps: Int
    /// Milliseconds of one core; the median of the rounds.
    public var cpu: Double
    /// Milliseconds on the clock; the median of the rounds.
    public var wall: Double
  }

  private let model: TextModel
  private let tokenizer: Tokenizer?

  /// The model at `path`, which must be a transformer; nothing is read of its weights yet.
  public init(opening path: String) throws(ModelError) {
    let session = try ModelSession(opening: path)
    guard case .transformer(let reader) = session.kind else {
      throw .text(
        problem: "\(session.title) is not a transformer", advice: "name a BERT such as MiniLM")
    }
    (model, tokenizer) = (reader.model, reader.tokenizer)
  }

  private init(_ model: TextModel) { (self.model, tokenizer) = (model, nil) }

  /// GPT-2 with random weights; its scores of tokens are not measured.
  public static func gpt2() throws(ModelError) -> ReadingBenchmark {
    ReadingBenchmark(try TextModel.randomGPT2())
  }

  /// The most tokens that it reads.
  public var longest: Int { model.longest }

  /// Reads a text once, as a process does that has just begun.
  ///
  /// - Returns: how many tokens it has.
  public func read(_ text: String) throws(ModelError) -> Int {
    guard let tokenizer else {
      throw .text(problem: "the model has no tokenizer", advice: "name a whole model")
    }
    let encoding = tokenizer.encode(text)
    let types = model.sizes.types > 0 ? encoding.types : []
    _ = try model.read(encoding.ids, types: types)
    return encoding.count
  }

  /// Reads texts of so many tokens, once to be ready and then `rounds` times.
  public func measure(tokens: Int, rounds: Int) throws(ModelError) -> Time {
    let stream = RandomStream(seed: 1)("benchmark")
    let ids = (0..<tokens).map { stream.below(model.sizes.vocabulary, $0) }
    _ = try model.read(ids)
    var samples: [(cpu: Double, wall: Double)] = []
    for _ in 0..<max(1, rounds) {
      let (cpu, wall) = (Clock.cpu, Clock.wall)
      _ = try model.read(ids)
      samples.append((Clock.cpu - cpu, Clock.wall - wall))
    }
    func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] * 1_000 }
    return Time(
      tokens: tokens, maps: model.sizes.layers * model.sizes.heads,
      cpu: median(samples.map(\.cpu)), wall: median(samples.map(\.wall)))
  }

  /// The most memory that this process has had so far, in megabytes of 10⁶ bytes.
  public static var peakMegabytes: Double {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Double(usage.ru_maxrss) * 1_024 / 1e6
    #else
      getrusage(RUSAGE_SELF, &usage)
      return Double(usage.ru_maxrss) / 1e6
    #endif
  }
}
