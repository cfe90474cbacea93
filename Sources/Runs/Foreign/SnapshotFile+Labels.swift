import JSON
import Snapshots
import TensorFiles

extension SnapshotFile {
  /// The metadata under `key` for a tensor: its own, else its probe's, else that of all.
  private func entry(_ key: String, for own: StoredWeights) -> (field: String, text: String)? {
    let probe = own.probe.map { key + "." + $0 }
    for field in [key + "." + own.stored.name, probe, key].compactMap(\.self) {
      if let text = file[metadata: field] { return (field, text) }
    }
    return nil
  }

  /// Checks that there are as many labels as positions, each a text or null.
  func checkLabels(_ own: StoredWeights) throws(RunFault) {
    for (key, side) in [("queries", StoredWeights.Side.query), ("keys", .key)]
    where own.sides.contains(side) {
      guard let (field, text) = entry(key, for: own) else { continue }
      func fault(_ what: String) -> RunFault {
        RunFault(file.runPath, tensor: own.stored.name, field: field, what)
      }
      let values = try Self.list(text, "a list of labels", fault)
      let lists: [[JSONValue]]
      if areLabelsByStep, case .array? = values.first {
        guard values.count == steps.count else {
          throw fault(
            "expected a list of labels for each of \(steps.count) steps, found \(values.count)")
        }
        lists = values.map { $0.array ?? [] }
      } else {
        lists = [values]
      }
      for list in lists {
        guard list.count == own.length(side) else {
          throw fault(
            "expected \(own.length(side)) labels along \(side.rawValue), found \(list.count)")
        }
        for value in list where value != .null && value.string == nil {
          throw fault("expected texts or null, found \(legible(JSONText.line(value), limit: 40))")
        }
      }
    }
  }

  /// The labels along an axis at one of the file's steps; a nil among them is padding.
  ///
  /// - Returns: nil where nothing is said.
  func labels(_ side: StoredWeights.Side, of own: StoredWeights, at place: Int) -> [String?]? {
    guard own.sides.contains(side),
      let text = entry(side == .query ? "queries" : "keys", for: own)?.text,
      let values = (try? JSONValue(parsing: Array(text.utf8)))?.array
    else { return nil }
    if areLabelsByStep,
      case .array(let list)? = values.indices.contains(place) ? values[place] : nil
    {
      return list.map(\.string)
    }
    return values.map(\.string)
  }

  /// How the tokenizer marks its tokens, where the file says so.
  func markers(of own: StoredWeights, at place: Int) -> TokenMarkers? {
    text("markers", of: own, at: place).flatMap { TokenMarkers(rawValue: $0) }
  }

  /// A text of a probe, such as what was read, at one of the file's steps.
  func text(_ key: String, of own: StoredWeights, at place: Int) -> String? {
    guard let text = entry(key, for: own)?.text else { return nil }
    if areLabelsByStep, text.utf8.first == UInt8(ascii: "["),
      let list = (try? JSONValue(parsing: Array(text.utf8)))?.array, list.count == steps.count
    {
      return list[place].string
    }
    return text
  }
}
