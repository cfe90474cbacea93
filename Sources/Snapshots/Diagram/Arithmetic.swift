public import Tensors

extension Diagram {
  /// How each number of an output follows from the inputs, found by the names of the axes.
  ///
  /// An axis of the output is the same axis of each input; an input that lacks it is the same along
  /// it.
  public enum Arithmetic: Hashable, Sendable {
    /// Σ x · y over `axes`, plus a third input if there is one; the second may have them primed.
    case product(over: [Axis])
    /// Σ x over an axis.
    case sum(over: Axis)
    /// x + y.
    case add
    /// x · y.
    case multiply
    /// x times a constant.
    case scale(by: Float)
    /// f(x).
    case function(Function)
    /// e^x / Σ e^x over an axis; keys that a rule or a mask leaves out get 0.
    case softmax(over: Axis, visible: Visibility?)
    /// The row of the second input that the first input names.
    case lookUp
    /// The inputs one behind the other.
    case concatenate(along: Axis)
    /// The same number: copied, repeated, permuted, or seen under other axes.
    case same
    /// x plus a number that depends on the place alone.
    case addConstant
    /// (x − mean) / √(variance + ε) · scale + bias.
    case normalize(over: Axis, epsilon: Float)
    /// x / √(Σ x² / n + ε) · scale.
    case rootMeanSquare(over: Axis, epsilon: Float)
    /// f(p · frequency); the input holds the positions p, the output has one column per frequency.
    case turn(Function, frequencies: [Float])
    /// Pairs of features turned by an angle; inputs x, the cosines and the sines.
    case rotate(Rotation)
    /// −Σ w ln softmax(x)[label].
    case crossEntropy
    /// A gate of a recurrent cell.
    case gate(Gate)
    /// z · h + (1 − z) · candidate; inputs z, h and the candidate.
    case blend(Recurrence)
    /// f · c + i · g; inputs f, c, i and g.
    case memory(Recurrence)
    /// What the step before left; inputs the state after each step and that before the first.
    case carried(Recurrence)
    /// o · tanh c; inputs o and c, and where positions are masked the outputs, of which the one before is
    /// repeated there.
    case exposure(Recurrence?)
    /// Not told.
    case unknown
  }

  /// A function of one number.
  public enum Function: String, Hashable, Sendable {
    case tanh
    case sigmoid
    case relu
    /// x · Φ(x), Φ the cumulative normal distribution.
    case gelu
    /// Its form with tanh.
    case geluTanh = "gelu tanh"
    /// x · σ(x).
    case silu
    /// x · σ(1.702 x).
    case quickGELU = "quick gelu"
    case cosine
    case sine
  }

  /// Which keys a query may look at, by their positions alone.
  public struct Visibility: Hashable, Sendable {
    /// The axis of the queries; the last query stands at the last key.
    public var queries: Axis
    /// How many keys back a query sees, itself among them; nil: all.
    public var window: Int?

    /// The keys up to the query's own position, at most `window` of them.
    public init(causal queries: Axis, window: Int? = nil) {
      self.queries = queries
      self.window = window
    }

    /// The keys that the query at place `query` of `queries` sees of `keys`.
    public func seen(_ query: Int, of queries: Int, keys: Int) -> Range<Int> {
      let end = min(max(0, keys - queries + query + 1), keys)
      return max(0, window.map { end - $0 } ?? 0)..<end
    }
  }

  /// Which features of a head make a pair, and how many pairs there are.
  public struct Rotation: Hashable, Sendable {
    /// Two conventions for the same thing.
    public enum Pairing: String, Hashable, Sendable {
      /// Feature m with m + half: Llama, NeoX.
      case halves
      /// Features 2 m and 2 m + 1: GPT-J, Cohere.
      case neighbours
    }

    /// Which two features make a pair.
    public var pairing: Pairing
    /// The number of pairs; features in no pair stay as they are.
    public var pairs: Int

    /// `pairs` pairs.
    public init(_ pairing: Pairing, pairs: Int) {
      self.pairing = pairing
      self.pairs = pairs
    }

    /// The pair and the partner of a feature, and whether it is the second of the two; nil: in none.
    public func pair(of feature: Int) -> (pair: Int, partner: Int, isSecond: Bool)? {
      guard feature < 2 * pairs else { return nil }
      switch pairing {
      case .halves:
        let isSecond = feature >= pairs
        return (feature % pairs, isSecond ? feature - pairs : feature + pairs, isSecond)
      case .neighbours: return (feature / 2, feature ^ 1, feature % 2 == 1)
      }
    }
  }

  /// Where a recurrent cell finds the state before a position.
  public struct Recurrence: Hashable, Sendable {
    /// The axis of positions; nil where the state before is a value of its own.
    public var axis: Axis?
    /// Whether the position before is the one to the right.
    public var isBackwards: Bool
    /// The input that holds the state before the first position; nil where that is 0.
    public var initial: Int?
    /// The input that is 0 where the state stays as it was; nil where it never does.
    public var mask: Int?

    /// The state before along `axis`.
    public init(
      axis: Axis? = nil, isBackwards: Bool = false, initial: Int? = nil, mask: Int? = nil
    ) {
      self.axis = axis
      self.isBackwards = isBackwards
      self.initial = initial
      self.mask = mask
    }
  }

  /// f(x + Σ h · R + c), with h the state before; one of the gates that lie side by side.
  ///
  /// Inputs: x over all gates, the states, R `[unit′, gate]`, then c if `hasBias`, then r if
  /// there is a reset, then what the recurrence names.
  public struct Gate: Hashable, Sendable {
    /// Where a GRU applies its reset gate r.
    public enum Reset: String, Hashable, Sendable {
      /// To Σ h · R + c.
      case after
      /// To h.
      case before
    }

    /// f.
    public var function: Function
    /// Which of the gates, in units.
    public var offset: Int
    /// Whether the recurrent product has a bias.
    public var hasBias: Bool
    /// How r enters; nil for the gates themselves.
    public var reset: Reset?
    /// Where h is found.
    public var recurrence: Recurrence

    /// A gate.
    public init(
      function: Function, offset: Int, hasBias: Bool, reset: Reset? = nil, recurrence: Recurrence
    ) {
      self.function = function
      self.offset = offset
      self.hasBias = hasBias
      self.reset = reset
      self.recurrence = recurrence
    }
  }
}
