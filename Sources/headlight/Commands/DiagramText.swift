import JSON
import Lessons
import Screens
import Snapshots
import TensorFiles
import Tensors
import Training

/// A diagram as text, whole or cut down to a query and a head.
struct DiagramText {
  private let snapshot: Snapshot
  private let diagram: Diagram
  private let query: Int?
  private let head: HeadLabel?

  init(
    _ snapshot: Snapshot, _ diagram: Diagram, query: Int?, head: HeadLabel?
  ) throws(Failure) {
    (self.snapshot, self.diagram, self.query, self.head) = (snapshot, diagram, query, head)
    let rows = snapshot.attention.first?.queries.count ?? snapshot.reading.written.count
    if let query, query >= rows {
      throw Failure(
        rows == 1
          ? "--query \(query): there is one query, 0"
          : "--query \(query): there are \(rows) queries, 0 … \(rows - 1)")
    }
    guard let head else { return }
    guard !snapshot.attention.isEmpty else {
      throw Failure("--head \(head): without attention there are no heads")
    }
    let layers = Set(diagram.operations.compactMap { Self.layer($0) })
    guard layers.isEmpty ? head.layer == 0 : layers.contains(head.layer) else {
      throw Failure("--head \(head): there is no layer \(head.layer)")
    }
    let heads = diagram.values.compactMap { $0.numbers.shape[.head] }.max() ?? 1
    guard head.head < heads else {
      throw Failure(
        "--head \(head): "
          + (heads == 1
            ? "this attention has one head, \(head.layer).0"
            : "a layer has \(heads) heads, 0 … \(heads - 1)"))
    }
  }

  /// The layer that an operation's group counts; nil outside of layers.
  private static func layer(_ operation: Diagram.Operation) -> Int? {
    operation.group.lazy.compactMap { name in
      name.hasPrefix("layer ") ? Int(name.dropFirst(6)) : nil
    }.first
  }

  /// A value's numbers, cut to the query and the head where the operation has them.
  private func part(_ tensor: Tensor, _ operation: Diagram.Operation) -> Tensor {
    var tensor = tensor
    // An encoder's queries are its own positions.
    let isOwn = operation.group.first != Diagram.encoder
    if let query, isOwn, let rows = tensor.shape[.query], query < rows {
      tensor = tensor.at(query, of: .query)
    }
    if let head, (Self.layer(operation) ?? head.layer) == head.layer,
      let heads = tensor.shape[.head], head.head < heads
    {
      tensor = tensor.at(head.head, of: .head)
    }
    return tensor
  }

  // MARK: JSON

  func json(_ lesson: Lesson) -> String {
    let attention = snapshot.attention.first
    func texts(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
    let made = Set(diagram.operations.map(\.output))
    let given = diagram.values.indices.filter {
      !made.contains($0) && diagram.values[$0].part == nil
    }
    let page: [(String, JSONValue)] = [
      ("lesson", .string(lesson.name)),
      ("mechanism", .string(lesson.settings.mechanism.rawValue)),
      ("step", JSONValue(snapshot.step ?? 0)), ("source", .string(snapshot.reading.source)),
      ("written", .string(snapshot.reading.text)),
      (
        "queries",
        texts(attention.map { Array($0.queries) } ?? snapshot.reading.written.map(\.token))
      ),
      ("keys", texts(attention.map { Array($0.keys) } ?? [])),
      ("query", query.map { JSONValue($0) } ?? .null),
      ("head", head.map { .string($0.description) } ?? .null),
      ("operations", .array(operations())),
      ("given", .array(given.map(whole))),
    ]
    return JSONText.line(.object(object(page))) + "\n"
  }

  /// The operations, and before what first reads it each other look at a value as one more: so
  /// every input is what an operation of that name made, or is given.
  private func operations() -> [JSONValue] {
    let made = Set(diagram.operations.map(\.output))
    var seen: Set<String> = []
    func views(_ value: Int, _ reader: Diagram.Operation) -> [JSONValue] {
      guard !made.contains(value), let source = diagram.source(ofView: value),
        seen.insert(diagram.title(of: value)).inserted
      else { return [] }
      let (own, whole) = (diagram.values[value].numbers.shape, diagram.values[source].numbers.shape)
      let isPart = own.count < whole.count
      let view = Diagram.Operation(
        operation: isPart ? "part" : "reshape",
        formula: isPart ? "y = x, some rows" : "y = x, other axes", arithmetic: .same,
        group: reader.group, inputs: [source], output: value)
      return views(source, reader) + [json(view, isView: true)]
    }
    return diagram.operations.flatMap { operation in
      operation.inputs.flatMap { views($0, operation) } + [json(operation)]
    }
  }

  private func json(_ operation: Diagram.Operation, isView: Bool = false) -> JSONValue {
    let value = diagram.values[operation.output]
    let numbers = part(value.numbers, operation)
    var members: [(String, JSONValue)] = [
      ("name", .string(diagram.title(of: operation.output))),
      ("operation", .string(operation.operation)),
      ("formula", .string(operation.formula)),
      ("arithmetic", .object(operation.arithmetic.json(units: value.numbers.shape[.unit] ?? 1))),
      ("meaning", operation.meaning.map { .string($0.name) } ?? .null),
      ("group", .array(operation.group.map { .string($0) })),
      ("inputs", .array(operation.inputs.map { .string(diagram.title(of: $0)) })),
    ]
    members += contents(numbers)
    // What only looks at a value shares the memory of its gradient with all that read the value.
    if !isView { members += gradient(value.gradient.map { part($0, operation) }) }
    return .object(object(members))
  }

  /// What no operation made: inputs and what is trained, whole.
  private func whole(_ value: Int) -> JSONValue {
    let value = diagram.values[value]
    let own: [(String, JSONValue)] = [
      ("name", .string(value.name)), ("role", .string(value.role.rawValue)),
    ]
    return .object(object(own + contents(value.numbers) + gradient(value.gradient)))
  }

  private func gradient(_ tensor: Tensor?) -> [(String, JSONValue)] {
    tensor.map { [("gradient", .array($0.elements.map { JSONValue($0) }))] } ?? []
  }

  private func object(_ members: [(String, JSONValue)]) -> JSONObject {
    var object = JSONObject()
    for (key, value) in members { object[key] = value }
    return object
  }

  private func contents(_ tensor: Tensor) -> [(String, JSONValue)] {
    [
      ("axes", .array(tensor.shape.axes.map { .string($0.name) })),
      ("shape", .array(tensor.shape.lengths.map { JSONValue($0) })),
      ("values", .array(tensor.elements.map { JSONValue($0) })),
    ]
  }

  // MARK: Text

  func text(_ lesson: Lesson) -> String {
    var lines = [
      "\(lesson.name) · \(lesson.settings.mechanism.rawValue) · step \(snapshot.step ?? 0)",
      "\"\(safe(snapshot.reading.source))\" → \"\(safe(snapshot.reading.text))\"", "",
    ]
    var group: [String] = []
    for operation in diagram.operations {
      if operation.group != group {
        group = operation.group
        lines += ["", group.isEmpty ? "the rest" : group.joined(separator: " · ")]
      }
      let value = diagram.values[operation.output]
      let numbers = part(value.numbers, operation)
      let inputs = operation.inputs.map { diagram.title(of: $0) }.joined(separator: ", ")
      lines.append("  \(value.name)  [\(numbers.shape)]  = \(operation.operation)(\(inputs))")
      lines.append("    \(operation.formula)")
      lines.append("    " + summary(numbers))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The first numbers, and what the others lie between.
  private func summary(_ tensor: Tensor) -> String {
    let most = 12
    let shown = tensor.elements.prefix(most).map { written($0) }.joined(separator: " ")
    guard tensor.elements.count > most, let least = tensor.elements.min(),
      let greatest = tensor.elements.max()
    else { return shown }
    return shown + " …   \(tensor.elements.count) numbers in \(written(least)) … "
      + written(greatest)
  }

  /// Four decimals are enough to recognise a number; --json has all of them.
  private func written(_ number: Float) -> String {
    guard number.isFinite, abs(number) < 1e6 else { return "\(number)" }
    return "\((number * 10_000).rounded() / 10_000)"
  }
}

extension Diagram.Arithmetic {
  /// What the formula's words stand for, so that a script can compute the numbers again.
  ///
  /// `units`: the width of a gate.
  fileprivate func json(units: Int) -> JSONObject {
    func names(_ axes: [Axis]) -> JSONValue { .array(axes.map { .string($0.name) }) }
    func named(_ axis: Axis?) -> JSONValue { axis.map { .string($0.name) } ?? .null }
    var kind: String
    var members: [(String, JSONValue)] = []
    switch self {
    case .product(let axes): (kind, members) = ("product", [("over", names(axes))])
    case .sum(let axis): (kind, members) = ("sum", [("over", names([axis]))])
    case .add: kind = "add"
    case .multiply: kind = "multiply"
    case .scale(let factor): (kind, members) = ("scale", [("by", JSONValue(factor))])
    case .function(let function): kind = function.rawValue
    case .softmax(let axis, let visible):
      kind = "softmax"
      members = [("over", names([axis])), ("causal", named(visible?.queries))]
      if let window = visible?.window { members.append(("window", JSONValue(window))) }
    case .lookUp: kind = "look up"
    case .concatenate(let axis): (kind, members) = ("concatenate", [("along", named(axis))])
    case .same: kind = "same"
    case .addConstant: kind = "add a constant"
    case .normalize(let axis, let epsilon):
      (kind, members) = ("normalize", [("over", names([axis])), ("epsilon", JSONValue(epsilon))])
    case .rootMeanSquare(let axis, let epsilon):
      kind = "root mean square"
      members = [("over", names([axis])), ("epsilon", JSONValue(epsilon))]
    case .turn(let function, let frequencies):
      kind = function.rawValue
      members = [("frequencies", .array(frequencies.map { JSONValue($0) }))]
    case .rotate(let rotation):
      kind = "rotate"
      members = [
        ("pairing", .string(rotation.pairing.rawValue)), ("pairs", JSONValue(rotation.pairs)),
      ]
    case .crossEntropy: kind = "cross entropy"
    case .gate(let gate):
      kind = "gate"
      members = [
        ("function", .string(gate.function.rawValue)),
        ("columns", .array([JSONValue(gate.offset), JSONValue(gate.offset + units)])),
        ("bias", .boolean(gate.hasBias)),
        ("reset", gate.reset.map { .string($0.rawValue) } ?? .null),
        ("before", .object(gate.recurrence.json)),
      ]
    case .blend(let recurrence):
      (kind, members) = ("blend", [("before", .object(recurrence.json))])
    case .memory(let recurrence):
      (kind, members) = ("memory", [("before", .object(recurrence.json))])
    case .carried(let recurrence):
      (kind, members) = ("carried", [("before", .object(recurrence.json))])
    case .exposure(let recurrence):
      kind = "exposure"
      if let recurrence { members = [("before", .object(recurrence.json))] }
    case .unknown: kind = "unknown"
    }
    var object: JSONObject = ["kind": .string(kind)]
    for (key, value) in members { object[key] = value }
    return object
  }
}

extension Diagram.Recurrence {
  /// Where the state before is found; inputs by their number.
  fileprivate var json: JSONObject {
    [
      "along": axis.map { .string($0.name) } ?? .null, "backwards": .boolean(isBackwards),
      "first": initial.map { JSONValue($0) } ?? .null,
      "mask": mask.map { JSONValue($0) } ?? .null,
    ]
  }
}
