import Snapshots
import Tensors

extension Attention {
  /// How the models of Hugging Face write it, in Keras and in PyTorch.
  ///
  /// x is `[Q, C]` of one text; H heads of D, of which K are of keys.
  var listing: Diagram.Listing {
    typealias Line = Diagram.Listing.Line
    let isGrouped = keyHeads < heads
    let isSeen = rule != .all
    func lines(
      _ reshape: (String, String) -> String, _ swap: String, _ turn: (String) -> String,
      _ norm: (String) -> String, _ repeated: (String) -> String, _ softmax: String,
      _ merged: String, _ output: String
    ) -> [Line] {
      var lines: [Line] = [
        Line("q = " + reshape("Wq(x)", "H"), .queries, layer: "Wq"),
        Line("k = " + reshape("Wk(x)", isGrouped ? "K" : "H"), .keys, layer: "Wk"),
        Line("v = " + reshape("Wv(x)", isGrouped ? "K" : "H"), .values, layer: "Wv"),
      ]
      if normEpsilon != nil { lines.append(Line("q, k = " + norm("q") + ", " + norm("k"))) }
      if rotation != nil {
        lines.append(Line("q = " + turn("q"), .turnedQueries))
        lines.append(Line("k = " + turn("k"), .turnedKeys))
      }
      if isGrouped {
        lines.append(Line("k = " + repeated("k") + "  # H/K heads share a key"))
        lines.append(Line("v = " + repeated("v")))
      }
      if scale != 1 { lines.append(Line("q = q * D**-0.5", .scaledQueries)) }
      lines.append(Line("e = q @ " + swap, .score))
      if isSeen { lines.append(Line("e = e + mask  # 0 or -inf: what is not visible")) }
      lines.append(Line("a = " + softmax, .weights))
      lines.append(Line("c = a @ v", .context))
      lines.append(Line("c = " + merged, .mergedHeads))
      lines.append(Line(output, .output, layer: "Wo"))
      return lines
    }
    let sizes: [Diagram.Listing.Size] =
      [
        .init("Q", .query), .init("T", .key), .init("C", "combined"), .init("H", .head),
        .init("D", Self.depthAxis),
      ] + (isGrouped ? [.init("K", Self.keyHead), .init("G", Self.group)] : [])
    return Diagram.Listing(
      .multihead, sizes: sizes,
      givens: [.init("x", ["Q", "*"], of: .queries)],
      keras: lines(
        { "ops.transpose(ops.reshape(\($0), (Q,\($1),D)), (1,0,2))" }, "ops.swapaxes(k, 1, 2)",
        { "turn(\($0), cos, sin)" }, { "rms_norm(\($0))" }, { "ops.repeat(\($0), H//K, axis=0)" },
        "ops.softmax(e)", "ops.reshape(ops.swapaxes(c, 0, 1), (Q,H*D))", "out = Wo(c)"),
      pytorch: lines(
        { "\($0).view(Q, \($1), D).transpose(0, 1)" }, "k.transpose(1, 2)",
        { "turn(\($0), cos, sin)" }, { "rms_norm(\($0))" },
        { "\($0).repeat_interleave(H//K, dim=0)" }, "torch.softmax(e, dim=-1)",
        "c.transpose(0, 1).reshape(Q, H*D)", "out = Wo(c)"),
      paper: [
        .score: "q kᵀ / √d_k   (Vaswani 2017)",
        .weights: "softmax(q kᵀ / √d_k)",
        .context: "softmax(q kᵀ / √d_k) v",
        .queries: "Q W_i^Q   (Vaswani 2017)",
        .keys: "K W_i^K   (Vaswani 2017)",
        .values: "V W_i^V   (Vaswani 2017)",
        .turnedQueries: "R_m W_q x_m   (Su 2021)",
        .turnedKeys: "R_n W_k x_n   (Su 2021)",
        .scaledQueries: "1 / √d_k",
        .mergedHeads: "Concat(head_1, …, head_h)",
        .output: "Concat(head_1, …, head_h) W^O",
      ])
  }
}
