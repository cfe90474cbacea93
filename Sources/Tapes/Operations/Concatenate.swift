import CKernels
public import Snapshots
public import Tensors

/// z = the inputs one behind the other along one axis.
public struct Concatenate: Operation {
  /// The joined axis.
  public let axis: Axis
  private let isLast: Bool

  /// Joins the last axes, whatever they are called, into one called `axis`.
  public init(into axis: Axis) {
    self.axis = axis
    isLast = true
  }

  /// Joins along `axis`, which all inputs have at the same place.
  public init(along axis: Axis) {
    self.axis = axis
    isLast = false
  }

  /// `concatenate`.
  public var name: String { "concatenate" }
  /// z = [a, b].
  public var formula: String { "z = [a, b]" }
  /// How each number follows from the inputs.
  public var arithmetic: Diagram.Arithmetic { .concatenate(along: axis) }
  /// The first input's shape with the lengths of the joined axis added.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let named =
      isLast ? inputs.map { $0.removing(last($0)).appending(axis, $0.lengths.last ?? 1) } : inputs
    guard let first = named.first, first.contains(axis),
      named.allSatisfy({ $0.axes == first.axes && $0.removing(axis) == first.removing(axis) })
    else { fatalError("cannot join \(inputs.map(\.description).joined(separator: " and "))") }
    return [first.replacing(axis, with: named.compactMap { $0[axis] }.reduce(0, +))]
  }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  private func last(_ shape: Shape) -> Axis {
    guard let axis = shape.axes.last else { fatalError("cannot join scalars") }
    return axis
  }

  /// z = [a, b].
  public func forward(_ site: Binding) -> StepFunction {
    let z = site.outputs[0]
    let (rows, width) = split(z.shape)
    let parts = places(site.inputs, z.shape)
    return { step in
      for part in parts {
        for row in 0..<rows {
          hk_copy(
            part.width, part.operand.numbers(step) + row * part.width,
            z.numbers(step) + row * width + part.start, 0)
        }
      }
    }
  }

  /// da and db are the two parts of dz.
  public func backward(_ site: Binding) -> Backward {
    let dz = site.outputGradient
    let (rows, width) = split(dz.shape)
    let parts = places(site.inputs, dz.shape)
    let gradients = site.inputGradients
    let accumulates = site.accumulates
    return Backward { step in
      for (place, part) in parts.enumerated() {
        guard let gradient = gradients[place] else { continue }
        for row in 0..<rows {
          hk_copy(
            part.width, dz.numbers(step) + row * width + part.start,
            gradient.numbers(step) + row * part.width, accumulates[place] ? 1 : 0)
        }
      }
    }
  }

  /// What lies outside the joined axis, and the elements from it inwards.
  private func split(_ shape: Shape) -> (rows: Int, width: Int) {
    let width = (shape[axis] ?? 1) * shape.stride(of: axis)
    return (shape.count / max(1, width), width)
  }

  private func places(
    _ inputs: [Operand], _ whole: Shape
  ) -> [(operand: Operand, width: Int, start: Int)] {
    let (rows, _) = split(whole)
    var start = 0
    return inputs.map { input in
      let width = input.shape.count / max(1, rows)
      defer { start += width }
      return (input, width, start)
    }
  }
}

/// The values side by side along their last axes, joined into one called `axis`.
public func concatenate(_ first: Value, _ rest: Value..., into axis: Axis) -> Value {
  first.outputs(Concatenate(into: axis), rest)[0].meant(as: .joined)
}

/// The values one behind the other along `axis`, which all of them have.
public func concatenate(_ first: Value, _ rest: Value..., along axis: Axis) -> Value {
  first.outputs(Concatenate(along: axis), rest)[0].meant(as: .joined)
}
