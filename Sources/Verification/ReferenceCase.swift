public import Tapes

/// A computation that another implementation has made once, and that is made again here.
///
/// It holds what was fed — inputs, weights, cotangents — and the settings that tell what to compute,
/// and gives back every result by name: outputs, intermediates, gradients, trajectories of training,
/// decoding steps. Nothing depends on a case's name; lengths are those of the tensors.
/// Axes stand in the documented order, batch first.
public struct ReferenceCase: Sendable {
  /// Numbers with lengths, the last axis fastest.
  public struct Numbers: Hashable, Sendable {
    /// The length of each axis.
    public var lengths: [Int]
    /// The numbers; those of whole numbers too.
    public var floats: [Float]
    /// The whole numbers, where these are positions, labels or steps.
    public var integers: [Int32]?

    /// Numbers.
    public init(lengths: [Int], floats: [Float]) {
      self.lengths = lengths
      self.floats = floats
    }

    /// Whole numbers.
    public init(lengths: [Int], integers: [Int32]) {
      self.lengths = lengths
      self.integers = integers
      floats = integers.map { Float($0) }
    }
  }

  /// One field of a case's configuration.
  public indirect enum Setting: Hashable, Sendable {
    /// Yes or no.
    case flag(Bool)
    /// A number.
    case number(Double)
    /// A word.
    case text(String)
    /// Named fields.
    case fields([String: Setting])
    /// Anything that no case of these families has.
    case other

    /// The number, if this is one.
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    /// The word, if this is one.
    var text: String? { if case .text(let value) = self { value } else { nil } }
    /// Yes or no, if it is either.
    var flag: Bool? { if case .flag(let value) = self { value } else { nil } }
    /// The fields, if these are some.
    var fields: [String: Setting]? { if case .fields(let value) = self { value } else { nil } }
  }

  /// Why a case cannot be computed.
  public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// No such family of cases is known.
    case unknownFamily(String)
    /// A tensor that the computation needs is not there.
    case missing(String)
    /// A tensor has other lengths than the computation needs.
    case unfit(name: String, found: [Int], expected: String)
    /// A setting is not there or asks for what is not implemented.
    case setting(String, problem: String)
    /// Positions, labels or steps are stored as floats.
    case floats(String)
    /// A position, label or step is not among those that there are; `last` is nil without an end.
    case outside(String, found: Int32, last: Int?)
    /// Something was fed that would change nothing.
    case unread(String, family: String)

    /// A sentence that names the tensor or setting.
    public var description: String {
      switch self {
      case .unknownFamily(let family):
        "no family is called “\(family)”; there are "
          + ReferenceCase.families.joined(separator: ", ")
      case .missing(let name): "there is no tensor “\(name)”"
      case .unfit(let name, let found, let expected):
        "“\(name)” has the lengths \(found); expected \(expected)"
      case .setting(let name, let problem): "setting “\(name)”: \(problem)"
      case .floats(let name): "“\(name)” holds floats; expected whole numbers"
      case .outside(let name, let found, let last):
        "“\(name)” holds \(found); expected "
          + (last.map { "whole numbers from 0 to \($0)" } ?? "no number below 0")
      case .unread(let name, let family):
        "“\(name)” has no part in \(family) cases with these settings"
      }
    }
  }

  /// The family, which decides what is computed.
  public var family: String
  /// The configuration.
  public var settings: [String: Setting]
  /// The optimizers of a training case, by name.
  public var optimizers: [String: Setting]
  /// The number of updates of a training case.
  public var steps: Int
  /// What was fed, by name.
  public var tensors: [String: Numbers]

  /// A case.
  public init(
    family: String, settings: [String: Setting], optimizers: [String: Setting] = [:],
    steps: Int = 0, tensors: [String: Numbers]
  ) {
    self.family = family
    self.settings = settings
    self.optimizers = optimizers
    self.steps = steps
    self.tensors = tensors
  }

  /// The families that can be computed.
  public static let families = [
    "additive", "blocks", "gru", "keras_attention", "lstm", "mha_keras", "mha_official", "pooling",
    "softmax", "train_additive", "train_mha_keras", "train_mha_official", "train_pooling",
    "train_seq2seq",
  ]

  /// Everything that the case computes, by name.
  ///
  /// What a family does not know, setting or tensor, is a problem before anything is computed.
  ///
  /// - `retention`: with less than everything the fused kernels play, and intermediates are
  ///   left out.
  /// - `fromDiagram`: whether outputs and intermediates are read off the diagram that a person
  ///   would see, and not from the player.
  public func results(
    retention: Retention = .everything, fromDiagram: Bool = false
  ) throws(Problem) -> [String: Numbers] {
    let sheet = ReferenceSheet(self)
    sheet.readsDiagram = fromDiagram
    return try compute(sheet, retention)
  }

  private func compute(
    _ sheet: ReferenceSheet, _ retention: Retention
  ) throws(Problem) -> [String: Numbers] {
    try sheet.checkSettings()
    switch family {
    case "additive": return try sheet.additive(retention)
    case "blocks": return try sheet.blocks(retention)
    case "gru": return try sheet.gru(retention)
    case "keras_attention": return try sheet.kerasAttention(retention)
    case "lstm": return try sheet.lstm(retention)
    case "mha_keras": return try sheet.kerasMultiHead(retention)
    case "mha_official": return try sheet.officialMultiHead(retention)
    case "pooling": return try sheet.pooling(retention)
    case "softmax": return try sheet.softmaxes(retention)
    case "train_additive": return try sheet.trainAdditive(retention)
    case "train_mha_keras": return try sheet.trainKerasMultiHead(retention)
    case "train_mha_official": return try sheet.trainOfficialMultiHead(retention)
    case "train_pooling": return try sheet.trainPooling(retention)
    case "train_seq2seq": return try sheet.trainTranslator(retention)
    default: throw .unknownFamily(family)
    }
  }
}
