public import Tapes

/// What is added to attention's scores before the softmax.
public enum AttentionBias {
  /// Numbers over some of batch, head, query and key: 0, and −1e9 where masked.
  case values(Value)
  /// −1e9 where the key comes after the query.
  case causal
}
