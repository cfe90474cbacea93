package import Snapshots

extension MultiHeadAttention {
  /// The accepted answer, multi-head attention of the official transformer, in Keras; with a mistake as
  /// it is written then.
  ///
  /// x is `[B, Q, C]`, y `[B, T, C]`, the mask is added to `[B, H, Q, T]`; C is H heads of D.
  package static func listing(_ mistake: Mistake? = nil) -> Diagram.Listing {
    let split: [Diagram.Listing.Line] =
      mistake == .reshape
      ? [.init("  return ops.reshape(x, (B,H,-1,D))", .splitHeads, .transposedHeads)]
      : [
        .init("  x = ops.reshape(x, (B,-1,H,D))", .splitHeads),
        .init("  return ops.swapaxes(x, 1, 2)", .transposedHeads),
      ]
    let scale: [Diagram.Listing.Line] =
      mistake == .noScale ? [] : [.init("q = q * D**-0.5", .scaledQueries)]
    return Diagram.Listing(
      .multihead,
      [
        .init("Wq, Wk, Wv, Wo = [  # once, no bias"),
        .init("  Dense(C, use_bias=False)"),
        .init("  for _ in range(4)]"),
        .init("def split(x):  # heads in front"),
      ] + split + [
        .init("q = split(Wq(x))", .queries, .wholeQueries),
        .init("k = split(Wk(y))", .keys, .wholeKeys),
        .init("v = split(Wv(y))", .values, .wholeValues),
      ] + scale + [
        .init("e = q @ ops.swapaxes(k, 2, 3)", .score),
        .init("e = e + mask  # 0 or -1e9", .maskedScore),
        .init("a = ops.softmax(e)", .weights),
        .init("c = ops.swapaxes(a @ v, 1, 2)", .context),
        .init("c = ops.reshape(c, (B,-1,C))", .mergedHeads),
        .init("out = Wo(c)", .output),
      ],
      torch: [
        .wholeQueries: "Wq(x)  # nn.LazyLinear(C, bias=False)",
        .wholeKeys: "Wk(y)  # nn.LazyLinear(C, bias=False)",
        .wholeValues: "Wv(y)  # nn.LazyLinear(C, bias=False)",
        .queries: "q = split(Wq(x))",
        .keys: "k = split(Wk(y))",
        .values: "v = split(Wv(y))",
        .splitHeads: mistake == .reshape ? "x.view(B, H, -1, D)" : "x = x.view(B, -1, H, D)",
        .transposedHeads: mistake == .reshape ? "x.view(B, H, -1, D)" : "x.transpose(1, 2)",
        .scaledQueries: "q = q * D**-0.5",
        .score: "e = q @ k.transpose(2, 3)",
        .maskedScore: "e = e + mask  # 0 or -1e9",
        .weights: "a = torch.softmax(e, dim=-1)",
        .context: "c = (a @ v).transpose(1, 2)",
        .mergedHeads: "c = c.reshape(B, -1, C)",
        .output: "out = Wo(c)  # nn.LazyLinear(C, bias=False)",
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
