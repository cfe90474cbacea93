import CKernels
public import Snapshots
public import Tensors

/// y = the rows of a table at given positions: an embedding.
public struct Gather: Operation {
  /// The operation.
  public init() {}
  /// `look up`.
  public var name: String { "look up" }
  /// y[i] = E[x[i]].
  public var formula: String { "y_i = E[x_i]" }
  /// `rows`, after its layer.
  public var resultWord: String? { "rows" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .lookUp }
  /// The positions' axes and the table's second.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard inputs[1].rank == 2 else { fatalError("a table has two axes, not \(inputs[1])") }
    return [inputs[0].appending(inputs[1].axes[1], inputs[1].lengths[1])]
  }
  /// The inputs: the positions.
  public var backwardReads: BackwardReads { .inputs }

  /// y[i] = E[x[i]]; a position outside the table gives zeros.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, table, y) = (site.inputs[0], site.inputs[1], site.outputs[0])
    let (rows, width) = (x.shape.count, table.shape.lengths[1])
    let length = table.shape.lengths[0]
    return {
      hk_gather_rows(rows, width, x.indices($0), length, table.numbers($0), y.numbers($0))
    }
  }

  /// dE[x[i]] += dy[i].
  public func backward(_ site: Binding) -> Backward {
    let (x, table, dy) = (site.inputs[0], site.inputs[1], site.outputGradient)
    guard let dtable = site.inputGradients[1] else { return Backward { _ in } }
    let (rows, width, length) = (x.shape.count, table.shape.lengths[1], table.shape.lengths[0])
    let clear = !site.accumulates[1]
    return Backward {
      if clear { hk_fill(length * width, 0, dtable.numbers($0)) }
      hk_scatter_rows(rows, width, x.indices($0), length, dy.numbers($0), dtable.numbers($0))
    }
  }
}

/// The rows of `table` at `positions`.
public func lookUp(_ positions: Value, in table: Value) -> Value {
  positions.apply(Gather(), table)
}
