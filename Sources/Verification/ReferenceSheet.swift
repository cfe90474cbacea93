import Tapes
import Tensors

/// Reads a reference case: every tensor with names for its axes, every length checked.
///
/// The first tensor that has an axis sets its length; all others must agree. What does not fit is
/// thrown here, because recording takes misuse of shapes for a programmer's mistake.
final class ReferenceSheet {
  let reference: ReferenceCase
  /// Whether results are read off the diagram of what was played.
  var readsDiagram = false
  private(set) var known: [Axis: Int] = [:]
  private(set) var read: Set<String> = []
  /// Whether lengths and feeds were checked.
  var isChecked = false

  init(_ reference: ReferenceCase) { self.reference = reference }

  func has(_ name: String) -> Bool { reference.tensors[name] != nil }

  /// The length of an axis that a tensor had before.
  func length(_ axis: Axis) -> Int {
    guard let length = known[axis] else { fatalError("no tensor had the axis \(axis) so far") }
    return length
  }

  /// Sets the length of an axis that no tensor tells.
  func setLength(_ axis: Axis, _ length: Int) { known[axis] = length }

  /// The next tensors may have other lengths.
  func forgetLengths() { known = [:] }

  /// The numbers of `name`, in the documented order of `axes`.
  @discardableResult
  func take(_ name: String, _ axes: Axis...) throws(ReferenceCase.Problem) -> Tensor {
    try take(name, axes)
  }

  @discardableResult
  func take(_ name: String, _ axes: [Axis]) throws(ReferenceCase.Problem) -> Tensor {
    let numbers = try fitting(name, axes)
    return Tensor(Shape(axes: axes, lengths: numbers.lengths), numbers.floats)
  }

  /// Steps, positions in a table or labels, of which there are as many as an axis is long.
  func positions(
    _ name: String, _ axes: Axis..., within table: Axis? = nil
  ) throws(ReferenceCase.Problem) -> [Int32] {
    guard let integers = try fitting(name, axes).integers else { throw .floats(name) }
    let last = table.map { length($0) - 1 }
    for position in integers where position < 0 || Int(position) > last ?? .max {
      throw .outside(name, found: position, last: last)
    }
    return integers
  }

  /// The numbers called `name` as a trained tensor; its documented lengths must be the file's.
  func weight(
    _ name: String, _ parameter: Tape.Parameter
  ) throws(ReferenceCase.Problem) -> Tensor {
    guard let numbers = reference.tensors[name] else { throw .missing(name) }
    guard numbers.lengths == parameter.documentedLengths,
      numbers.floats.count == parameter.shape.count
    else {
      throw .unfit(
        name: name, found: numbers.lengths, expected: "\(parameter.documentedLengths)")
    }
    read.insert(name)
    return Tensor(parameter.shape, numbers.floats)
  }

  /// Numbers that may be the same along any of `axes`: those where its length is 1 disappear.
  func broadcast(_ name: String, _ axes: [Axis]) throws(ReferenceCase.Problem) -> Tensor {
    guard let numbers = reference.tensors[name] else { throw .missing(name) }
    let wanted = axes.map { length($0) }
    guard numbers.lengths.count == axes.count,
      zip(numbers.lengths, wanted).allSatisfy({ $0 == 1 || $0 == $1 })
    else { throw .unfit(name: name, found: numbers.lengths, expected: "\(wanted), or 1 anywhere") }
    read.insert(name)
    var shape = Shape.scalar
    for (axis, length) in zip(axes, numbers.lengths) where length > 1 {
      shape = shape.appending(axis, length)
    }
    return Tensor(shape, numbers.floats)
  }

  private func fitting(
    _ name: String, _ axes: [Axis]
  ) throws(ReferenceCase.Problem) -> ReferenceCase.Numbers {
    guard let numbers = reference.tensors[name] else { throw .missing(name) }
    let count = numbers.lengths.reduce(1, *)
    guard numbers.lengths.count == axes.count, numbers.floats.count == count, count > 0,
      zip(axes, numbers.lengths).allSatisfy({ known[$0] == nil || known[$0] == $1 })
    else {
      let expected = axes.map { axis in axis.name + (known[axis].map { " \($0)" } ?? "") }
      throw .unfit(
        name: name, found: numbers.lengths, expected: "[\(expected.joined(separator: ", "))]")
    }
    for (axis, length) in zip(axes, numbers.lengths) { known[axis] = length }
    read.insert(name)
    return numbers
  }

  // MARK: Settings

  /// Whether the flag is set; one that is not there has the layer's default.
  func flag(_ name: String, default: Bool = false) throws(ReferenceCase.Problem) -> Bool {
    switch reference.settings[name] {
    case nil: return `default`
    case .flag(let value): return value
    default: throw .setting(name, problem: "expected true or false")
    }
  }

  /// One of the words that the setting may be; nil where it is not there.
  func text(_ name: String, among words: [String]) throws(ReferenceCase.Problem) -> String? {
    guard let value = reference.settings[name] else { return nil }
    guard let word = value.text, words.contains(word) else {
      let found = value.text.map { ", found “\($0)”" } ?? ""
      throw .setting(name, problem: "expected \(words.joined(separator: " or "))\(found)")
    }
    return word
  }

  func number(_ name: String) throws(ReferenceCase.Problem) -> Double {
    guard let value = reference.settings[name]?.number else {
      throw .setting(name, problem: "expected a number")
    }
    return value
  }

  /// A whole number of at least 1.
  func count(_ name: String) throws(ReferenceCase.Problem) -> Int {
    guard let value = Int(exactly: try number(name)), value > 0 else {
      throw .setting(name, problem: "expected a whole number above 0")
    }
    return value
  }

  /// Throws unless a length is what another one demands.
  func demand(
    _ name: String, _ axis: Axis, is expected: Int
  ) throws(ReferenceCase.Problem) {
    guard length(axis) == expected else {
      throw .unfit(
        name: name, found: reference.tensors[name]?.lengths ?? [],
        expected: "\(expected) along \(axis)")
    }
  }
}
