import CKernels
public import Tensors

/// How a trained tensor begins, as a function of a random stream.
public enum InitialValue: Hashable, Sendable {
  /// All 0.
  case zeros
  /// All 1.
  case ones
  /// 1 at these places of the flat tensor, 0 elsewhere.
  case onesAt(Range<Int>)
  /// Uniform in [−limit, limit).
  case uniform(limit: Float)
  /// Normal with mean 0.
  case normal(deviation: Float)
  /// Orthonormal rows (or columns, where there are more rows than columns).
  case orthogonal

  /// The first values of a tensor of `shape`.
  func elements(_ shape: Shape, _ stream: RandomStream) -> [Float] {
    switch self {
    case .zeros: [Float](repeating: 0, count: shape.count)
    case .ones: [Float](repeating: 1, count: shape.count)
    case .onesAt(let places): (0..<shape.count).map { places.contains($0) ? 1 : 0 }
    case .uniform(let limit):
      (0..<shape.count).map { (2 * stream.unit($0) - 1) * limit }
    case .normal(let deviation):
      (0..<shape.count).map { deviation * stream.normal($0) }
    case .orthogonal: Self.orthogonal(shape, stream)
    }
  }

  /// Gram–Schmidt on normal rows: the rows of a matrix that is uniform among the orthogonal ones.
  private static func orthogonal(_ shape: Shape, _ stream: RandomStream) -> [Float] {
    let outer = shape.lengths.dropLast().reduce(1, *)
    let inner = shape.lengths.last ?? 1
    let (count, width) = (min(outer, inner), max(outer, inner))
    let rows = [Double](unsafeUninitializedCapacity: count * width) { buffer, filled in
      for place in 0..<(count * width) {
        buffer.initializeElement(at: place, to: Double(stream.normal(place)))
      }
      filled = count * width
      if let base = buffer.baseAddress { hk_orthogonalize(count, width, base) }
    }
    guard outer > inner else { return rows.map { Float($0) } }
    var columns = [Float](repeating: 0, count: count * width)
    for (element, value) in rows.enumerated() {
      columns[element % width * count + element / width] = Float(value)
    }
    return columns
  }
}

/// Where each trained tensor lies in one flat array, in the order of the names.
///
/// Weights, gradients and an optimizer's moments all use the same layout, so that an update is one
/// pass over flat memory and a saved state is one copy.
public struct ParameterLayout: Hashable, Sendable {
  /// The trained tensors, by ascending name.
  public let parameters: [Tape.Parameter]
  /// Where each begins, in elements; every one starts on a cache line.
  public let offsets: [Int]
  /// The length of the flat array, gaps included.
  public let count: Int

  /// The layout for everything that `tapes` train; common names must agree in shape.
  public init(_ tapes: [Tape]) {
    var known: [String: Tape.Parameter] = [:]
    for parameter in tapes.flatMap(\.parameters) {
      if let other = known[parameter.name] {
        precondition(
          other.shape == parameter.shape,
          "parameter \(parameter.name) is \(other.shape) on one tape, \(parameter.shape) on another"
        )
      }
      known[parameter.name] = parameter
    }
    parameters = known.values.sorted { $0.name < $1.name }
    var offsets: [Int] = []
    var end = 0
    for parameter in parameters {
      offsets.append(end)
      end += (parameter.shape.count + 15) / 16 * 16
    }
    self.offsets = offsets
    count = end
  }

  /// The number of trained numbers.
  public var trainedCount: Int { parameters.map(\.shape.count).reduce(0, +) }

  /// Where the tensor called `name` begins.
  public func offset(of name: String) -> Int {
    guard let place = parameters.firstIndex(where: { $0.name == name }) else {
      fatalError("no parameter called \(name)")
    }
    return offsets[place]
  }

  /// The first values for `seed`, as a flat array.
  public func initialElements(seed: UInt64) -> [Float] {
    var flat = [Float](repeating: 0, count: count)
    let stream = RandomStream(seed: seed)("initial values")
    for (parameter, offset) in zip(parameters, offsets) {
      let elements = parameter.initial.elements(parameter.shape, stream(parameter.name))
      flat.replaceSubrange(offset..<(offset + elements.count), with: elements)
    }
    return flat
  }

  /// The tensors in a flat array, by name and in the documented lengths.
  public func tensors(in flat: [Float]) -> [(name: String, lengths: [Int], elements: [Float])] {
    zip(parameters, offsets).map { parameter, offset in
      let elements = Array(flat[offset..<(offset + parameter.shape.count)])
      return (parameter.name, parameter.documentedLengths, elements)
    }
  }
}

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
