import CKernels
public import Tensors

/// y = x where a mask is 1, a constant where it is 0: how Keras's multi-head attention masks scores.
///
/// Replaced, not added to: whatever stood there leaves no trace, and no gradient passes.
/// The mask may lack axes of x; those that it has come in the same order.
public struct Replace: Operation {
  /// What stands where the mask is 0.
  public let constant: Float

  /// The operation that puts `constant` where the mask is 0.
  public init(by constant: Float) { self.constant = constant }

  /// `replace what is masked`.
  public var name: String { "replace what is masked" }
  /// y = x where mask, −1e9 elsewhere.
  public var formula: String { "y = x where mask, \(constant) elsewhere" }
  /// The input's shape.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard inputs[0].union(inputs[1]) == inputs[0] else {
      fatalError("a mask of \(inputs[1]) does not fit \(inputs[0])")
    }
    return [inputs[0]]
  }
  /// The mask.
  public var backwardReads: BackwardReads { .inputs }

  /// y = x or the constant.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y) = (site.inputs[0], site.outputs[0])
    return choosing(site, from: x, into: y, otherwise: constant, add: 0)
  }

  /// dx = dy where the mask is 1.
  public func backward(_ site: Binding) -> Backward {
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    return Backward(
      step: choosing(
        site, from: site.outputGradient, into: dx, otherwise: 0,
        add: site.accumulates[0] ? 1 : 0))
  }

  private func choosing(
    _ site: Binding, from x: Operand, into y: Operand, otherwise: Float, add: Int32
  ) -> StepFunction {
    let mask = site.inputs[1]
    let walk = Broadcast(x.shape, mask.shape, into: y.shape)
    guard walk.run != .secondStands else {
      return { step in
        for at in walk.offsets {
          if mask.numbers(step)[at.b] != 0 {
            hk_copy(walk.length, x.numbers(step) + at.a, y.numbers(step) + at.z, add)
          } else if add == 0 {
            hk_fill(walk.length, otherwise, y.numbers(step) + at.z)
          }
        }
      }
    }
    return { step in
      for at in walk.offsets {
        hk_keep(
          walk.length, x.numbers(step) + at.a, mask.numbers(step) + at.b, otherwise,
          y.numbers(step) + at.z, add)
      }
    }
  }
}

/// x where `mask` is 1, `constant` where it is 0.
public func replace(_ x: Value, where mask: Value, by constant: Float) -> Value {
  x.apply(Replace(by: constant), mask)
}
