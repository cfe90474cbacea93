import Snapshots
import Tensors

@testable import Dashboard

extension AttentionWeights {
  /// All weights of a map that is small enough to be there; a change makes another map.
  var weights: Tensor {
    get { map.dense ?? Tensor(.scalar) }
    set { map = AttentionMap(newValue) }
  }
}

extension Picture {
  /// The weights, row by row.
  var weights: [Float] { queries.indices.flatMap { row($0) } }
}
