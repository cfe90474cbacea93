package import Snapshots
import Tensors

extension MultiHeadAttention {
  /// The accepted answer, multi-head attention of the official transformer, in Keras and in PyTorch;
  /// with a mistake as it is written then.
  ///
  /// x is `[B, Q, …]`, y `[B, T, …]`, the mask is added to `[B, H, Q, T]`; C is H heads of D.
  package static func listing(_ mistake: Mistake? = nil) -> Diagram.Listing {
    typealias Line = Diagram.Listing.Line
    /// Heads in front of positions: the same few lines, of which each framework has its own words.
    func split(_ reshaped: String, _ swapped: String, wrong: String) -> [Line] {
      [Line("def split(x):  # heads in front")]
        + (mistake == .reshape
          ? [Line("  return " + wrong, .splitHeads, .transposedHeads)]
          : [
            Line("  x = " + reshaped, .splitHeads), Line("  return " + swapped, .transposedHeads),
          ])
    }
    let projected: [Line] = [
      .init("q = split(Wq(x))", .queries, .wholeQueries, layer: "Wq"),
      .init("k = split(Wk(y))", .keys, .wholeKeys, layer: "Wk"),
      .init("v = split(Wv(y))", .values, .wholeValues, layer: "Wv"),
    ]
    let scale: [Line] =
      mistake == .noScale ? [] : [.init("q = q * D**-0.5", .scaledQueries)]
    let masked = Line("e = e + mask  # 0 or -1e9", .maskedScore)
    let output = Line("out = Wo(c)", .output, layer: "Wo")
    let names = ["Wq", "Wk", "Wv", "Wo"]
    return Diagram.Listing(
      .multihead,
      sizes: [
        .init("Q", .query), .init("T", .key), .init("C", "combined"), .init("H", .head),
        .init("D", "depth"),
      ],
      givens: [
        .init("x", ["B", "Q", "*"], of: .wholeQueries),
        .init("y", ["B", "T", "*"], of: .wholeKeys),
        .init("mask", ["B", "1", "1", "T"], of: .weights, input: 1, isMask: true),
      ],
      keras: names.map { .init("\($0) = layers.Dense(C, use_bias=False)") }
        + split(
          "ops.reshape(x, (B,-1,H,D))", "ops.swapaxes(x, 1, 2)",
          wrong: "ops.reshape(x, (B,H,-1,D))")
        + projected + scale + [
          .init("e = q @ ops.swapaxes(k, 2, 3)", .score),
          masked,
          .init("a = ops.softmax(e)", .weights),
          .init("c = ops.swapaxes(a @ v, 1, 2)", .context),
          .init("c = ops.reshape(c, (B,-1,C))", .mergedHeads),
          output,
        ],
      pytorch: names.map { .init("\($0) = torch.nn.LazyLinear(C, bias=False)") }
        + split("x.view(B, -1, H, D)", "x.transpose(1, 2)", wrong: "x.view(B, H, -1, D)")
        + projected + scale + [
          .init("e = q @ k.transpose(2, 3)", .score),
          masked,
          .init("a = torch.softmax(e, dim=-1)", .weights),
          .init("c = (a @ v).transpose(1, 2)", .context),
          .init("c = c.reshape(B, -1, C)", .mergedHeads),
          output,
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
