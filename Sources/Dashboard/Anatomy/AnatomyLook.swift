public import Snapshots
public import Tensors

/// Where the user is among the operations of a model.
public struct AnatomyLook: Hashable, Sendable {
  /// A line of the list.
  public enum Line: Hashable, Sendable {
    /// A group, by the names from the widest on.
    case group([String])
    /// An operation, by its place in the diagram.
    case operation(Int)
  }

  /// A place that Esc comes back to after a number was followed.
  public struct Stop: Hashable, Sendable {
    var line: Line?
    var places: [Axis: Int]
    var query: Int
    var key: Int
    var term: Int
  }

  /// The line under the cursor; nil is the score of the selected attention.
  public var line: Line?
  /// Groups that are open where they would be closed, or the other way round.
  public var toggled: Set<[String]> = []
  /// Where the cursor stands along the axes that no other screen knows.
  public var places: [Axis: Int] = [:]
  /// Whether the arrows move through the picture rather than the list.
  public var isInFigure = false
  /// Whether the number under the cursor is written out.
  public var isFollowing = false
  /// Which of its terms is chosen, the one that counts most first.
  public var term = 0
  /// Where the numbers were that led here, the last one last.
  public var trail: [Stop] = []
  /// Whether gradients are drawn in place of values.
  public var showsGradient = false
  /// What was changed by hand, in order.
  public var edits: [ScratchEdit] = []
  /// The picture before anything was changed by hand.
  public var original: Snapshot?
  /// The first line of the list that is drawn, where not all fit.
  public var firstLine = 0

  /// The cursor at the score.
  public init() {}
}

/// Whether an operation is a head that was switched off.
func isHeadLeftOut(_ operation: Diagram.Operation) -> Bool {
  if case .zeroed(.head, _) = operation.change { true } else { false }
}

/// Whether an operation is a change that was made by hand, or a head that was left out.
func isChange(_ operation: Diagram.Operation) -> Bool { operation.change != nil }
