package import Snapshots
import Tapes
import Tensors

extension Diagram.Listing {
  /// What stands around attention: single layers, each made and called.
  package static let singleLayers = Diagram.Listing(
    nil,
    sizes: [
      .init("T", .key), .init("T", .query, of: .positions), .init("I", .token, of: .embedding),
      .init("E", .embedding),
      .init("W", "filter", of: .feedForward), .init("U", .unit, of: .bridge),
      .init("N", .token, of: .tokenScores),
    ],
    givens: [
      .init("ids", ["B", "T"], of: .embedding, isIndex: true),
      .init("a", ["B", "T", "*"], of: .joined),
      .init("b", ["B", "T", "*"], of: .joined, input: 1),
      .init("labels", ["B", "T"], of: .loss, input: 1, isIndex: true),
      .init("weight", ["B", "T"], of: .loss, input: 2),
    ],
    keras: [
      .init("embed = layers.Embedding(I, E)  # once"),
      .init("x = embed(ids)", .embedding, layer: "embed", reads: ["ids"]),
      .init("r = 1e4**(-ops.arange(E//2)/(E//2-1))"),
      .init("t = ops.arange(T)[:, None] * r"),
      .init("t = [ops.sin(t), ops.cos(t)]"),
      .init("x = x + ops.concatenate(t, -1)", .positions, reads: ["x"]),
      .init("norm = layers.LayerNormalization("),
      .init("  epsilon=1e-6)"),
      .init("y = norm(x)", .normalized, layer: "norm", reads: ["x"]),
      .init("wide = layers.Dense(W, \"relu\")"),
      .init("y = wide(y)", .feedForward, layer: "wide", reads: ["y"]),
      .init("narrow = layers.Dense(E)"),
      .init("y = narrow(y)", .feedForwardOutput, layer: "narrow", reads: ["y"]),
      .init("x = x + y", .residual, reads: ["x", "y"]),
      .init("x = ops.concatenate([a, b], -1)", .joined, reads: ["a", "b"]),
      .init("bridge = layers.Dense(U, \"tanh\")"),
      .init("state = bridge(x)", .bridge, layer: "bridge", reads: ["x"]),
      .init("last = layers.Dense(N)"),
      .init("logits = last(x)", .tokenScores, layer: "last", reads: ["x"]),
      .init("p = ops.log_softmax(logits)"),
      .init("p = p * ops.one_hot(labels, N)"),
      .init(
        "loss = -ops.sum(weight[..., None] * p)", .loss, reads: ["logits", "labels", "weight"]),
    ],
    pytorch: [
      .init("embed = torch.nn.Embedding(I, E)"),
      .init("x = embed(ids)", .embedding, layer: "embed", reads: ["ids"]),
      .init("r = 1e4**(-torch.arange(E//2)/(E//2-1))"),
      .init("t = torch.arange(T)[:, None] * r"),
      .init("t = [torch.sin(t), torch.cos(t)]"),
      .init("x = x + torch.cat(t, dim=-1)", .positions, reads: ["x"]),
      .init("norm = torch.nn.LayerNorm(E, eps=1e-6)"),
      .init("y = norm(x)", .normalized, layer: "norm", reads: ["x"]),
      .init("wide = torch.nn.LazyLinear(W)"),
      .init("y = torch.relu(wide(y))", .feedForward, layer: "wide", reads: ["y"]),
      .init("narrow = torch.nn.LazyLinear(E)"),
      .init("y = narrow(y)", .feedForwardOutput, layer: "narrow", reads: ["y"]),
      .init("x = x + y", .residual, reads: ["x", "y"]),
      .init("x = torch.cat([a, b], dim=-1)", .joined, reads: ["a", "b"]),
      .init("bridge = torch.nn.LazyLinear(U)"),
      .init("state = torch.tanh(bridge(x))", .bridge, layer: "bridge", reads: ["x"]),
      .init("last = torch.nn.LazyLinear(N)"),
      .init("logits = last(x)", .tokenScores, layer: "last", reads: ["x"]),
      .init("ce = torch.nn.CrossEntropyLoss(reduction=\"none\")"),
      .init("nll = ce(logits.flatten(0, -2), labels.flatten())"),
      .init(
        "loss = (weight.flatten() * nll).sum()", .loss, reads: ["logits", "labels", "weight"]),
    ], isOfSingleLayers: true)
}
