extension ReferenceSheet {
  typealias Problem = ReferenceCase.Problem

  private var meanings: [String: ReferenceSetting] {
    ReferenceSetting.everywhere.with(ReferenceSetting.table[reference.family] ?? [:])
  }

  /// Throws where a setting means nothing to the family, has no value that it can have or says
  /// something else than the tensors that are there.
  func checkSettings() throws(Problem) {
    guard let own = ReferenceSetting.table[reference.family] else {
      throw .unknownFamily(reference.family)
    }
    for (name, value) in reference.settings.sorted(by: { $0.key < $1.key }) {
      guard let meaning = meanings[name] else {
        let names = own.keys.sorted().joined(separator: ", ")
        throw .setting(name, problem: "\(reference.family) cases do not know it, only \(names)")
      }
      switch meaning {
      case .length, .number: _ = try number(name)
      case .flag: _ = try flag(name)
      case .word(let words): _ = try text(name, among: words)
      case .presence(let tensor):
        guard try flag(name) != has(tensor) else { continue }
        throw contradiction(name, tensor)
      case .origin(let tensor):
        guard value.text != nil || value.flag != nil else {
          throw .setting(name, problem: "expected a word that tells how “\(tensor)” was made")
        }
        let isSaid = value != .flag(false) && value != .text("none")
        if isSaid != has(tensor) { throw contradiction(name, tensor) }
      case .only(let one):
        guard value != one else { continue }
        throw .setting(name, problem: "headlight computes only \(one), found \(value)")
      case .remark: continue
      }
    }
    guard reference.optimizers.isEmpty || reference.family.hasPrefix("train_") else {
      throw .setting("optimizers", problem: "\(reference.family) cases train nothing")
    }
  }

  private func contradiction(_ name: String, _ tensor: String) -> Problem {
    .setting(
      name,
      problem: "it says otherwise, but there is \(has(tensor) ? "a" : "no") tensor “\(tensor)”")
  }

  /// Throws where a setting says another length than the tensors, or where something that was fed
  /// has no part in what is about to be played with these `parameters`.
  ///
  /// Once a case: its first program has all its parameters and comes when all its inputs were read.
  func checkFeeds(parameters: some Sequence<String>) throws(Problem) {
    guard !isChecked else { return }
    isChecked = true
    for (name, meaning) in meanings.sorted(by: { $0.key < $1.key }) {
      guard case .length(let axis) = meaning, reference.settings[name] != nil else { continue }
      guard let length = known[axis] else {
        throw .setting(name, problem: "no tensor of this case has such a length")
      }
      guard try number(name) == Double(length) else {
        throw .setting(name, problem: "the tensors say \(length)")
      }
    }
    let unread = Set(reference.tensors.keys).subtracting(read).subtracting(parameters)
    if let name = unread.min() { throw .unread(name, family: reference.family) }
  }
}
