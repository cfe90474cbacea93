package import Snapshots

extension MultiHeadAttention {
  /// The accepted answer, multi-head attention of the official transformer, in Keras; with a mistake as
  /// it is written then.
  package static func listing(_ mistake: Mistake? = nil) -> Diagram.Listing {
    let split: [Diagram.Listing.Line] =
      mistake == .reshape
      ? [.init("  return ops.reshape(x, (B,N,-1,d))", .splitHeads, .transposedHeads)]
      : [
        .init("  x = ops.reshape(x, (B,-1,N,d))", .splitHeads),
        .init("  return ops.swapaxes(x, 1, 2)", .transposedHeads),
      ]
    let scale: [Diagram.Listing.Line] =
      mistake == .noScale ? [] : [.init("q = q * d**-0.5", .scaledQueries)]
    return Diagram.Listing(
      .multihead,
      [
        .init("def W():  # no bias"),
        .init("  return Dense(D, use_bias=False)"),
        .init("def split(x):  # heads in front"),
      ] + split + [
        .init("q = split(W()(x))", .queries, .wholeProjection),
        .init("k = split(W()(y))", .keys),
        .init("v = split(W()(y))", .values),
      ] + scale + [
        .init("e = q @ ops.swapaxes(k, 2, 3)", .score),
        .init("e = e + mask  # 0 or -1e9", .maskedScore),
        .init("a = ops.softmax(e)", .weights),
        .init("c = ops.swapaxes(a @ v, 1, 2)", .context),
        .init("c = ops.reshape(c, (B,-1,D))", .mergedHeads),
        .init("out = W()(c)", .output),
      ],
      torch: [
        .weights: "F.softmax(e, dim=-1)",
        .context: "weighted.sum(dim=1)  or  a @ v",
        .queries: "nn.Linear(D, D, bias=False)",
        .keys: "nn.Linear(D, D, bias=False)",
        .values: "nn.Linear(D, D, bias=False)",
        .splitHeads: "x.view(B, -1, N, d)",
        .transposedHeads: "x.transpose(1, 2)",
        .mergedHeads: "c.transpose(1, 2).reshape(B, -1, D)",
        .output: "nn.Linear(D, D, bias=False)",
      ],
      paper: [
        .score: "q kᵀ / √d_k   (Vaswani 2017)",
        .weights: "softmax(q kᵀ / √d_k)",
        .context: "softmax(q kᵀ / √d_k) v",
        .queries: "Q W_i^Q   (Vaswani 2017)",
        .keys: "K W_i^K   (Vaswani 2017)",
        .values: "V W_i^V   (Vaswani 2017)",
        .scaledQueries: "1 / √d_k",
        .mergedHeads: "Concat(head_1, …, head_h)",
        .output: "Concat(head_1, …, head_h) W^O",
      ])
  }
}
