package import Snapshots
import Tapes

extension Diagram.Listing {
  /// What stands around attention: single layers, each a line.
  package static let singleLayers = Diagram.Listing(
    nil,
    [
      .init("x = Embedding(V, E)(ids)", .embedding),
      .init("x = x + positions", .positions),
      .init("y = LayerNormalization(epsilon=1e-6)(x)", .normalized),
      .init("x = x + layer(y)", .residual),
      .init("y = Dense(filter, \"relu\")(y)", .feedForward),
      .init("x = ops.concatenate([a, b], -1)", .joined),
      .init("logits = Dense(tokens)(x)", .tokenScores),
      .init("loss = SparseCategoricalCrossentropy("),
      .init("  from_logits=True)(y_true, logits)", .loss),
    ],
    torch: [
      .embedding: "nn.Embedding(tokens, width)",
      .normalized: "nn.LayerNorm(width, eps=1e-6)",
      .tokenScores: "nn.Linear(width, tokens)",
      .loss: "F.cross_entropy(logits, target)",
    ], isOfSingleLayers: true)
}
