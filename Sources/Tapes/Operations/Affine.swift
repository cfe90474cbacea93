import CKernels
public import Snapshots
public import Tensors

/// y = x · W + b over one axis of x: what Keras calls Dense without an activation.
///
/// The kernel's first axis is the input's, primed; its others are new. A kernel with no other axis
/// is a vector: every position then becomes one number.
public struct Affine: Operation {
  /// The axis of x that disappears.
  public let axis: Axis
  private let hasBias: Bool
  private let order: [Axis]?

  /// The product over `axis`, with or without a bias.
  ///
  /// `order`: the order of the result's axes in memory, where another than the input's is
  /// wanted; the named axes make a transposition unnecessary as a box of its own.
  public init(over axis: Axis, bias: Bool, order: [Axis]? = nil) {
    self.axis = axis
    hasBias = bias
    self.order = order
  }

  /// `dense over unit`.
  public var name: String { "dense over \(axis)" }
  /// y = x · W + b.
  public var formula: String { hasBias ? "y = x · W + b" : "y = x · W" }
  /// `projected`, after its layer.
  public var resultWord: String? { "projected" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .product(over: [axis]) }
  /// The input's shape with the axis replaced by the kernel's others.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let (x, kernel) = (inputs[0], inputs[1])
    guard let length = x[axis], kernel.axes.first == axis.primed, kernel.lengths[0] == length else {
      fatalError("a kernel of \(kernel) does not fit \(axis) of \(x)")
    }
    let width = kernel.removing(axis.primed)
    if hasBias {
      guard inputs[2].count == width.count else {
        fatalError("a bias of \(inputs[2]) does not fit a kernel of \(kernel)")
      }
    }
    let result = x.removing(axis).union(width)
    return [order.map { result.ordered($0) } ?? result]
  }
  /// The inputs.
  public var backwardReads: BackwardReads { .inputs }
  /// Kernel and bias wait for x.
  public func deferral(of input: Int) -> Int? { input > 0 ? 0 : nil }

  /// y = x · W + b.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, kernel, y) = (site.inputs[0], site.inputs[1], site.outputs[0])
    if kernel.isPacked { return packedForward(site) }
    let product = Contraction(
      Strides(x.shape).renaming(axis, to: axis.primed), Strides(kernel.shape),
      into: Strides(y.shape),
      hasBias: hasBias)
    let bias = hasBias ? site.inputs[2] : nil
    return { step in
      product.compute(
        x.numbers(step), kernel.numbers(step), into: y.numbers(step), accumulate: false,
        bias: bias.map { UnsafePointer($0.numbers(step)) })
    }
  }

  /// The same with a kernel in panels: one product, to the same bits.
  private func packedForward(_ site: Binding) -> StepFunction {
    let (x, kernel, y) = (site.inputs[0], site.inputs[1], site.outputs[0])
    let depth = kernel.shape.lengths[0]
    let width = kernel.shape.count / max(1, depth)
    guard x.shape.axes.last == axis, order == nil else {
      fatalError("a kernel in panels needs \(axis) as the last axis of \(x.shape)")
    }
    let rows = x.shape.count / max(1, depth)
    let bias = hasBias ? site.inputs[2] : nil
    return { step in
      hk_matmul_packed(
        rows, width, depth, x.numbers(step), depth, kernel.numbers(step),
        bias.map { UnsafePointer($0.numbers(step)) }, y.numbers(step), width)
    }
  }

  /// dx = dy · Wᵀ, dW = xᵀ · dy, db = Σ dy.
  public func backward(_ site: Binding) -> Backward {
    let (kernel, dy) = (site.inputs[1], site.outputGradient)
    let (rows, width) = (kernel.shape.lengths[0], kernel.shape.count / kernel.shape.lengths[0])

    // In a loop the kernel is transposed once for all steps; outside, the product does it itself.
    let isTransposed = site.loop != nil && kernel.stepStride == 0 && width > 1
    let transposed = isTransposed ? site.scratch(rows * width) : nil
    var input: (Operand, Contraction)?
    if let dx = site.inputGradients[0] {
      var layout = Strides(kernel.shape)
      if isTransposed {
        let turned = Shape(
          axes: Array(kernel.shape.axes.dropFirst()) + [axis.primed],
          lengths: Array(kernel.shape.lengths.dropFirst()) + [rows])
        layout = Strides(turned)
      }
      let target = Strides(dx.shape).renaming(axis, to: axis.primed)
      input = (dx, Contraction(Strides(dy.shape), layout, into: target))
    }

    let kernelNow = weightGradient(site.inputGradients[1], site, over: nil)
    let kernelLate = weightGradient(site.deferredGradients[1], site, over: site.loop)
    let biasNow = hasBias ? biasGradient(site.inputGradients[2], site, width, over: nil) : nil
    let biasLate =
      hasBias ? biasGradient(site.deferredGradients[2], site, width, over: site.loop) : nil
    let accumulates = site.accumulates
    return Backward(
      before: {
        if let transposed { hk_transpose(rows, width, kernel.numbers(0), width, transposed, rows) }
      },
      step: { step in
        if let (dx, product) = input {
          product.compute(
            dy.numbers(step), transposed ?? kernel.numbers(step), into: dx.numbers(step),
            accumulate: accumulates[0])
        }
        kernelNow?(step, accumulates[1])
        if hasBias { biasNow?(step, accumulates[2]) }
      },
      after: {
        kernelLate?(0, true)
        biasLate?(0, true)
      })
  }

  private typealias Part = (_ step: Int, _ accumulate: Bool) -> Void

  private func weightGradient(
    _ gradient: Operand?, _ site: Binding, over loop: Binding.Loop?
  ) -> Part? {
    guard let gradient else { return nil }
    let (x, dy) = (site.inputs[0], site.outputGradient)
    let product = Contraction(
      Strides(x, over: loop).renaming(axis, to: axis.primed), Strides(dy, over: loop),
      into: Strides(gradient.shape))
    return { step, accumulate in
      product.compute(
        x.numbers(step), dy.numbers(step), into: gradient.numbers(step), accumulate: accumulate)
    }
  }

  private func biasGradient(
    _ gradient: Operand?, _ site: Binding, _ width: Int, over loop: Binding.Loop?
  ) -> Part? {
    guard let gradient else { return nil }
    let dy = site.outputGradient
    let rows = dy.shape.count / width
    let steps = loop?.steps ?? 1
    let own = site.inputs[1].shape.removing(axis.primed)
    guard Array(dy.shape.axes.suffix(own.rank)) == own.axes else {
      // Another order: the bias is what an addition would broadcast.
      let sum = broadcastGradient(
        Broadcast(dy.shape, own, into: dy.shape), stands: .secondStands, dz: dy, \.b)
      return { step, accumulate in
        if !accumulate { hk_fill(width, 0, gradient.numbers(step)) }
        let target = gradient.numbers(step)
        for each in steps > 1 ? 0..<steps : step..<(step + 1) { sum(each, target, 1) }
      }
    }
    return { step, accumulate in
      let add: Int32 = accumulate ? 1 : 0
      guard steps > 1, dy.stepStride != dy.shape.count else {
        hk_sum_rows(rows * steps, width, dy.numbers(step), width, gradient.numbers(step), add)
        return
      }
      for each in 0..<steps {
        hk_sum_rows(
          rows, width, dy.numbers(each), width, gradient.numbers(0), each == 0 ? add : 1)
      }
    }
  }
}

/// x · W + b over `axis` of x; the kernel's first axis is that axis, primed.
///
/// `order`: the order of the result's axes in memory, where another than x's is wanted.
public func dense(
  _ x: Value, over axis: Axis, kernel: Value, bias: Value? = nil, order: [Axis]? = nil
) -> Value {
  let operation = Affine(over: axis, bias: bias != nil, order: order)
  return x.outputs(operation, [kernel] + (bias.map { [$0] } ?? []))[0]
}
