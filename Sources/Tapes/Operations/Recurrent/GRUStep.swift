import CKernels
import Tensors

/// The arithmetic of one position, shared by the cell and the sequence.
struct GRUStep {
  let rows: Int
  let units: Int
  let convention: ResetConvention

  init(_ state: Shape, _ convention: ResetConvention) {
    rows = state.lengths[0]
    units = state.lengths[1]
    self.convention = convention
  }

  typealias Numbers = UnsafeMutablePointer<Float>

  func forward(
    x: Numbers, h: Numbers, kernel: Numbers, bias: Numbers?, mask: Numbers?, maskStep: Int,
    next: Numbers, gates: Numbers, recurrent: Numbers, work: Numbers
  ) {
    let width = 3 * units
    switch convention {
    case .after:
      hk_matmul(rows, width, units, h, units, 1, kernel, width, 1, 0, bias, recurrent, width)
      hk_gru(rows, units, x, width, recurrent, h, mask, maskStep, next, gates)
    case .before:
      // The first 2u floats a row are the gates' products, then all candidates' follow.
      hk_matmul(
        rows, 2 * units, units, h, units, 1, kernel, width, 1, 0, nil, recurrent, 2 * units)
      hk_gru_before_gates(rows, units, x, width, recurrent, h, gates, work)
      let product = recurrent + rows * 2 * units
      hk_matmul(
        rows, units, units, work, units, 1, kernel + 2 * units, width, 1, 0, nil, product, units)
      hk_gru_before_state(rows, units, x, width, product, h, mask, maskStep, next, gates)
    }
  }

  /// The transposed kernel `[gate, unit]`.
  func transpose(_ kernel: Numbers, into turned: Numbers) {
    hk_transpose(units, 3 * units, kernel, 3 * units, turned, units)
  }

  /// From dnext: dx and drecurrent are written, dh is added to; `reset` gets r · h where needed.
  func backward(
    h: Numbers, turned: Numbers, gates: Numbers, recurrent: Numbers, mask: Numbers?,
    maskStep: Int, dnext: Numbers, dx: Numbers, drecurrent: Numbers, reset: Numbers, dh: Numbers,
    work: Numbers
  ) {
    let width = 3 * units
    switch convention {
    case .after:
      hk_gru_backward(
        rows, units, recurrent, h, gates, mask, maskStep, dnext, dx, width, drecurrent, dh)
      hk_matmul(
        rows, units, width, drecurrent, width, 1, turned, units, 1, 1, nil, dh, units)
    case .before:
      let dproduct = drecurrent + rows * 2 * units
      hk_gru_before_state_backward(
        rows, units, h, gates, mask, maskStep, dnext, dx, width, dproduct, dh)
      hk_matmul(
        rows, units, units, dproduct, units, 1, turned + 2 * units * units, units, 1, 0, nil, work,
        units)
      hk_gru_before_gates_backward(rows, units, h, gates, work, dx, width, drecurrent, dh)
      hk_matmul(
        rows, units, 2 * units, drecurrent, 2 * units, 1, turned, units, 1, 1, nil, dh, units)
      for row in 0..<rows {
        hk_multiply(
          units, gates + row * width + units, h + row * units, reset + row * units, 0)
      }
    }
  }

  /// dR += hᵀ · drecurrent over `rows` rows.
  func kernelGradient(
    rows: Int, h: Numbers, reset: Numbers, drecurrent: Numbers, into kernel: Numbers
  ) {
    let width = 3 * units
    switch convention {
    case .after:
      hk_matmul(units, width, rows, h, 1, units, drecurrent, width, 1, 1, nil, kernel, width)
    case .before:
      // Position by position: gates' and candidates' products lie apart in each.
      for position in 0..<(rows / self.rows) {
        let gates = drecurrent + position * self.rows * width
        let first = h + position * self.rows * units
        let second = reset + position * self.rows * units
        hk_matmul(
          units, 2 * units, self.rows, first, 1, units, gates, 2 * units, 1, 1, nil, kernel, width)
        hk_matmul(
          units, units, self.rows, second, 1, units, gates + self.rows * 2 * units, units, 1, 1,
          nil, kernel + 2 * units, width)
      }
    }
  }
}

func gruShapes(_ x: Shape, _ h: Shape, _ kernel: Shape) -> Shape {
  let units = h.lengths.last ?? 0
  guard x.rank == 2, h.rank == 2, x.lengths[0] == h.lengths[0], x.lengths[1] == 3 * units,
    kernel.lengths == [units, 3 * units]
  else {
    fatalError("a GRU of \(h) cannot use projected inputs \(x) and a recurrent kernel \(kernel)")
  }
  return x
}

/// Where Keras applies the reset gate.
public enum ResetConvention: Hashable, Sendable {
  /// Keras 3's default: candidate = tanh(x_c + r · (h·R_c + c_c)); the bias has two rows.
  case after
  /// The paper's: candidate = tanh(x_c + (r · h)·R_c); the bias has one row.
  case before
}
