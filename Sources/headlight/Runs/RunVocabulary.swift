import JSON
import Lessons
import Runs
import TensorFiles
import Training

/// What a run on a user's pairs needs to be read from without them: `vocabulary.json`.
struct RunVocabulary {
  /// The text of the file.
  let text: String

  /// The vocabulary of a lesson on a user's pairs; nil for any other.
  init?(_ lesson: Lesson) {
    guard let data = lesson.data else { return nil }
    func list(_ symbols: [String]) -> JSONValue { .array(symbols.map { .string($0) }) }
    let pairs = data.pairs
    var object: JSONObject = [
      "source": list(pairs.sources.symbols), "target": list(pairs.targets.symbols),
      "padding": JSONValue(Int(Pairs.padding)), "start": JSONValue(Int(Pairs.start)),
      "unknown": JSONValue(Int(Pairs.unknown)), "end": JSONValue(Int(Pairs.end)),
      "source_length": JSONValue(pairs.sourceLength),
      "target_length": JSONValue(pairs.targetLength),
    ]
    if let labels = data.labels { object["labels"] = list(labels) }
    text = JSONText.line(.object(object)) + "\n"
  }

  /// The pairs without rows that a kept vocabulary stands for; nil where the run has none.
  static func read(
    _ run: String, _ description: RunDescription, _ settings: LessonSettings
  ) throws(Failure) -> LessonData? {
    let path = run + "/" + RunDirectory.vocabularyName
    guard let path = RunDirectory.has(path) ? path : nil, let source = settings.sourceUnit,
      let target = settings.targetUnit
    else { return nil }
    let object: JSONObject
    do {
      let bytes = try WholeFile.bytes(path, atMost: 2 * Pairs.maximumBytes)
      object = try JSONValue(parsing: bytes).object ?? [:]
    } catch { throw Failure("\(path): \(error)") }
    func list(_ key: String) throws(Failure) -> [String]? {
      guard let value = object[key] else { return nil }
      let texts = value.array?.compactMap(\.string)
      guard let texts, texts.count == value.array?.count, texts.count <= Vocabulary.most else {
        throw Failure("\(path): \(key) must be a list of at most \(Vocabulary.most) texts")
      }
      return texts
    }
    func length(_ key: String) throws(Failure) -> Int {
      guard let length = object[key]?.integer, (1...Pairs.maximumLength).contains(length) else {
        throw Failure("\(path): \(key) must be a whole number in 1 … \(Pairs.maximumLength)")
      }
      return length
    }
    guard let sources = try list("source"), let targets = try list("target") else {
      throw Failure("\(path): source and target must be there, each a list of texts")
    }
    let pairs = Pairs(
      source: source, target: target, sources: Vocabulary(symbols: sources),
      targets: Vocabulary(symbols: targets), sourceLength: try length("source_length"),
      targetLength: try length("target_length"))
    return LessonData(
      pairs, path: description.config["data"]?.string ?? "", sha256: description.dataSHA256,
      labels: try list("labels"))
  }
}
