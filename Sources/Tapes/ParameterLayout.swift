import CKernels
import Tensors

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

  /// The kernels that lie in panels, as ``Affine`` reads them fastest; nothing else can read them.
  public let packed: Set<String>

  /// The layout for everything that `tapes` train; common names must agree in shape.
  ///
  /// - `packed`: the kernels of ``Affine`` that do not change and are to lie in panels.
  public init(_ tapes: [Tape], packed: Set<String> = []) {
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
    self.packed = packed
    var offsets: [Int] = []
    var end = 0
    for parameter in parameters {
      offsets.append(end)
      var count = parameter.shape.count
      if packed.contains(parameter.name) {
        let depth = parameter.shape.lengths.first ?? 1
        count = hk_packed_count(depth, count / max(1, depth))
      }
      end += (count + 15) / 16 * 16
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
