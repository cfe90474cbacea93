import Layers
import Snapshots
import Subjects
import Tapes
import Tensors
import Training

/// Reads sequences with the current weights of a model that says what comes next.
final class CausalReader: ModelReader {
  private struct Size: Hashable {
    var batch: Int
    var queries: Int
    var interventions: [Intervention]
  }

  private let model: CausalModel
  private let weights: ParameterMemory
  private var players = PlayerCache<Size>()
  private var off: HeadsOff = [:]
  /// The weights `[head, query, key]` of every layer over the first sequence of the latest reading.
  private var maps: [Tensor] = []

  init(_ model: CausalModel, _ weights: ParameterMemory) {
    self.model = model
    self.weights = weights
  }

  private var layers: Int { model.hasAttention ? model.layers : 0 }

  func leaveOut(_ heads: HeadsOff) { off = heads }

  /// What comes next at every position; sequences that are read together are equally long.
  func answers(
    _ samples: [Sample], queries: Int, keys: Int?, isForced: Bool
  ) -> [Transcript] {
    let length = samples.first?.source.count ?? 0
    let size = Size(
      batch: samples.count, queries: length, interventions: model.leavingOut(off))
    let player = players.player(size) {
      Player(
        model.tape(batch: $0.batch, queries: $0.queries), weights: weights,
        interventions: $0.interventions)
    }
    player.set("source", positions: samples.flatMap(\.source.ids))
    player.forward()
    let all = (0..<layers).map {
      player[model.weights($0)].permuted(to: [.batch, .head, .query, .key])
    }
    maps = all.map { $0.at(0, of: .batch) }
    return samples.indices.map { row in
      var transcript = Transcript(
        tokens: [], probabilities: [], weights: all.last.map { rows($0, row) } ?? [])
      transcript.areHeadsApart = true
      player.withValue("scores") { scores in
        for query in 0..<length {
          let first = (row * length + query) * model.tokens
          let chosen = likeliest(scores[first..<(first + model.tokens)])
          transcript.tokens.append(chosen.token)
          transcript.probabilities.append(chosen.probability)
        }
      }
      return transcript
    }
  }

  /// The weights of a layer over one sequence, by query, head and key.
  private func rows(_ layer: Tensor, _ row: Int) -> [[[Float]]] {
    let (heads, length) = (layer.shape[.head] ?? 0, layer.shape[.query] ?? 0)
    return (0..<length).map { query in
      (0..<heads).map { head in
        let first = ((row * heads + head) * length + query) * length
        return Array(layer.elements[first..<(first + length)])
      }
    }
  }

  func attention(of transcript: Transcript, _ labels: MapLabels) -> [AttentionWeights] {
    maps.enumerated().map { layer, map in
      AttentionWeights(
        site: model.site(layer), weights: map, queries: labels.source, keys: labels.source,
        kind: .causal, layer: layer, carriesPattern: layer == layers - 1,
        value: model.weights(layer))
    }
  }
}

extension Source {
  /// The ids of a text.
  var ids: [Int32] {
    if case .tokens(let ids) = self { ids } else { [] }
  }
}

extension CausalModel: LessonModel {
  func program(rows: Int, _ padding: Padding, explaining: Bool) -> Tape {
    tape(batch: rows, queries: padding.queries, explaining: explaining)
  }

  func fill(_ player: Player, _ samples: [Sample], labelWeight: Float, _ marks: Marks) {
    // What is read lies as what is right does, and is never padded.
    player.set("source", positions: samples.flatMap(\.source.ids))
    Targets(samples, for: player, marks).set(player, labelWeight: labelWeight)
  }

  func size(of sample: Sample) -> Padding {
    Padding(keys: sample.source.count, queries: sample.source.count)
  }

  func reader(_ weights: ParameterMemory, _ marks: Marks) -> any ModelReader {
    CausalReader(self, weights)
  }

  var hasHeads: Bool { hasAttention }
  var canBeTaught: Bool { false }

  var facts: [Fact] {
    hasAttention ? [.causalLayers(layers, heads: heads)] : [.withoutAttention(.itself)]
  }
}
