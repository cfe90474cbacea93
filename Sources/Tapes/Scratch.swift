/// The memory of a player: of its values and gradients, and what operations keep for themselves.
final class Scratch {
  /// Whether it is only counted what would be taken.
  let isMeasured: Bool
  private var blocks: [UnsafeMutableRawPointer] = []
  private(set) var count = 0

  init(isMeasured: Bool) { self.isMeasured = isMeasured }

  func allocate(_ elements: Int) -> UnsafeMutablePointer<Float> {
    if isMeasured {
      count += elements
      return .nowhere
    }
    let raw = UnsafeMutableRawPointer.allocate(byteCount: max(64, elements * 4), alignment: 64)
    blocks.append(raw)
    count += elements
    let numbers = raw.bindMemory(to: Float.self, capacity: max(1, elements))
    numbers.initialize(repeating: 0, count: max(1, elements))
    return numbers
  }

  deinit { for block in blocks { block.deallocate() } }
}
