import CKernels
public import Tensors

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
  private let allocation: UnsafeMutableRawPointer?

  /// Zeros.
  public init(_ layout: ParameterLayout, stop: StopSignal = StopSignal()) {
    self.layout = layout
    self.stop = stop
    // The system gives zeros without touching them: what nobody fills, such as the rows of a table
    // that no text names, takes no memory.
    guard let raw = calloc(layout.count * 4 + 64, 1) else {
      fatalError("no memory for \(layout.count) numbers")
    }
    allocation = raw
    let aligned = UnsafeMutableRawPointer(bitPattern: (UInt(bitPattern: raw) + 63) & ~63) ?? raw
    base = aligned.bindMemory(to: Float.self, capacity: layout.count)
    expectUseOfPanels()
  }

  /// Tells the system that panels are read from one end to the other.
  ///
  /// In pages of 2 MB a product of few rows is a fifth faster. Tables, of which few rows are touched, stay
  /// in small pages.
  private func expectUseOfPanels() {
    #if canImport(Glibc)
      let places = layout.parameters.indices.filter {
        layout.packed.contains(layout.parameters[$0].name)
      }
      guard let first = places.first, let last = places.last else { return }
      let end = last + 1 < layout.offsets.count ? layout.offsets[last + 1] : layout.count
      let page = 1 << 21
      let start =
        (UInt(bitPattern: base + layout.offsets[first]) + UInt(page) - 1) & ~UInt(page - 1)
      let stop = UInt(bitPattern: base + end) & ~UInt(page - 1)
      guard stop > start, let address = UnsafeMutableRawPointer(bitPattern: start) else { return }
      // Advice that is not taken changes nothing but the time.
      _ = madvise(address, Int(stop - start), Int32(MADV_HUGEPAGE))
    #endif
  }

  /// The places of a layout without memory behind them: to be asked for sizes, never played with.
  init(placesOf layout: ParameterLayout) {
    self.layout = layout
    stop = StopSignal()
    base = .nowhere
    allocation = nil
  }

  deinit { free(allocation) }

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
      guard layout.packed.contains(name) else {
        return Tensor(shape, Array(UnsafeBufferPointer(start: start, count: shape.count)))
      }
      let depth = shape.lengths.first ?? 1
      let numbers = [Float](unsafeUninitializedCapacity: shape.count) { numbers, count in
        if let to = numbers.baseAddress { hk_unpack(depth, shape.count / depth, start, to) }
        count = shape.count
      }
      return Tensor(shape, numbers)
    }
    set {
      precondition(newValue.shape.count == shape(name).count, "\(name) is \(shape(name))")
      let start = base + layout.offset(of: name)
      if layout.packed.contains(name) {
        newValue.elements.withUnsafeBufferPointer {
          if let from = $0.baseAddress { fill(name, from, isTurned: false) }
        }
        return
      }
      for (place, element) in newValue.elements.enumerated() { start[place] = element }
    }
  }

  /// Fills a matrix from numbers as files have them.
  ///
  /// - `numbers`: `[first axis, the others]`, or the others first where `isTurned`.
  public func fill(_ name: String, _ numbers: UnsafePointer<Float>, isTurned: Bool) {
    let shape = shape(name)
    let depth = shape.lengths.first ?? 1
    let width = shape.count / max(1, depth)
    let start = base + layout.offset(of: name)
    if layout.packed.contains(name) {
      hk_pack(depth, width, numbers, isTurned ? 1 : width, isTurned ? depth : 1, start)
    } else if isTurned {
      hk_transpose(width, depth, numbers, depth, start, width)
    } else {
      start.update(from: numbers, count: shape.count)
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
