import Snapshots
import Tensors

extension AnatomyPage {
  /// A cell of a value in words, without the axes that the page's title says.
  ///
  /// `isShort`: letters for the names of axes.
  func place(
    of cell: Int, ofValue value: Int, near operation: Int, isShort: Bool = false
  ) -> String {
    let shape = diagram.values[value].numbers.shape
    let places = places(of: cell, in: shape)
    var words = [name(ofValue: value)]
    for (axis, length) in zip(shape.axes, shape.lengths) {
      let place = places[axis] ?? 0
      let isSaid =
        isSliced(axis, of: shape, in: operation)
        && shared(axis, length: length, in: operation).map { $0 == place } ?? true
      guard !isSaid else { continue }
      if let labels = labels(axis, length: length, near: operation), place < labels.count {
        words.append(state.texts.quoted(labels[place]))
      } else {
        let name = isShort ? letter(base(axis)) : state.texts.axisPlace(axis.name)
        words.append("\(name) \(place)")
      }
    }
    return words.joined(separator: isShort ? " " : "  ")
  }
}
