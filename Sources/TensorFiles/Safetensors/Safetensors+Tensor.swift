import JSON
public import Tensors

extension Safetensors {
  /// The tensor called `name` as float32, with names for its axes, outermost first.
  public func tensor(_ name: String, axes: [Axis]) throws(FileError) -> Tensor {
    guard let stored = self[name] else { throw .missing(path: path, name: name) }
    guard stored.lengths.count == axes.count else {
      throw .malformed(
        path: path, field: "tensor “\(legible(name, limit: 60))”, shape",
        problem: "expected \(axes.count) axes (\(axes.map(\.name).joined(separator: ", "))), "
          + "found \(stored.lengths)")
    }
    return Tensor(Shape(axes: axes, lengths: stored.lengths), try floats(name))
  }
}
