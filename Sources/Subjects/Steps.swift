/// The steps of a run that are known: all up to one, or some.
///
/// Steps are not arithmetic: after step 100 may come step 250, and the one before it is 100.
public enum Steps: Hashable, Sendable {
  /// Every step from 0 to this one.
  case through(Int)
  /// These, ascending.
  case listed([Int])

  /// The first; nil where none is known.
  public var first: Int? {
    switch self {
    case .through: 0
    case .listed(let steps): steps.first
    }
  }

  /// The last; nil where none is known.
  public var last: Int? {
    switch self {
    case .through(let last): last
    case .listed(let steps): steps.last
    }
  }

  /// Whether there may be steps between two neighbours.
  public var isListed: Bool {
    if case .listed = self { true } else { false }
  }

  /// How many there are.
  public var count: Int {
    switch self {
    case .through(let last): last + 1
    case .listed(let steps): steps.count
    }
  }

  /// The last at or before `step`, else the first; nil where none is known.
  public func nearest(_ step: Int) -> Int? {
    switch self {
    case .through(let last): step.clamped(to: 0...last)
    case .listed(let steps):
      steps.isEmpty ? nil : steps[max(0, Self.place(of: step, in: steps))]
    }
  }

  /// The step so many after `step`, or before it; the first or last where there are not so many.
  public func moved(from step: Int, by distance: Int) -> Int? {
    switch self {
    case .through(let last):
      let (sum, overflow) = step.addingReportingOverflow(distance)
      return (overflow ? (distance < 0 ? 0 : last) : sum).clamped(to: 0...last)
    case .listed(let steps):
      guard !steps.isEmpty else { return nil }
      // Between two known steps the next one is one away, and so is the one before.
      let place = Self.place(of: step, in: steps)
      let isBetween = place < 0 || steps[place] != step
      let start = isBetween && distance < 0 ? place + 1 : place
      let (sum, overflow) = start.addingReportingOverflow(distance)
      let most = steps.count - 1
      return steps[(overflow ? (distance < 0 ? 0 : most) : sum).clamped(to: 0...most)]
    }
  }

  /// How many known steps come before `step`.
  public func count(before step: Int) -> Int {
    switch self {
    case .through(let last): step.clamped(to: 0...(last + 1))
    case .listed(let steps): Self.place(of: step - 1, in: steps) + 1
    }
  }

  /// The place of the last step at or before `step`; −1 where all come later.
  private static func place(of step: Int, in steps: [Int]) -> Int {
    var (low, high) = (0, steps.count)
    while low < high {
      let middle = (low + high) / 2
      if steps[middle] <= step { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}

extension Int {
  fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
