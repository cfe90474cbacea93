/// Puts blocks that live at different times into the same memory.
///
/// Time counts the instructions of one playing, forward and then backward. Blocks are placed by
/// falling size, each at the lowest place where no block that lives at the same time is in the way.
struct MemoryPlan {
  struct Block {
    /// In elements.
    var count: Int
    var life: ClosedRange<Int>
  }

  /// Where each block begins, in elements; every one starts on a cache line.
  let offsets: [Int]
  /// The memory that all blocks need together, in elements.
  let count: Int

  init(_ blocks: [Block]) {
    var offsets = [Int](repeating: 0, count: blocks.count)
    var placed: [Int] = []
    var end = 0
    let order = blocks.indices.sorted {
      (blocks[$0].count, $1) > (blocks[$1].count, $0)
    }
    for block in order {
      let size = Self.rounded(blocks[block].count)
      let busy = placed.filter { blocks[$0].life.overlaps(blocks[block].life) }
        .sorted { offsets[$0] < offsets[$1] }
      var place = 0
      for other in busy where offsets[other] < place + size {
        place = max(place, offsets[other] + Self.rounded(blocks[other].count))
      }
      offsets[block] = place
      end = max(end, place + size)
      placed.append(block)
    }
    self.offsets = offsets
    count = end
  }

  private static func rounded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  /// Pairs of blocks that would overwrite each other: always none.
  func collisions(_ blocks: [Block]) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    for first in blocks.indices {
      for second in blocks.indices where second > first {
        let alive = blocks[first].life.overlaps(blocks[second].life)
        let a = offsets[first]..<(offsets[first] + blocks[first].count)
        let b = offsets[second]..<(offsets[second] + blocks[second].count)
        if alive, a.overlaps(b) { pairs.append((first, second)) }
      }
    }
    return pairs
  }
}
