import Snapshots
import Tensors

extension AttentionWeights {
  /// All weights of a map that is small enough to be there.
  var weights: Tensor { map.dense ?? Tensor(.scalar) }
}
