import Snapshots
public import Tensors

/// What the elements of a value are.
public enum Element: Hashable, Sendable {
  /// float32.
  case number
  /// int32, a position in a table.
  case index
}

/// An immutable, printable program: named values with named axes and a list of instructions.
///
/// A tape holds no numbers. It is recorded once per shape and played by a ``Player``, which owns
/// the memory. Because recording cannot read values, a tape is never wrong about a branch.
public struct Tape: Sendable {
  /// One value of the program.
  struct Declaration: Sendable {
    var name: String?
    /// For a value of a loop's body: the shape at one step, without the loop's axis.
    var shape: Shape
    var element: Element = .number
    var origin: Origin
    /// The loop in whose body the value lives.
    var loop: Int?
    var alias: Alias?
    /// Whether this is what attention views show.
    var isAttention = false
    /// Whether a person asked to read it after every playing.
    var isOutput = false
    /// What its operation is for.
    var meaning: Diagram.Meaning?
    /// How its layer is written elsewhere.
    var listing: Diagram.Listing?
    /// The groups around it, the widest first.
    var group: [String] = []
  }

  enum Origin: Hashable, Sendable {
    case input(wantsGradient: Bool)
    case parameter
    /// Computed by an instruction, or a name for part of another value's memory.
    case result
    /// What a loop carries from step to step.
    case carry
  }

  /// Shares the memory of another value: nothing is computed or copied.
  struct Alias: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      /// A part of the same value, or the same memory under another shape.
      case view
      /// In a loop's body: the outer value at the step being played.
      case slice
      /// Outside a loop: all steps of a value of its body.
      case stack
      /// What the carry becomes: its next slot.
      case next
    }
    var kind: Kind
    var of: Int
    /// In elements.
    var offset = 0
  }

  struct Play: Sendable {
    var operation: any Operation
    var inputs: [Int]
    var outputs: [Int]
  }

  enum Instruction: Sendable {
    case play(Play)
    case loop(Int)
  }

  struct Loop: Sendable {
    var axis: Axis
    var length: Int
    var carry: Int
    var initial: Int
    var body: [Play]
  }

  /// A trained tensor that the program reads.
  public struct Parameter: Hashable, Sendable {
    /// Its dotted name: `att.W1.kernel`.
    public let name: String
    /// Its axes in storage order, which is also the documented order.
    public let shape: Shape
    /// Its lengths as the literature writes them: `[U, 1]` for a kernel of one unit.
    public let documentedLengths: [Int]
    /// Its first values.
    public let initial: InitialValue
  }

  var values: [Declaration] = []
  var instructions: [Instruction] = []
  var loops: [Loop] = []
  /// Where a part begins that can be played by itself, in instructions.
  var stageStarts: [Int] = []

  /// The trained tensors, in the order of their first use.
  public internal(set) var parameters: [Parameter] = []
  var parameterValues: [Int] = []

  /// Records a program.
  ///
  /// `explaining`: whether layers also record what only explains them, such as a detour that older
  /// code took; no value that is there without it changes by a bit.
  public static func record(explaining: Bool = false, _ body: (Recorder) -> Void) -> Tape {
    let recorder = Recorder(isExplaining: explaining)
    body(recorder)
    return recorder.tape
  }

  /// Whether a value of this name exists.
  public func contains(_ name: String) -> Bool { values.contains { $0.name == name } }

  /// The shape of the value called `name`, with the loop's axis in front for one of a body.
  public func shape(of name: String) -> Shape { fullShape(index(of: name)) }

  /// The names of all inputs, in the order in which they were recorded.
  public var inputNames: [String] {
    values.compactMap { value in
      guard case .input = value.origin else { return nil }
      return value.name
    }
  }

  /// The names of all named values, in the order in which they were recorded.
  public var names: [String] { values.compactMap(\.name) }

  /// The number of parts that can be played one by one.
  public var stageCount: Int { stageStarts.count }

  /// The trained tensors that one part reads.
  public func parameters(ofStage stage: Int) -> [String] {
    let end = stage + 1 < stageStarts.count ? stageStarts[stage + 1] : instructions.count
    var names: [String] = []
    for instruction in instructions[stageStarts[stage]..<end] {
      let plays: [Play] =
        switch instruction {
        case .play(let play): [play]
        case .loop(let index): loops[index].body
        }
      for root in plays.flatMap(\.inputs).map(root) where isParameter(root) {
        if let name = values[root].name, !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  func index(of name: String) -> Int {
    guard let index = values.firstIndex(where: { $0.name == name }) else {
      fatalError("no value called \(name); there are \(names.joined(separator: ", "))")
    }
    return index
  }

  func fullShape(_ value: Int) -> Shape {
    let declaration = values[value]
    guard let loop = declaration.loop else { return declaration.shape }
    return declaration.shape.prepending(loops[loop].axis, loops[loop].length)
  }

  /// The value whose memory `value` shares in the end; itself for most.
  func root(_ value: Int) -> Int {
    var value = value
    while let alias = values[value].alias { value = alias.of }
    return value
  }

  /// Where in its root's memory `value` begins, at step 0, in elements.
  func offset(_ value: Int) -> Int {
    var value = value
    var offset = 0
    while let alias = values[value].alias {
      offset += alias.offset
      value = alias.of
    }
    return offset
  }

  /// The number of times that instructions read `value`.
  func readers(of value: Int) -> Int {
    var plays = loops.flatMap(\.body)
    for case .play(let play) in instructions { plays.append(play) }
    let begins = loops.filter { $0.initial == value }.count
    return begins + plays.map { $0.inputs.filter { $0 == value }.count }.reduce(0, +)
  }

  func isParameter(_ value: Int) -> Bool { values[value].origin == .parameter }
}

extension Tape: CustomStringConvertible {
  /// One line an instruction: `score [batch 2 × key 5] = add(w1, w2)`.
  public var description: String {
    func label(_ value: Int) -> String { values[value].name ?? "%\(value)" }
    func line(_ play: Play) -> String {
      let outputs = play.outputs.map { "\(label($0)) [\(values[$0].shape)]" }
      return outputs.joined(separator: ", ") + " = " + play.operation.name + "("
        + play.inputs.map(label).joined(separator: ", ") + ")"
    }
    var lines: [String] = []
    for instruction in instructions {
      switch instruction {
      case .play(let play): lines.append(line(play))
      case .loop(let index):
        let loop = loops[index]
        lines.append(
          "loop over \(loop.axis) \(loop.length) carrying \(label(loop.carry))"
            + " from \(label(loop.initial))")
        lines += loop.body.map { "  " + line($0) }
      }
    }
    return lines.joined(separator: "\n")
  }
}
