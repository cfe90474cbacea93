import CKernels
public import Tensors

/// z = a and b side by side along the last axis.
public struct Concatenate: Operation {
  /// The name of the joined axis.
  public let axis: Axis

  /// Joins the last axes into one called `axis`.
  public init(into axis: Axis) { self.axis = axis }

  /// `concatenate`.
  public var name: String { "concatenate" }
  /// z = [a, b].
  public var formula: String { "z = [a, b]" }
  /// The common outer axes and the joined one.
  public func outputShapes(_ inputs: [Shape]) -> [Shape] {
    let outer = inputs.map { Shape(axes: $0.axes.dropLast(), lengths: $0.lengths.dropLast()) }
    guard outer.allSatisfy({ $0 == outer[0] }) else {
      fatalError("cannot join \(inputs.map(\.description).joined(separator: " and "))")
    }
    return [outer[0].appending(axis, inputs.compactMap(\.lengths.last).reduce(0, +))]
  }
  /// Nothing.
  public var backwardReads: BackwardReads { [] }

  /// z = [a, b].
  public func forward(_ site: Binding) -> StepFunction {
    let z = site.outputs[0]
    let width = z.shape.lengths.last ?? 1
    let rows = z.shape.count / max(1, width)
    let parts = places(site.inputs)
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
    let width = dz.shape.lengths.last ?? 1
    let rows = dz.shape.count / max(1, width)
    let parts = places(site.inputs)
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

  private func places(_ inputs: [Operand]) -> [(operand: Operand, width: Int, start: Int)] {
    var start = 0
    return inputs.map { input in
      let width = input.shape.lengths.last ?? 1
      defer { start += width }
      return (input, width, start)
    }
  }
}

/// The values side by side along their last axes, joined into one called `axis`.
public func concatenate(_ first: Value, _ rest: Value..., into axis: Axis) -> Value {
  first.outputs(Concatenate(into: axis), rest)[0]
}
