import Snapshots
public import Tapes
public import Tensors

/// Records, beside a projection into heads, what published code does instead of naming the axes: it
/// projects to the whole width, cuts that into heads, and puts the heads in front of the positions.
///
/// Nothing reads these values; they only explain the model, and are recorded only where that is
/// asked for.
///
/// - `axis`: the axis of x that is projected.
/// - `kernel`: `[axis′, head, depth]`.
/// - `name`: of the projection; the three values are called after it.
/// - `part`: what is projected: `q`, `k` or `v`.
public func explainHeads(
  _ x: Value, over axis: Axis, kernel: Value, named name: String, part: String
) {
  let meaning: Diagram.Meaning =
    part == "q" ? .wholeQueries : part == "k" ? .wholeKeys : .wholeValues
  guard x.recorder.isExplaining, let depth = kernel.shape.axes.last else { return }
  let width = kernel.length(.head) * kernel.length(depth)
  let combined: Axis = "combined"
  let flat = kernel.reshaped([axis.primed: x.length(axis), combined: width])
  let whole = dense(x, over: axis, kernel: flat).named(name + "_whole", as: meaning)
  let shape = x.shape.removing(axis).appending(.head, kernel.length(.head))
    .appending(depth, kernel.length(depth))
  let split = whole.reshaped(shape).named(name + "_heads", as: .splitHeads)
  guard let sequence = shape.axes.first(where: { $0 == .query || $0 == .key }) else { return }
  split.apply(Permute(.head, before: sequence)).named(name + "_split", as: .transposedHeads)
}
