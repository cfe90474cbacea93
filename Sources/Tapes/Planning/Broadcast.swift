import CKernels
import Tensors

/// How two operands of one element-wise operation walk through memory together.
///
/// An operand that lacks an axis stands still along it. The innermost run, where both operands
/// either walk in single steps or stand still, is handed to a kernel in one piece; the offsets of
/// the runs are computed here, once.
struct Broadcast {
  /// What the operands do along the innermost run.
  enum Run {
    case bothWalk
    case firstStands
    case secondStands
  }

  let run: Run
  let length: Int
  let offsets: [(a: Int, b: Int, z: Int)]
  /// Whether an operand is used more than once, so that its gradient is a sum.
  let repeatsFirst: Bool
  let repeatsSecond: Bool

  init(_ a: Shape, _ b: Shape, into z: Shape) {
    repeatsFirst = a.count != z.count
    repeatsSecond = b.count != z.count
    var length = 1
    var run: Run?
    var outer = z.rank
    while outer > 0 {
      let axis = z.axes[outer - 1]
      if z.lengths[outer - 1] > 1 {
        let (p, q) = (a.stride(of: axis), b.stride(of: axis))
        let here: Run
        switch (p == 0, q == 0) {
        case (false, false): here = .bothWalk
        case (true, false): here = .firstStands
        case (false, true): here = .secondStands
        case (true, true): fatalError("axis \(axis) of \(z) is in neither \(a) nor \(b)")
        }
        let fits =
          here == .bothWalk
          ? p == length && q == length : here == .firstStands ? q == length : p == length
        guard fits, run == nil || run == here else { break }
        run = here
        length *= z.lengths[outer - 1]
      }
      outer -= 1
    }
    self.run = run ?? .bothWalk
    self.length = length
    var offsets = [(a: 0, b: 0, z: 0)]
    for place in 0..<outer {
      let axis = z.axes[place]
      let (p, q, r) = (a.stride(of: axis), b.stride(of: axis), z.stride(of: axis))
      offsets = offsets.flatMap { start in
        (0..<z.lengths[place]).map { (start.a + $0 * p, start.b + $0 * q, start.z + $0 * r) }
      }
    }
    self.offsets = offsets
  }
}
