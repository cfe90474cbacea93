import Snapshots

/// A few lines of Keras 3 that do what a mechanism does, written to be read beside its operations.
struct CodeListing: Sendable {
  /// One line, and which operations it is.
  struct CodeLine: Sendable {
    var code: String
    var meanings: [Diagram.Meaning]

    init(_ code: String, _ meanings: Diagram.Meaning...) {
      self.code = code
      self.meanings = meanings
    }
  }

  var lines: [CodeLine]

  /// Which line does what `meaning` is.
  func line(for meaning: Diagram.Meaning) -> Int? {
    lines.firstIndex { $0.meanings.contains(meaning) }
  }

  /// The lines of what is there, with those that only begin one.
  func limited(to present: Set<Diagram.Meaning>) -> CodeListing {
    let isThere = lines.map { !present.isDisjoint(with: $0.meanings) }
    return CodeListing(
      lines: lines.indices.filter { place in
        isThere[place]
          || lines[place].meanings.isEmpty && place + 1 < lines.count && isThere[place + 1]
      }.map { lines[$0] })
  }
}

extension CodeListing {
  /// The first method: additive attention of one query.
  static let additive = CodeListing(lines: [
    CodeLine("k = Dense(U)(features)", .featureProjection),
    CodeLine("q = Dense(U)(hidden)[:, None]", .hiddenProjection),
    CodeLine("total = k + q", .projectionSum),
    CodeLine("score = ops.tanh(total)", .hiddenLayer),
    CodeLine("e = Dense(1)(score)", .score, .maskedScore),
    CodeLine("a = ops.softmax(e, axis=1)", .weights),
    CodeLine("w = a * features", .weighted),
    CodeLine("context = ops.sum(w, axis=1)", .context),
  ])

  /// The second method as it was written: with RepeatVector and Permute, and the sum it lacked.
  static let pooling = CodeListing(lines: [
    CodeLine("h = LSTM(U, return_sequences=True)(x)"),
    CodeLine("e = Dense(1, \"tanh\")(h)", .score, .cappedScore),
    CodeLine("e = Flatten()(e)"),
    CodeLine("a = Activation(\"softmax\")(e)", .weights),
    CodeLine("r = RepeatVector(U)(a)", .repeatVector),
    CodeLine("r = Permute((2, 1))(r)", .permute),
    CodeLine("w = Multiply()([h, r])", .weighted, .multiply),
    CodeLine("context = ops.sum(w, axis=1)", .context),
  ])

  /// The same without the tanh that caps the scores.
  static let linearPooling = CodeListing(
    lines: pooling.lines.map {
      CodeLine(
        $0.code == "e = Dense(1, \"tanh\")(h)" ? "e = Dense(1)(h)" : $0.code,
        meanings: $0.meanings)
    })

  /// The accepted answer: multi-head attention of the official transformer.
  static let multiHead = CodeListing(lines: [
    CodeLine("def W():  # no bias"),
    CodeLine("  return Dense(D, use_bias=False)"),
    CodeLine("def split(x):  # heads in front"),
    CodeLine("  x = ops.reshape(x, (B,-1,N,d))", .splitHeads),
    CodeLine("  return ops.swapaxes(x, 1, 2)", .transposedHeads),
    CodeLine("q = split(W()(x))", .queries, .wholeProjection),
    CodeLine("k = split(W()(y))", .keys),
    CodeLine("v = split(W()(y))", .values),
    CodeLine("q = q * d**-0.5", .scaledQueries),
    CodeLine("e = q @ ops.swapaxes(k, 2, 3)", .score),
    CodeLine("e = e + mask  # 0 or -1e9", .maskedScore),
    CodeLine("a = ops.softmax(e)", .weights),
    CodeLine("c = ops.swapaxes(a @ v, 1, 2)", .context),
    CodeLine("c = ops.reshape(c, (B,-1,D))", .mergedHeads),
    CodeLine("out = W()(c)", .output),
  ])

  /// One step of a GRU with Keras's reset_after.
  static let gru = CodeListing(lines: [
    CodeLine("xs = ops.split(x@K + b, 3, -1)", .inputProjection),
    CodeLine("hs = ops.split(h@R + c, 3, -1)"),
    CodeLine("z = ops.sigmoid(xs[0] + hs[0])", .updateGate),
    CodeLine("r = ops.sigmoid(xs[1] + hs[1])", .resetGate),
    CodeLine("n = ops.tanh(xs[2] + r * hs[2])", .candidate),
    CodeLine("h = z * h + (1 - z) * n", .state),
  ])

  /// One step of an LSTM.
  static let lstm = CodeListing(lines: [
    CodeLine("g = x @ K + h @ R + b", .inputProjection),
    CodeLine("gi, gf, gc, go = ops.split(g, 4, -1)"),
    CodeLine("i = ops.sigmoid(gi)", .inputGate),
    CodeLine("f = ops.sigmoid(gf)", .forgetGate),
    CodeLine("new = ops.tanh(gc)", .candidate),
    CodeLine("c = f * c + i * new", .cell),
    CodeLine("o = ops.sigmoid(go)", .outputGate),
    CodeLine("h = o * ops.tanh(c)", .state),
  ])

  /// What stands around attention.
  static let around = CodeListing(lines: [
    CodeLine("x = Embedding(V, E)(ids)", .embedding),
    CodeLine("x = x + positions", .positions),
    CodeLine("y = LayerNormalization(epsilon=1e-6)(x)", .normalized),
    CodeLine("x = x + layer(y)", .residual),
    CodeLine("y = Dense(filter, \"relu\")(y)", .feedForward),
    CodeLine("x = ops.concatenate([a, b], -1)", .joined),
    CodeLine("logits = Dense(tokens)(x)", .tokenScores),
    CodeLine("loss = SparseCategoricalCrossentropy("),
    CodeLine("  from_logits=True)(y_true, logits)", .loss),
  ])
}

extension CodeListing.CodeLine {
  fileprivate init(_ code: String, meanings: [Diagram.Meaning]) {
    self.code = code
    self.meanings = meanings
  }
}

extension AnatomyPage {
  /// The listing that an operation belongs to: that of its mechanism or cell; nil where there is none.
  func listing(for operation: Int) -> CodeListing? {
    let own = diagram.operations[operation]
    guard let meaning = own.meaning else { return nil }
    let near = meanings(near: operation)
    // What only one mechanism has tells them apart.
    let listings: [(CodeListing, Bool)] = [
      (.additive, near.contains(.hiddenLayer)),
      (.pooling, near.contains(.cappedScore)),
      (.multiHead, near.contains(.scaledQueries)),
      (.linearPooling, near.contains(.repeatVector) || near.contains(.score)),
      (.lstm, near.contains(.forgetGate)),
      (.gru, near.contains(.updateGate)),
      (.around.limited(to: Set(diagram.operations.compactMap(\.meaning))), true),
    ]
    return listings.first { $0.1 && $0.0.line(for: meaning) != nil }?.0
  }

  /// The line of Keras that does what an operation does, as a learner would write it.
  func codeLine(for operation: Int) -> String? {
    guard let listing = listing(for: operation),
      let line = diagram.operations[operation].meaning.flatMap({ listing.line(for: $0) })
    else { return nil }
    return listing.lines[line].code
  }

  /// What PyTorch calls it and how the paper writes it; empty where there is nothing to say.
  func otherNames(of operation: Int) -> (torch: String?, paper: String?) {
    guard let meaning = diagram.operations[operation].meaning else { return (nil, nil) }
    return (Self.torch[meaning], Self.paper(meaning, mechanism(of: operation)))
  }

  enum Mechanism { case additive, pooling, multiHead }

  /// The way to attend that an operation belongs to or stands nearest to.
  func mechanism(of operation: Int) -> Mechanism {
    let near = meanings(near: operation)
    return near.contains(.hiddenLayer)
      ? .additive : near.contains(.scaledQueries) ? .multiHead : .pooling
  }

  /// What the operations of the groups are for that hold an operation or lie beside it.
  private func meanings(near operation: Int) -> Set<Diagram.Meaning> {
    let group = diagram.operations[operation].group
    return Set(
      diagram.operations.filter { $0.group.starts(with: group) || group.starts(with: $0.group) }
        .compactMap(\.meaning))
  }

  private static let torch: [Diagram.Meaning: String] = [
    .featureProjection: "nn.Linear(F, U)(features)",
    .hiddenProjection: "nn.Linear(H, U)(hidden)",
    .hiddenLayer: "torch.tanh(k + q)",
    .cappedScore: "torch.tanh(e)",
    .weights: "F.softmax(e, dim=-1)",
    .weighted: "a.unsqueeze(-1) * features",
    .context: "weighted.sum(dim=1)  or  a @ v",
    .repeatVector: "a.unsqueeze(1).expand(-1, units, -1)",
    .permute: "r.transpose(1, 2)",
    .queries: "nn.Linear(D, D, bias=False)",
    .keys: "nn.Linear(D, D, bias=False)",
    .values: "nn.Linear(D, D, bias=False)",
    .splitHeads: "x.view(B, -1, N, d)",
    .transposedHeads: "x.transpose(1, 2)",
    .mergedHeads: "c.transpose(1, 2).reshape(B, -1, D)",
    .output: "nn.Linear(D, D, bias=False)",
    .embedding: "nn.Embedding(tokens, width)",
    .normalized: "nn.LayerNorm(width, eps=1e-6)",
    .tokenScores: "nn.Linear(width, tokens)",
    .loss: "F.cross_entropy(logits, target)",
  ]

  private static func paper(_ meaning: Diagram.Meaning, _ mechanism: Mechanism) -> String? {
    switch meaning {
    case .featureProjection: "U_a h_j   (Bahdanau 2015)"
    case .hiddenProjection: "W_a s_i−1   (Bahdanau 2015)"
    case .projectionSum: "W_a s_i−1 + U_a h_j"
    case .hiddenLayer: "tanh(W_a s_i−1 + U_a h_j)"
    case .score:
      switch mechanism {
      case .additive: "e_ij = v_aᵀ tanh(W_a s_i−1 + U_a h_j)"
      case .pooling: "e_t = w h_t + b   (Raffel 2015)"
      case .multiHead: "q kᵀ / √d_k   (Vaswani 2017)"
      }
    case .cappedScore: "e_t = tanh(w h_t + b)   (Raffel 2015)"
    case .weights:
      switch mechanism {
      case .additive: "α_ij"
      case .pooling: "α_t = exp(e_t) / Σ_k exp(e_k)"
      case .multiHead: "softmax(q kᵀ / √d_k)"
      }
    case .context:
      switch mechanism {
      case .additive: "c_i = Σ_j α_ij h_j"
      case .pooling: "c = Σ_t α_t h_t"
      case .multiHead: "softmax(q kᵀ / √d_k) v"
      }
    case .queries: "Q W_i^Q   (Vaswani 2017)"
    case .keys: "K W_i^K   (Vaswani 2017)"
    case .values: "V W_i^V   (Vaswani 2017)"
    case .scaledQueries: "1 / √d_k"
    case .mergedHeads: "Concat(head_1, …, head_h)"
    case .output: "Concat(head_1, …, head_h) W^O"
    default: nil
    }
  }
}
