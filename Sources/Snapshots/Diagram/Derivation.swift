import Tensors

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How one number came about: the numbers it was made of, and what was done with them.
public struct Derivation: Hashable, Sendable {
  /// A cell of an input.
  public struct Source: Hashable, Sendable {
    /// The value in the diagram.
    public var value: Int
    /// The element of its numbers.
    public var cell: Int
    /// What stands there.
    public var number: Float
  }

  /// Something that is added up: a product of cells.
  public struct Term: Hashable, Sendable {
    /// The factors.
    public var sources: [Source]
    /// Whether the first factor is 1 − the cell.
    public var isComplement = false
    /// The product, or the exponential for a softmax.
    public var contribution: Float
  }

  /// What is done with the terms.
  public enum Form: Hashable, Sendable {
    /// f(Σ); without a function just the sum.
    case sum(Diagram.Function?)
    /// One of them over the sum of all.
    case share(of: Int)
    /// (x − mean) · inverse · scale + bias; inverse = 1 / √(variance + ε).
    case normalized(mean: Float, inverse: Float)
    /// x · inverse · scale; inverse = 1 / √(Σ x² / n + ε).
    case scaled(inverse: Float)
  }

  /// In the order of the formula.
  public var terms: [Term]
  /// What is done with them.
  public var form: Form
  /// The number in the diagram.
  public var result: Float

  /// The number that the terms give; it differs from the result by rounding alone.
  public var recomputed: Float {
    let sum = terms.reduce(Float(0)) { $0 + $1.contribution }
    switch form {
    case .sum(nil): return sum
    case .sum(let function?): return function(sum)
    case .share(let place): return sum > 0 ? terms[place].contribution / sum : 0
    case .normalized, .scaled: return sum
    }
  }

  /// The terms from the one that counts most to the one that counts least.
  public var ranked: [Term] {
    terms.enumerated().sorted {
      let (a, b) = (abs($0.element.contribution), abs($1.element.contribution))
      return a == b ? $0.offset < $1.offset : a > b
    }.map(\.element)
  }
}

extension Diagram.Function {
  /// f(x).
  public func callAsFunction(_ x: Float) -> Float {
    switch self {
    case .tanh: tanhf(x)
    case .sigmoid: 1 / (1 + expf(-x))
    case .relu: max(0, x)
    case .gelu: x / 2 * (1 + erff(x * Float(0.5).squareRoot()))
    case .geluTanh: x / 2 * (1 + tanhf(0.7978845608 * (x + 0.044715 * x * x * x)))
    case .silu: x / (1 + expf(-x))
    case .quickGELU: x / (1 + expf(-1.702 * x))
    case .cosine: cosf(x)
    case .sine: sinf(x)
    }
  }
}

extension Diagram {
  /// How cell `cell` of what operation `operation` wrote came about; nil where that is not told.
  ///
  /// Cells count through the numbers of a value in their order, steps of a recurrence included.
  public func derivation(of operation: Int, cell: Int) -> Derivation? {
    Deriving(diagram: self, operation: operations[operation], cell: cell).derivation()
  }
}
