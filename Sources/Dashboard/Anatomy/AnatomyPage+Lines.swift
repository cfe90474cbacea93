import Screens
import Snapshots
import Tensors

extension AnatomyPage {
  /// What the asking position stands for; nil where nothing asks.
  var queryLabel: String? {
    guard let picture = state.picture, let crosshair = state.crosshair,
      !(picture.kind == .pooling && picture.queries.count == 1)
    else { return nil }
    return picture.queries[crosshair.row]
  }

  /// What a group is called: the widest ones in the user's language, the others as in the model.
  func groupName(_ group: [String]) -> String {
    guard let name = group.last else { return "" }
    return state.texts.groupName(name) ?? name
  }

  /// What the operation under the cursor does, in so many lines.
  func sentence(columns: Int, rows: Int) -> [String] {
    let texts = state.texts
    guard let operation else {
      guard case .group(let group) = entries[selected].line else { return [] }
      return wrapped(
        texts.groupSentence(groupName(group), entries[selected].number, isOpen(group)),
        to: columns)
    }
    let own = diagram.operations[operation]
    if isChange(own) {
      return wrapped(
        isHeadLeftOut(own) ? texts.headLeftOutSentence : texts.changeSentence, to: columns)
    }
    guard let meaning = own.meaning, let sentence = texts.operationSentence(meaning) else {
      return wrapped(texts.plainSentence(own.operation, own.formula), to: columns)
    }
    let said = filled(sentence, operation)
    let isTold: Bool =
      switch meaning {
      case .score: mechanism(of: operation) == .additive
      case .weights: mechanism(of: operation) != .multihead
      default: true
      }
    let more =
      isTold ? texts.operationRemark(meaning).map { said + " " + filled($0, operation) } : nil
    if let more {
      let lines = wrapped(more, to: columns)
      if lines.count <= rows { return lines }
    }
    return wrapped(said, to: columns)
  }

  private func isInAttention(_ operation: Int) -> Bool {
    guard let weights else { return false }
    return diagram.operations[operation].group.starts(with: diagram.operations[weights].group)
  }

  /// What no number of this operation can be beyond; nil where nothing limits it.
  ///
  /// Scores of tanh units are limited by V; weights of scores in −1 … 1 by the number of positions.
  func bound(of operation: Int) -> String? {
    let own = diagram.operations[operation]
    guard let source = own.inputs.first,
      let before = diagram.producer(of: source).map({ diagram.operations[$0].meaning })
    else { return nil }
    switch (own.meaning, before) {
    case (.score, .hiddenLayer):
      guard own.inputs.count > 1 else { return nil }
      let vector = diagram.values[own.inputs[1]].numbers.elements
      let name = Self.layer(diagram.values[own.inputs[1]].name)
      return state.texts.scoreBound(short(vector.reduce(0) { $0 + abs(Double($1)) }), name)
    case (.weights, .cappedScore):
      guard let keys = diagram.values[source].numbers.shape[.key] else { return nil }
      let cap = AttentionWeights.cap(ofScoresWithinOneOver: keys)
      return state.texts.weightBound(short(Double(cap)))
    default: return nil
    }
  }

  /// A sentence with the names and numbers of this operation.
  private func filled(_ sentence: String, _ operation: Int) -> String {
    let shape = diagram.values[diagram.operations[operation].output].numbers.shape
    let inner = shape.axes.last { $0 != .key && $0 != .query }
    let kernel = diagram.operations[operation].inputs.first {
      diagram.values[$0].role == .parameter
    }
    // What pools asks the same whatever is written next.
    let asks = mechanism(of: operation) == .pooling && isInAttention(operation) ? nil : queryLabel
    let words = [
      "{query}": asks.map { state.texts.query(state.texts.quoted($0)) }
        ?? state.texts.learnedQuestion,
      "{keys}": "\(shape[.key] ?? state.picture?.keys.count ?? 0)",
      "{units}": "\(inner.flatMap { shape[$0] } ?? 0)",
      "{layer}": kernel.map { Self.layer(diagram.values[$0].name) } ?? "",
    ]
    var text = ""
    var rest = sentence[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      text += words[String(rest[open...close])] ?? ""
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }
}
