import CKernels
public import Snapshots
public import Tensors

/// y = x − 1e9 where the key comes after the query: the official transformer's causal mask.
///
/// Added, not replaced: a row of which everything is masked becomes uniform. ``Softmax`` with a causal
/// rule is the exact form that the lessons use.
public struct CausalBias: Operation {
  /// The operation.
  public init() {}

  /// `causal bias`.
  public var name: String { "causal bias" }
  /// y = x − 1e9 where key > query.
  public var formula: String { "y = x − 1e9 where key > query" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .addConstant }
  /// The input's shape, whose last two axes are query and key.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    guard Array(inputs[0].axes.suffix(2)) == [.query, .key] else {
      fatalError("a causal bias is for query and key, the last two axes, not for \(inputs[0])")
    }
    return [inputs[0]]
  }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  /// y = x − 1e9 where key > query.
  public func forward(_ site: Binding) -> StepFunction {
    let (x, y) = (site.inputs[0], site.outputs[0])
    let (queries, keys) = (x.shape[.query] ?? 1, x.shape[.key] ?? 1)
    let bias = site.constant(queries * keys) {
      (0..<(queries * keys)).map { $0 % keys > $0 / keys ? -1e9 : -0.0 }
    }
    let blocks = x.shape.count / max(1, queries * keys)
    return { step in
      for block in 0..<blocks {
        let start = block * queries * keys
        hk_add(queries * keys, x.numbers(step) + start, bias, y.numbers(step) + start, 0)
      }
    }
  }

  /// dx = dy.
  public func backward(_ site: Binding) -> Backward {
    let (dy, count) = (site.outputGradient, site.outputs[0].shape.count)
    guard let dx = site.inputGradients[0] else { return Backward { _ in } }
    let add: Int32 = site.accumulates[0] ? 1 : 0
    return Backward { hk_copy(count, dy.numbers($0), dx.numbers($0), add) }
  }
}
