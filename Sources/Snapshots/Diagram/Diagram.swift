public import Tensors

/// The operations of one forward pass in the order of playing, with their numbers at one moment.
///
/// A diagram belongs to one example and one training step. Whoever computed the numbers writes it:
/// a player from its tape, or another program. A view needs nothing else to draw an operation, to go
/// from one to the next and back, and to write out how a number came about.
public struct Diagram: Hashable, Sendable {
  /// The group of what reads the input.
  public static let encoder = "encoder"
  /// The group of the attention that the model is about.
  public static let attention = "attention"
  /// The group of what writes.
  public static let decoder = "decoder"

  /// All values, those that no operation made first read.
  public var values: [Value]
  /// In the order of playing.
  public var operations: [Operation]
  /// What was changed by hand; empty for the numbers of the run.
  public var edits: [ScratchEdit]

  /// A diagram of these operations.
  public init(values: [Value], operations: [Operation], edits: [ScratchEdit] = []) {
    self.values = values
    self.operations = operations
    self.edits = edits
  }

  /// One value with named axes; the batch is left out, since there is one example.
  public struct Value: Hashable, Sendable {
    /// Where a value comes from.
    public enum Role: String, Hashable, Sendable {
      /// It is given.
      case input
      /// It is trained.
      case parameter
      /// An operation computed it.
      case result
    }

    /// Numbers that lie inside another value: rows of a kernel, the same row under other axes.
    public struct Part: Hashable, Sendable {
      /// The other value.
      public var of: Int
      /// Where in it the part begins, in elements of one step.
      public var offset: Int

      /// A part of value `of`.
      public init(of: Int, offset: Int) {
        self.of = of
        self.offset = offset
      }
    }

    /// The dotted name: `att.W1.kernel`.
    public var name: String
    /// Where it comes from.
    public var role: Role
    /// Its numbers; values of a recurrence have the axis of the recurrence in front.
    public var numbers: Tensor
    /// The gradient of the example's own loss; nil where none was computed.
    public var gradient: Tensor?
    /// What the file of a model calls it, where it came from one.
    public var source: String?
    /// What it is a part of, where it has no memory of its own.
    public var part: Part?
    /// Whether the first axis is that of a recurrence.
    public var isStepped: Bool
    /// Whether the numbers are positions in a table.
    public var isIndex: Bool

    /// A value called `name`.
    public init(
      name: String, role: Role, numbers: Tensor, gradient: Tensor? = nil, part: Part? = nil,
      isStepped: Bool = false, isIndex: Bool = false
    ) {
      self.name = name
      self.role = role
      self.numbers = numbers
      self.gradient = gradient
      self.part = part
      self.isStepped = isStepped
      self.isIndex = isIndex
    }
  }

  /// A change to a value that is no part of the model.
  public enum Change: Hashable, Sendable {
    /// Times a factor.
    case scaled(by: Float)
    /// Plus a constant.
    case added(Float)
    /// Other numbers in its place.
    case replaced
    /// 0 at these positions of an axis: heads that are left out, for one.
    case zeroed(Axis, [Int])
  }

  /// One box that a person would draw.
  public struct Operation: Hashable, Sendable {
    /// What it is called: `softmax over key`.
    public var operation: String
    /// The formula, with x, y, … for the inputs.
    public var formula: String
    /// How each number of the output follows from the inputs.
    public var arithmetic: Arithmetic
    /// What it is for; nil where the model's code does not say.
    public var meaning: Meaning?
    /// How its layer is written elsewhere; nil where the layer does not say.
    public var listing: Listing?
    /// What was changed by hand, or left out; nil for what the model itself does.
    public var change: Change?
    /// The groups that it stands in, the widest first: `encoder`, `layer 0`.
    public var group: [String]
    /// The values it reads.
    public var inputs: [Int]
    /// The value it writes.
    public var output: Int

    /// An operation that writes `output`.
    public init(
      operation: String, formula: String, arithmetic: Arithmetic, meaning: Meaning? = nil,
      listing: Listing? = nil, change: Change? = nil, group: [String] = [], inputs: [Int],
      output: Int
    ) {
      self.operation = operation
      self.formula = formula
      self.arithmetic = arithmetic
      self.meaning = meaning
      self.listing = listing
      self.change = change
      self.group = group
      self.inputs = inputs
      self.output = output
    }
  }

  /// The operation that wrote value `value`, and the value's place in its memory; nil for what is given.
  ///
  /// A part of another value is followed to what made that.
  public func producer(of value: Int) -> Int? {
    var value = value
    while true {
      if let place = operations.firstIndex(where: { $0.output == value }) { return place }
      guard let part = values[value].part else { return nil }
      value = part.of
    }
  }

  /// The cell of the value that `value` is a part of in which its cell `cell` lies.
  public func whole(_ value: Int, cell: Int) -> (value: Int, cell: Int) {
    guard let part = values[value].part else { return (value, cell) }
    let (own, other) = (values[value].numbers.shape, values[part.of].numbers.shape)
    guard values[value].isStepped, own.axes.first == other.axes.first else {
      return (part.of, part.offset + cell)
    }
    let steps = max(1, own.lengths[0])
    let (size, otherSize) = (max(1, own.count / steps), other.count / steps)
    return (part.of, cell / size * otherSize + part.offset + cell % size)
  }

  /// What `value` is only another way to look at: some of its rows, other axes or another name.
  ///
  /// Nil where it is a value of its own, or the same as the one of its name.
  public func source(ofView value: Int) -> Int? {
    guard let part = values[value].part else { return nil }
    guard let (named, _) = named(value) else { return part.of }
    return values[named].numbers.shape == values[value].numbers.shape ? nil : named
  }

  /// The value whose name `value` bears, and where it begins in that; nil where the name is its own.
  private func named(_ value: Int) -> (value: Int, offset: Int)? {
    var (found, offset) = (value, 0)
    while let part = values[found].part, values[part.of].name == values[value].name {
      (found, offset) = (part.of, offset + part.offset)
    }
    return found == value ? nil : (found, offset)
  }

  /// A name that no other numbers have, with which rows or axes of a named value these are.
  ///
  /// `kernel[input′ 0…127]` for some rows, `rows[key, embedding]` for all of them under other axes.
  public func title(of value: Int) -> String {
    let own = values[value]
    guard let (whole, offset) = named(value) else { return own.name }
    let shape = values[whole].numbers.shape
    guard own.numbers.shape != shape else { return own.name }
    guard own.numbers.shape.count < shape.count else {
      let axes = own.numbers.shape.axes.map(\.name).joined(separator: ", ")
      return "\(own.name)[\(axes)]"
    }
    var (axes, lengths, count) = (shape.axes[...], shape.lengths[...], own.numbers.shape.count)
    if own.isStepped, let steps = lengths.first, own.numbers.shape.axes.first == axes.first {
      (axes, lengths, count) = (axes.dropFirst(), lengths.dropFirst(), count / max(1, steps))
    }
    let row = max(1, lengths.dropFirst().reduce(1, *))
    guard let axis = axes.first, offset.isMultiple(of: row), count.isMultiple(of: row) else {
      return "\(own.name)[\(offset)…]"
    }
    let (first, last) = (offset / row, (offset + count) / row - 1)
    return "\(own.name)[\(axis) " + (first == last ? "\(first)]" : "\(first)…\(last)]")
  }
}
