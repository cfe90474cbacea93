import CKernels

/// The arithmetic of one position, shared by the cell and the sequence.
struct LSTMStep {
  typealias Numbers = UnsafeMutablePointer<Float>
  let rows: Int
  let units: Int

  func forward(
    x: Numbers, h: Numbers, c: Numbers, kernel: Numbers, mask: Numbers?, maskStep: Int,
    gates: Numbers, nextHidden: Numbers, nextCell: Numbers
  ) {
    let width = 4 * units
    hk_matmul(rows, width, units, h, units, 1, kernel, width, 1, 0, nil, gates, width)
    hk_lstm(rows, units, x, width, gates, h, c, mask, maskStep, nextHidden, nextCell)
  }

  /// From the gradients of both next states: dgates and dhidden are written, dcell becomes that of
  /// the state before.
  func backward(
    c: Numbers, nextCell: Numbers, gates: Numbers, turned: Numbers, mask: Numbers?, maskStep: Int,
    dnextHidden: Numbers, dcell: Numbers, dgates: Numbers, dhidden: Numbers
  ) {
    let width = 4 * units
    hk_lstm_backward(
      rows, units, gates, c, nextCell, mask, maskStep, dnextHidden, dcell, dgates, width,
      mask == nil ? nil : dhidden, dcell)
    hk_matmul(
      rows, units, width, dgates, width, 1, turned, units, 1, mask == nil ? 0 : 1, nil, dhidden,
      units)
  }

  /// dR += hᵀ · dgates over `rows` rows.
  func kernelGradient(rows: Int, h: Numbers, dgates: Numbers, into kernel: Numbers) {
    let width = 4 * units
    hk_matmul(units, width, rows, h, 1, units, dgates, width, 1, 1, nil, kernel, width)
  }
}
