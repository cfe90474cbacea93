import Snapshots

extension Diagram {
  /// Changes stand in the group of what they change, or of what first reads it.
  mutating func placeChanges() {
    for place in operations.indices where isChange(operations[place]) {
      let maker = producer(of: operations[place].inputs[0])
      let output = operations[place].output
      let neighbour = maker ?? operations.firstIndex { $0.inputs.contains(output) }
      operations[place].group = neighbour.map { operations[$0].group } ?? []
    }
  }

  /// The operation of this diagram that is what `operation` was in another of the same model.
  func counterpart(of operation: Int, in other: Diagram) -> Int? {
    func isSame(_ a: Operation, _ b: Operation) -> Bool {
      a.group == b.group && a.meaning == b.meaning && a.operation == b.operation
    }
    let own = other.operations[operation]
    let number = other.operations[..<operation].count { isSame($0, own) }
    return operations.indices.filter { isSame(operations[$0], own) }.dropFirst(number).first
  }
}
