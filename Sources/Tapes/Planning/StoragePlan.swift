import Tensors

/// Where every value and every gradient of one playing lies.
struct StoragePlan {
  /// Memory of one root: how many slots of how many elements, and from when to when it is used.
  struct Storage {
    var slotCount: Int
    var slots: Int
    var life: ClosedRange<Int>?
    var offset = 0

    var count: Int { slotCount * slots }
  }

  private(set) var values: [Storage?]
  private(set) var gradients: [Storage?]
  private(set) var count = 0
  /// Blocks that would overwrite each other: always none, and a test says so.
  let collisions: Int

  private let tape: Tape

  init(_ tape: Tape, _ items: [Item], _ flow: GradientFlow, loss: Int?, kept: Set<Int>) {
    self.tape = tape
    values = Array(repeating: nil, count: tape.values.count)
    gradients = values
    let keepsGradients = kept.count == tape.values.count
    let times = 2 * items.count + 1
    let keptRoots = Set(kept.map { tape.root($0) })

    var valueSteps = Set<Int>()
    var gradientSteps = Set<Int>()
    for (index, value) in tape.values.enumerated() {
      guard let kind = value.alias?.kind, kind != .slice else { continue }
      valueSteps.insert(tape.root(index))
      gradientSteps.insert(tape.root(index))
    }
    for case .loop(_, let body) in items {
      for play in body where flow.hasBackward(play) {
        let reads = play.operation.backwardReads
        if reads.contains(.inputs) { valueSteps.formUnion(play.inputs.map { tape.root($0) }) }
        if reads.contains(.outputs) { valueSteps.formUnion(play.outputs.map { tape.root($0) }) }
        if play.inputs.indices.contains(where: { flow.isDeferred(play, $0) }) {
          gradientSteps.formUnion(play.outputs.map { tape.root($0) })
        }
      }
    }
    valueSteps.formUnion(keptRoots)
    if keepsGradients { gradientSteps.formUnion(keptRoots) }

    for (index, value) in tape.values.enumerated() where value.alias == nil {
      func slots(_ stepwise: Set<Int>) -> Int {
        guard let loop = value.loop else { return 1 }
        let length = tape.loops[loop].length
        if value.origin == .carry { return length + 1 }
        return stepwise.contains(index) ? length : 1
      }
      if value.origin != .parameter {
        values[index] = Storage(slotCount: value.shape.count, slots: slots(valueSteps))
        if flow.flows(index) {
          gradients[index] = Storage(slotCount: value.shape.count, slots: slots(gradientSteps))
        }
      }
    }

    func touch(_ storages: inout [Storage?], _ value: Int, _ time: Int) {
      let root = tape.root(value)
      guard let life = storages[root]?.life else {
        storages[root]?.life = time...time
        return
      }
      storages[root]?.life = min(life.lowerBound, time)...max(life.upperBound, time)
    }
    for (index, value) in tape.values.enumerated() {
      if case .input = value.origin {
        touch(&values, index, 0)
        touch(&values, index, times)
        touch(&gradients, index, times)
      }
      if keptRoots.contains(index) {
        touch(&values, index, 0)
        touch(&values, index, times)
        if keepsGradients { touch(&gradients, index, times) }
      }
    }
    for (place, item) in items.enumerated() {
      let back = times - 1 - place
      if case .loop(let index, _) = item {
        let loop = tape.loops[index]
        touch(&values, loop.initial, place)
        touch(&values, loop.carry, place)
        if flow.flows(loop.carry) {
          touch(&gradients, loop.carry, back)
          touch(&gradients, loop.initial, back)
        }
      }
      for play in item.plays {
        for value in play.inputs + play.outputs { touch(&values, value, place) }
        guard flow.hasBackward(play) else { continue }
        let reads = play.operation.backwardReads
        if reads.contains(.inputs) { for value in play.inputs { touch(&values, value, back) } }
        if reads.contains(.outputs) { for value in play.outputs { touch(&values, value, back) } }
        for value in play.inputs + play.outputs { touch(&gradients, value, back) }
      }
    }
    if let loss {
      touch(&values, loss, times)
      touch(&gradients, loss, items.count)
    }

    // A loop's shared slots and its carry live through the whole loop by construction: all touches
    // of a body fall on the loop's own time.
    var owners: [(isGradient: Bool, root: Int)] = []
    var blocks: [MemoryPlan.Block] = []
    for root in tape.values.indices {
      if let storage = values[root], let life = storage.life {
        owners.append((false, root))
        blocks.append(.init(count: storage.count, life: life))
      }
      if let storage = gradients[root], let life = storage.life {
        owners.append((true, root))
        blocks.append(.init(count: storage.count, life: life))
      }
    }
    let memory = MemoryPlan(blocks)
    for (owner, offset) in zip(owners, memory.offsets) {
      if owner.isGradient {
        gradients[owner.root]?.offset = offset
      } else {
        values[owner.root]?.offset = offset
      }
    }
    count = memory.count
    collisions = memory.collisions(blocks).count
  }

  /// The distance between two steps of `value` in elements.
  func stepStride(_ value: Int, gradient: Bool) -> Int {
    let declaration = tape.values[value]
    guard declaration.loop != nil else { return 0 }
    if let alias = declaration.alias {
      return alias.kind == .slice
        ? declaration.shape.count : stepStride(alias.of, gradient: gradient)
    }
    let storage = gradient ? gradients[value] : values[value]
    guard let storage, storage.slots > 1 else { return 0 }
    return storage.slotCount
  }
}
