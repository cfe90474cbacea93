public import Tensors

/// One flat array of a layout, at a fixed address.
///
/// Players are bound to it once. It is shared between the threads of a training step, which only
/// read weights and write gradients of their own.
public final class ParameterMemory: @unchecked Sendable {
  /// Where each tensor lies.
  public let layout: ParameterLayout
  /// The elements.
  public let base: UnsafeMutablePointer<Float>
  /// Stops whatever plays on these weights.
  public let stop: StopSignal

  /// Zeros.
  public init(_ layout: ParameterLayout, stop: StopSignal = StopSignal()) {
    self.layout = layout
    self.stop = stop
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(64, layout.count * 4), alignment: 64)
    base = raw.bindMemory(to: Float.self, capacity: layout.count)
    base.initialize(repeating: 0, count: layout.count)
  }

  /// The places of a layout without memory behind them: to be asked for sizes, never played with.
  init(placesOf layout: ParameterLayout) {
    self.layout = layout
    stop = StopSignal()
    base = .nowhere
  }

  deinit { if base != .nowhere { base.deallocate() } }

  /// A copy of all elements.
  public var elements: [Float] {
    get { Array(UnsafeBufferPointer(start: base, count: layout.count)) }
    set {
      precondition(newValue.count == layout.count, "a flat array of another layout")
      newValue.withUnsafeBufferPointer { source in
        guard let address = source.baseAddress else { return }
        base.update(from: address, count: layout.count)
      }
    }
  }

  /// The tensor called `name`.
  public subscript(name: String) -> Tensor {
    get {
      let shape = self.shape(name)
      let start = base + layout.offset(of: name)
      return Tensor(shape, Array(UnsafeBufferPointer(start: start, count: shape.count)))
    }
    set {
      precondition(newValue.shape.count == shape(name).count, "\(name) is \(shape(name))")
      let start = base + layout.offset(of: name)
      for (place, element) in newValue.elements.enumerated() { start[place] = element }
    }
  }

  private func shape(_ name: String) -> Shape {
    guard let parameter = layout.parameters.first(where: { $0.name == name }) else {
      fatalError("no parameter called \(name)")
    }
    return parameter.shape
  }
}

extension UnsafeMutablePointer<Float> {
  /// An address that stands for memory which nobody has taken.
  static var nowhere: UnsafeMutablePointer<Float> {
    guard let address = UnsafeMutablePointer(bitPattern: 1 << 40) else { fatalError("no address") }
    return address
  }
}
