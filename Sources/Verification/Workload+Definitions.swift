import Layers
import Tapes
import Tensors
import Training

extension Workload {
  /// Additive sequence to sequence: embedding 64, GRU encoder 128, attention 128, GRU decoder 128,
  /// vocabulary 64, batch 64, source 24, target 12, teacher forcing.
  public static var w1: Workload {
    let (batch, keys, queries, units, width, tokens) = (64, 24, 12, 128, 64, 64)
    let model = SequenceModel(
      sourceTokens: tokens, targetTokens: tokens, embedding: width, units: units,
      isBidirectional: false, isMasked: false)
    let encoder = keys * (width + units) * 3 * units
    // What is projected, then v · tanh(…) and weights · features for every pair.
    let attention = (keys + queries) * units * units + 2 * queries * keys * units
    let decoder = queries * (units + width + units) * 3 * units
    let scores = queries * units * tokens
    return Workload(
      "W1", "additive seq2seq: GRU 128, attention 128, batch 64, source 24, target 12",
      batch: batch, productsPerRow: encoder + attention + decoder + scores,
      tape: { model.trainingTape(batch: $0, keys: keys, queries: queries) },
      fill: { player, rows in
        setIDs(player, "source", rows, positions: keys, of: tokens, isBatchFirst: false)
        for name in ["given", "labels"] {
          setIDs(player, name, rows, positions: queries, of: tokens, isBatchFirst: false)
        }
        player.withNumbers("label_weight") { $0.update(repeating: 1 / Float(batch * queries)) }
      })
  }

  /// LSTM pooling classifier: embedding 64, LSTM 128, Dense(1, tanh) pooling, 2 classes,
  /// vocabulary 1,000, batch 64, 64 steps.
  public static var w2: Workload {
    let (batch, keys, units, width, tokens, classes) = (64, 64, 128, 64, 1_000, 2)
    let lstm = keys * (width + units) * 4 * units
    let pooling = 2 * keys * units
    return Workload(
      "W2", "LSTM pooling classifier: LSTM 128, batch 64, 64 steps",
      batch: batch, productsPerRow: lstm + pooling + units * classes,
      tape: { rows in
        Tape.record { recorder in
          let source = recorder.indices("source", [.key: keys, .batch: rows])
          let embedded = Embedding("embedding", tokens: tokens, width: width)(source)
          let states = LSTM("lstm", units: units)(embedded, over: .key, input: .embedding).outputs
          let scores = Dense("class", units: classes, output: .token)(
            AttentionPooling("pooling")(states).context, over: .unit)
          addLoss(scores, [.batch: rows])
        }
      },
      fill: { player, rows in
        setIDs(player, "source", rows, positions: keys, of: tokens, isBatchFirst: false)
        setIDs(player, "labels", rows, positions: 1, of: classes, isBatchFirst: true)
        player.withNumbers("label_weight") { $0.update(repeating: 1 / Float(batch)) }
      })
  }

  /// Transformer encoder–decoder: width 128, 8 heads, 2 + 2 layers, feed-forward 512, pre-norm,
  /// vocabulary 64, batch 64, source 24, target 12.
  public static var w3: Workload {
    let (batch, keys, queries, layers, tokens) = (64, 24, 12, 2, 64)
    let size = TransformerSize(width: 128, heads: 8, filter: 512)
    let encoder = keys * (projections(size) + keys * 2 * size.width)
    let own = queries * (projections(size) + queries * 2 * size.width)
    let cross = queries * 2 * size.width * (size.width + keys) + keys * 2 * size.width * size.width
    return Workload(
      "W3", "transformer encoder–decoder: width 128, 2 + 2 layers, batch 64, source 24, target 12",
      batch: batch,
      productsPerRow: layers * (encoder + own + cross) + queries * size.width * tokens,
      tape: { rows in
        Tape.record { recorder in
          let source: Shape = [.batch: rows, .query: keys]
          var x = embedded(recorder.indices("source", source), "enc.embedding", tokens, size)
          for layer in 0..<layers { x = TransformerEncoderBlock("enc.\(layer)", size)(x).output }
          let encoded = LayerNormalization("enc.ln")(x).renaming(.query, to: .key)
          let target: Shape = [.batch: rows, .query: queries]
          var y = embedded(recorder.indices("given", target), "dec.embedding", tokens, size)
          for layer in 0..<layers {
            let block = TransformerDecoderBlock("dec.\(layer)", size)
            y = block(y, to: block.memory(of: encoded)).output
          }
          addLoss(scores(LayerNormalization("dec.ln")(y), tokens), target)
        }
      },
      fill: { player, rows in
        setIDs(player, "source", rows, positions: keys, of: tokens, isBatchFirst: true)
        for name in ["given", "labels"] {
          setIDs(player, name, rows, positions: queries, of: tokens, isBatchFirst: true)
        }
        player.withNumbers("label_weight") { $0.update(repeating: 1 / Float(batch * queries)) }
      })
  }

  /// Decoder only: width 256, 8 heads, 4 layers, feed-forward 1,024, context 128, vocabulary 96,
  /// batch 16.
  public static var w4: Workload {
    let (batch, context, layers, tokens) = (16, 128, 4, 96)
    let size = TransformerSize(width: 256, heads: 8, filter: 1_024)
    let layer = context * (projections(size) + context * 2 * size.width)
    return Workload(
      "W4", "decoder only: width 256, 4 layers, batch 16, context 128",
      batch: batch, productsPerRow: layers * layer + context * size.width * tokens,
      tape: { rows in
        Tape.record { recorder in
          let shape: Shape = [.batch: rows, .query: context]
          var x = embedded(recorder.indices("source", shape), "embedding", tokens, size)
          for layer in 0..<layers {
            x = TransformerEncoderBlock("\(layer)", size)(x, isCausal: true).output
          }
          addLoss(scores(LayerNormalization("ln")(x), tokens), shape)
        }
      },
      fill: { player, rows in
        for name in ["source", "labels"] {
          setIDs(player, name, rows, positions: context, of: tokens, isBatchFirst: true)
        }
        player.withNumbers("label_weight") { $0.update(repeating: 1 / Float(batch * context)) }
      })
  }

  /// `productsPerRow`: multiply-adds of all matrix products of one row, forward; masked scores count.
  private init(
    _ name: String, _ summary: String, batch: Int, productsPerRow: Int,
    tape: @escaping (Int) -> Tape, fill: @escaping (Player, Range<Int>) -> Void
  ) {
    self.name = name
    self.summary = summary
    // A product of m × k by k × n takes 2mkn operations forward and twice that backward.
    operationsPerStep = 6 * Double(batch) * Double(productsPerRow)
    objective = Objective(
      batchSize: batch, tape: tape, fill: { player, _, rows in fill(player, rows) },
      learningRate: { _ in 0.001 })
  }

  /// Multiply-adds of what a block projects at one position: q, k, v, output and feed-forward.
  private static func projections(_ size: TransformerSize) -> Int {
    4 * size.width * size.width + 2 * size.width * size.filter
  }

  private static func embedded(
    _ ids: Value, _ name: String, _ tokens: Int, _ size: TransformerSize
  ) -> Value {
    addPositions(Embedding(name, tokens: tokens, width: size.width)(ids), along: .query)
  }

  private static func scores(_ x: Value, _ tokens: Int) -> Value {
    Dense("scores", units: tokens, output: .token)(x, over: .embedding)
  }

  private static func addLoss(_ scores: Value, _ shape: Shape) {
    let recorder = scores.recorder
    crossEntropy(
      scores, labels: recorder.indices("labels", shape),
      weights: recorder.input("label_weight", shape)
    ).named("loss")
  }

  /// Random positions in a table; a row's are the same in whatever shard it is.
  private static func setIDs(
    _ player: Player, _ name: String, _ rows: Range<Int>, positions: Int, of tokens: Int,
    isBatchFirst: Bool
  ) {
    let stream = RandomStream(seed: 1)(name)
    player.withIndices(name) { target in
      for (place, row) in rows.enumerated() {
        for position in 0..<positions {
          let index =
            isBatchFirst ? place * positions + position : position * rows.count + place
          target[index] = Int32(stream(row).below(tokens, position))
        }
      }
    }
  }
}
