import Dispatch
public import Subjects
import Synchronization

/// Models that others have trained, one or several side by side, and the text that they read.
///
/// A background queue reads the text on the screen; a newer one takes its place before it is done.
/// Several models read one text and stand at one token.
public final class OpenModel: Subject {
  /// Where frames arrive.
  public let frames: Mailbox<Frame>
  /// What is looked at, from left to right.
  public let runs: [Run]
  /// Whether it will be measured what the heads of each do.
  public let hasRoles: Bool
  private let requests = Mutex<[(Request, RunID)]>([])
  private let isStopped = Mutex(false)
  private let signal = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// The models at `paths`.
  ///
  /// - `texts`: what they read, one at a time; none: a sentence of their own.
  /// - `seed`: of the tokens that are chosen at random.
  /// - `begin`: called first on the queue's thread.
  /// - `wake`: called whenever a frame is there; from the queue's thread.
  public init(
    _ paths: [String], texts: [ModelText] = [], seed: UInt64 = 1,
    begin: @escaping @Sendable () -> Void = {},
    wake: @escaping @Sendable () -> Void
  ) throws(ModelError) {
    var models: [any ReadableModel] = []
    for path in paths { models.append(try Self.open(path)) }
    frames = Mailbox(wake: wake)
    hasRoles = models.allSatisfy(\.hasRoles)
    var runs = models.map { $0.describe(RunID()) }
    let texts = texts.isEmpty ? [models[0].ownText] : texts
    for place in runs.indices { runs[place].inputs = texts.count }
    guard models.count == 1 || Set(models.map(\.tokenizerIdentity)).count == 1 else {
      throw .text(
        problem: "\(runs[0].title) and \(runs[1].title) have different tokenizers",
        advice: "models stand side by side where they read the same tokens")
    }
    self.runs = runs
    // The queue is the only one that touches the models from now on.
    nonisolated(unsafe) let own = models
    DispatchQueue(label: "headlight.model", qos: .userInitiated).async { [self, runs] in
      begin()
      var loop = ModelLoop(own, runs, texts, seed: seed, self)
      loop.follow()
      ended.signal()
    }
  }

  private static func open(_ path: String) throws(ModelError) -> any ReadableModel {
    let place = try ModelPlace(path)
    if case .folder(let folder) = place,
      KerasModel.recognises(try Configuration(reading: folder + "/config.json").fields)
    {
      return try KerasReader(folder: folder, title: ModelPlace.title(path))
    }
    return try TransformerReader(ModelFiles(place, path: path))
  }

  /// Asks for something; returns at once.
  public func send(_ request: Request, _ run: RunID) {
    requests.withLock { $0.append((request, run)) }
    signal.signal()
  }

  /// Asks the subject to end, and returns at once.
  public func stop() {
    isStopped.withLock { $0 = true }
    signal.signal()
  }

  /// Waits at most this long for the end of a subject that was stopped; nothing is ever lost.
  public func end(within time: Duration) -> Unsaved? {
    if ended.wait(timeout: .now() + max(0, time / .seconds(1))) == .success { ended.signal() }
    return nil
  }

  var isStopping: Bool { isStopped.withLock { $0 } }

  /// The next request, and the run it is about where it is about one.
  func next() -> (Request, RunID)? {
    requests.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }

  /// Whether something waits that makes the reading under way worthless.
  var isOvertaken: Bool {
    isStopping
      || requests.withLock { requests in
        requests.contains {
          switch $0.0 {
          case .read, .cancel: true
          default: false
          }
        }
      }
  }

  /// Whether somebody waits for anything.
  var hasRequests: Bool { isStopping || requests.withLock { !$0.isEmpty } }

  func sleep() { signal.wait() }
}
