import Snapshots
import Subjects
import Tensors

/// A published Keras model as a screen reads it: a text in, what it writes, and one map.
final class KerasReader: ReadableModel {
  private let model: KerasModel
  private let title: String
  private var last: KerasReading?

  /// The model in a folder.
  init(folder: String, title: String) throws(ModelError) {
    do throws(KerasModelError) { model = try KerasModel(directory: folder) } catch {
      throw .keras(error)
    }
    self.title = title
  }

  var ownText: ModelText { ModelText(model.ownText) }
  var tokenizerIdentity: Int? { nil }

  func describe(_ id: RunID) -> Run {
    Run(
      id: id, origin: .model, title: title, way: way, abilities: [.types, .explains],
      facts: [
        .architecture("Keras, \(model.source)"), .context(model.longestText, of: model.longestText),
      ],
      parameterCount: model.trainedCount)
  }

  /// The way to attend that the question knows; dot products are none of them.
  private var way: Way? {
    switch model.family {
    case .additive: Way(.additive)
    case .pooling: Way(.pooling)
    case .dot: nil
    }
  }

  func read(
    _ text: ModelText, continuedBy tokens: [Int], off: HeadsOff, explaining: Site?,
    comparing: [Int32], goesOn: (Double, Bool) -> Bool
  ) throws(ModelError) -> Snapshot? {
    guard goesOn(0, false) else { return nil }
    let reading: KerasReading
    do throws(KerasModelError) { reading = try model.read(text.text) } catch { throw .keras(error) }
    last = reading
    var snapshot = reading.snapshot
    if explaining != nil {
      // A text that is continued is explained at its last step, whose window is drawn then.
      let query = model.family == .pooling ? max(0, reading.candidates.count - 1) : 0
      snapshot = model.explain(reading, query: query)
    }
    snapshot.reading.candidates = reading.candidates.enumerated().map { place, best in
      Candidates(
        place: place, isMask: true,
        best: best.map {
          .init(
            label: $0.label, id: $0.id,
            logProbability: Float(Transcendental.logarithm(Double(max($0.probability, 1e-30)))))
        })
    }
    return snapshot.summarized()
  }

  /// All weights are there.
  func tile(_ request: TileRequest) -> AttentionMap.Tile? { nil }
  /// It has written all that it writes.
  func next(temperature: Float?, lot: Double) throws(ModelError) -> Int? { nil }
  var hasRoles: Bool { false }
  /// One head that everything goes through has no role among others.
  func measure(goesOn: (Double, Bool) -> Bool) throws(ModelError) -> Bool { true }
  /// As it is.
  func labelled(_ snapshot: Snapshot) -> Snapshot { snapshot }
}
