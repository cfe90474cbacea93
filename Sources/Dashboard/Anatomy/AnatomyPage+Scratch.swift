import Snapshots

extension AnatomyPage {
  /// Values with a name of their own whose numbers can be changed, the selected attention's first.
  var changeable: [Int] {
    let all = diagram.values.indices.filter { place in
      !diagram.values[place].isIndex && diagram.values[place].part == nil && named(place) == place
    }
    guard let own = weights.map({ diagram.operations[$0].group }) else { return all }
    let near = Set(
      diagram.operations.filter { $0.group == own }.flatMap { $0.inputs + [$0.output] })
    return all.filter(near.contains) + all.filter { !near.contains($0) }
  }

  /// Why no value is meant by a name.
  struct Unknown: Error {
    var name: String
    /// Names that are close to it.
    var near: [String]
  }

  /// The value that a person means by a name, or by a part of one that belongs to one value only.
  ///
  /// `scores` and `weights` are those of the selected attention; `V` is the kernel of the layer V.
  func value(named name: String) -> Result<Int, Unknown> {
    let values = diagram.values
    let wanted = name.lowercased()
    // In an attention these words mean its own values, whatever else is called so.
    if let weights {
      let own: Int? =
        switch wanted {
        case "score", "scores": diagram.operations[weights].inputs[0]
        case "weights": diagram.operations[weights].output
        default: nil
        }
      if let named = own.flatMap(named) { return .success(named) }
    }
    let all = changeable
    if let exact = all.first(where: { values[$0].name.lowercased() == wanted }) {
      return .success(exact)
    }
    func parts(_ value: Diagram.Value) -> [String] {
      value.name.lowercased().split(separator: ".").map(String.init)
    }
    let candidates = all.filter {
      parts(values[$0]).contains(wanted)
    }
    if candidates.count == 1 { return .success(candidates[0]) }
    let kernels = candidates.filter { parts(values[$0]).suffix(2) == [wanted, "kernel"] }
    if kernels.count == 1 { return .success(kernels[0]) }
    let near =
      candidates.isEmpty
      ? all.filter { place in
        // A letter is in most words.
        parts(values[place]).contains {
          min($0.count, wanted.count) > 1 && ($0.contains(wanted) || wanted.contains($0))
        }
      } : candidates
    let told = near.isEmpty ? all.filter { values[$0].role == .parameter } : near
    return .failure(Unknown(name: name, near: Array(told.prefix(3).map { values[$0].name })))
  }

  /// The value that carries the name which the model's code gave to `value`; nil where it gave none.
  ///
  /// Once a value was changed, its name goes over to what it was changed to.
  private func named(_ value: Int) -> Int? {
    guard let maker = diagram.operations.first(where: { $0.output == value }) else {
      return diagram.values[value].role == .result ? nil : value
    }
    if isChange(maker) {
      return diagram.values[maker.inputs[0]].role == .result ? value : nil
    }
    guard diagram.values[value].name.hasPrefix(maker.operation) else { return value }
    return diagram.operations.first { isChange($0) && $0.inputs[0] == value }?.output
  }
}
