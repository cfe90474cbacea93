import CKernels

/// Makes a ``HeadShift`` of the rows of two maps as they come: neither has to exist as a whole.
public struct HeadShiftBuilder {
  private let site: Site
  private let head: Int
  private var rows = 0
  private var sum = 0.0
  private var largest: Float = 0
  private var most: HeadShift.Change?

  /// Nothing was seen yet of head `head` of `site`.
  public init(site: Site, head: Int) { (self.site, self.head) = (site, head) }

  /// Takes the next row of both maps, the other model's first; they are equally long.
  public mutating func add(_ then: UnsafeBufferPointer<Float>, _ now: UnsafeBufferPointer<Float>) {
    precondition(then.count == now.count, "\(then.count) keys beside \(now.count)")
    guard let other = then.baseAddress, let own = now.baseAddress else { return }
    sum += Double(hk_row_distance(now.count, other, own))
    var (change, misses): (Float, Int) = (0, 0)
    let place = hk_largest_change(now.count, other, own, &change, &misses)
    if place >= 0, change > largest {
      largest = change
      most = HeadShift.Change(query: rows, key: place, then: then[place], now: now[place])
    }
    rows += 1
  }

  /// Takes the next rows of both maps, each of `keys` weights.
  public mutating func add(_ then: [Float], _ now: [Float], keys: Int) {
    precondition(then.count == now.count, "\(then.count) weights beside \(now.count)")
    guard keys > 0 else { return }
    then.withUnsafeBufferPointer { then in
      now.withUnsafeBufferPointer { now in
        for start in stride(from: 0, through: now.count - keys, by: keys) {
          let row = start..<(start + keys)
          add(UnsafeBufferPointer(rebasing: then[row]), UnsafeBufferPointer(rebasing: now[row]))
        }
      }
    }
  }

  /// What all rows say.
  public func shift() -> HeadShift {
    HeadShift(
      site: site, head: head, shift: rows == 0 ? 0 : Float(min(1, sum / Double(rows))), most: most)
  }
}
