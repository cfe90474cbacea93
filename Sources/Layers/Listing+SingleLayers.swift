package import Snapshots
import Tapes

extension Diagram.Listing {
  /// What stands around attention: single layers, each a line.
  package static let singleLayers = Diagram.Listing(
    nil,
    [
      .init("x = Embedding(N, E)(ids)", .embedding),
      .init("x = x + positions", .positions),
      .init("y = LayerNormalization(epsilon=1e-6)(x)", .normalized),
      .init("x = x + layer(y)", .residual),
      .init("y = Dense(width, \"relu\")(y)", .feedForward),
      .init("x = ops.concatenate([a, b], -1)", .joined),
      .init("logits = Dense(N)(x)", .tokenScores),
      .init("ce = SparseCategoricalCrossentropy"),
      .init("loss = ce(from_logits=True)(y, logits)", .loss),
    ],
    torch: [
      .embedding: "x = nn.Embedding(N, E)(ids)",
      .normalized: "y = nn.LayerNorm(x.size(-1), eps=1e-6)(x)",
      .feedForward: "y = torch.relu(nn.Linear(x.size(-1), width)(y))",
      .joined: "x = torch.cat([a, b], dim=-1)",
      .tokenScores: "logits = nn.Linear(x.size(-1), N)(x)",
      .loss: "nn.CrossEntropyLoss()(logits.flatten(0, -2), y.flatten())",
    ], isOfSingleLayers: true)
}
