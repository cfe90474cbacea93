import CKernels
public import Tensors

/// y = x / (1 − rate) with the probability 1 − rate, 0 otherwise: dropout with inverted scaling.
///
/// Nothing is drawn from a generator. Either the second input says what is kept, 1 or 0 for every
/// element; or it is `[batch, word]`, two words for each row, and every lot is a hash of them, of the
/// site's number and of the element's place in its row: the same in every shard and in every replay.
public struct Dropout: Operation {
  /// The share of elements that become 0.
  public let rate: Float
  /// Tells dropouts of one row apart; nil where the second input says what is kept.
  public let site: UInt32?

  /// Dropout by a given choice, or by lots drawn for `site`.
  public init(rate: Float, site: UInt32?) {
    precondition(rate >= 0 && rate < 1, "a dropout rate of \(rate) is not in 0 ..< 1")
    self.rate = rate
    self.site = site
  }

  /// `dropout 0.1`.
  public var name: String { "dropout \(rate)" }
  /// y = x · kept / (1 − rate).
  public var formula: String { "y = x · kept / \(1 - rate)" }
  /// The input's shape.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let (x, second) = (inputs[0], inputs[1])
    if site == nil {
      guard x == second else { fatalError("a choice of \(second) does not fit \(x)") }
    } else {
      guard let batch = x[.batch], second[.batch] == batch, second.count == 2 * batch else {
        fatalError("lots of \(second) do not fit \(x): two words for each row of batch")
      }
    }
    return [x]
  }
  /// The second input.
  public var backwardReads: BackwardReads { .inputs }

  /// y = x · kept / (1 − rate).
  public func forward(_ site: Binding) -> StepFunction {
    dropping(site, from: site.inputs[0], into: site.outputs[0], add: 0)
  }

  /// dx = dy · kept / (1 − rate): the same lots once more.
  public func backward(_ site: Binding) -> Backward {
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    return Backward(
      step: dropping(
        site, from: site.outputGradient, into: dx, add: site.accumulates[0] ? 1 : 0))
  }

  private func dropping(
    _ site: Binding, from x: Operand, into y: Operand, add: Int32
  ) -> StepFunction {
    let (lots, count) = (site.inputs[1], x.shape.count)
    let (rate, factor) = (rate, 1 / (1 - rate))
    guard let number = self.site else {
      let scaled = site.scratch(count)
      return { step in
        hk_multiply(count, x.numbers(step), lots.numbers(step), scaled, 0)
        hk_scale(count, factor, scaled, y.numbers(step), add)
      }
    }
    let inner = x.shape.stride(of: .batch)
    let rows = x.shape[.batch] ?? 1
    let outer = count / max(1, inner * rows)
    return { step in
      let (p, q, words) = (x.numbers(step), y.numbers(step), lots.indices(step))
      for block in 0..<outer {
        for row in 0..<rows {
          let start = (block * rows + row) * inner
          hk_dropout(
            inner, p + start, words + 2 * row, number, UInt32(truncatingIfNeeded: block * inner),
            rate, q + start, add)
        }
      }
    }
  }
}

extension Recorder {
  /// The input that dropout draws its lots from: two words for each row, called `dropout`.
  ///
  /// Asking again gives the same value.
  public func dropoutWords(batch: Int) -> Value {
    if let index = tape.values.firstIndex(where: { $0.name == "dropout" }) {
      return Value(recorder: self, index: index)
    }
    let value = declare(
      .init(
        name: "dropout", shape: [.batch: batch, "word": 2], element: .index,
        origin: .input(wantsGradient: false)))
    tape.values[value.index].loop = nil
    return value
  }
}

/// Dropout of x; with a rate of 0 it is x itself.
///
/// - `name`: tells this dropout's lots from others'.
/// - `kept`: 1 and 0 for every element where the choice is given, not drawn.
public func dropout(_ x: Value, rate: Float, named name: String, kept: Value? = nil) -> Value {
  guard rate > 0 else { return x }
  if let kept { return x.apply(Dropout(rate: rate, site: nil), kept) }
  var hash: UInt32 = 0x811c_9dc5
  for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
  return x.apply(
    Dropout(rate: rate, site: hash), x.recorder.dropoutWords(batch: x.length(.batch)))
}
