import JSON
import TensorFiles

/// Something wrong in a run's directory: which file, which tensor, which field, and what.
public struct RunFault: Error, Hashable {
  /// How much it matters.
  public enum Weight: Hashable, Sendable {
    /// Something is not there that should be: a file was refused, or lines were left out.
    case missing
    /// Everything is there, and its numbers are strange.
    case strange
  }

  /// The file, from the run's directory on: `snapshots/000000060.safetensors`.
  public var file: String
  /// The tensor; nil where it is about the whole file.
  public var tensor: String?
  /// The field, or the line.
  public var field: String?
  /// What is wrong, what was expected and what was found.
  public var what: String
  /// How much it matters.
  public var weight: Weight
  /// The first step that it is true of; nil where it is of no step.
  public var step: Int?

  /// `what` is wrong in `file`.
  public init(
    _ file: String, tensor: String? = nil, field: String? = nil, _ what: String,
    _ weight: Weight = .missing
  ) {
    (self.file, self.tensor, self.field) = (file, tensor, field)
    (self.what, self.weight) = (what, weight)
  }

  /// Takes what is strange about numbers: of each tensor once, with the first step that it is true of.
  static func take(_ faults: [RunFault], into known: inout [RunFault]) {
    for fault in faults {
      let place = known.firstIndex { $0.tensor == fault.tensor && $0.field == fault.field }
      guard let place else {
        known.append(fault)
        continue
      }
      if let step = fault.step, step < known[place].step ?? .max { known[place] = fault }
    }
  }

  /// One sentence for a person.
  public var sentence: String {
    var parts = [legible(file, limit: 120)]
    if let tensor { parts.append("tensor “\(legible(tensor, limit: 80))”") }
    if let field { parts.append(legible(field, limit: 80)) }
    return parts.joined(separator: ", ") + ": " + legible(what, limit: 400)
  }
}
