import Snapshots

/// Watches losses and heads of one run for what goes wrong, step after step.
public struct AlarmWatch: Hashable, Sendable {
  /// What was seen, in the order of steps.
  public private(set) var alarms: [Alarm] = []
  private var firstLoss: Double?
  private var losses: [Double] = []
  private var isDivergenceTold = false
  private var isNaNTold = false
  private var stacks: [String: StackLook] = [:]
  private var heads: [MeasuredHead.Name: HeadLook] = [:]

  private struct StackLook: Hashable {
    /// Whether at least half of its heads once chose.
    var hasChosen = false
    /// How many measurements in a row no head chose.
    var collapsed = 0
    var isTold = false
  }

  private struct HeadLook: Hashable {
    /// Whether it once did something.
    var hasShape = false
    /// How many measurements in a row it looked everywhere.
    var uniform = 0
    var isTold = false
  }

  /// A watch that has seen nothing.
  public init() {}

  /// Takes the loss of a step; nil where there is nothing to tell.
  public mutating func take(loss: Double, at step: Int) -> Alarm? {
    guard loss.isFinite else {
      defer { isNaNTold = true }
      return isNaNTold ? nil : tell(.notFinite(step: step))
    }
    let first = firstLoss ?? loss
    firstLoss = first
    losses.append(loss)
    if losses.count > Alarm.Bounds.losses { losses.removeFirst() }
    let mean = losses.reduce(0, +) / Double(losses.count)
    guard !isDivergenceTold, losses.count == Alarm.Bounds.losses, first > 0,
      mean > Alarm.Bounds.divergence * first
    else { return nil }
    isDivergenceTold = true
    return tell(.diverging(loss: mean, first: first, step: step))
  }

  private mutating func tell(_ alarm: Alarm) -> Alarm {
    alarms.append(alarm)
    return alarm
  }

  /// Takes what the heads do at a step; what is to be told.
  public mutating func take(_ measurement: HeadMeasurement) -> [Alarm] {
    let measured = measurement.heads
    let new = collapses(measured, at: measurement.step) + deaths(measured, at: measurement.step)
    alarms += new
    return new
  }

  private mutating func collapses(_ measured: [MeasuredHead], at step: Int) -> [Alarm] {
    let byStack = Dictionary(grouping: measured) { $0.site.stack }
    return byStack.keys.sorted().compactMap { stack in
      let all = byStack[stack] ?? []
      var look = stacks[stack] ?? StackLook()
      defer { stacks[stack] = look }
      let uniform = all.count { $0.isUniform }
      let onOneKey = all.count { $0.isOnOneKey }
      if 2 * all.count(where: { !$0.isUniform && !$0.isOnOneKey }) >= all.count {
        look.hasChosen = true
      }
      let isCollapsed = uniform == all.count || onOneKey == all.count
      look.collapsed = isCollapsed ? look.collapsed + 1 : 0
      guard look.hasChosen, !look.isTold, look.collapsed >= Alarm.Bounds.collapsedMeasurements
      else { return nil }
      look.isTold = true
      return .collapse(stack: stack, isOnOneKey: onOneKey == all.count, step: step)
    }
  }

  private mutating func deaths(_ measured: [MeasuredHead], at step: Int) -> [Alarm] {
    measured.compactMap { head in
      var look = heads[head.name] ?? HeadLook()
      defer { heads[head.name] = look }
      look.uniform = head.isUniform ? look.uniform + 1 : 0
      if head.hasShape { look.hasShape = true }
      guard look.hasShape, !look.isTold, look.uniform >= Alarm.Bounds.deadMeasurements else {
        return nil
      }
      look.isTold = true
      // What is said of the whole stack is not said of each of its heads again.
      if stacks[head.site.stack]?.isTold == true { return nil }
      return .deadHead(head.site, head.label, step: step)
    }
  }
}

extension MeasuredHead {
  /// Which head it is.
  fileprivate struct Name: Hashable {
    var site: Site
    var label: HeadLabel
  }

  fileprivate var name: Name { Name(site: site, label: label) }

  /// Whether it looks everywhere.
  fileprivate var isUniform: Bool {
    statistics.health.evenness.map { $0 >= Alarm.Bounds.uniform } ?? false
  }

  /// Whether it looks at one key, whatever is asked.
  fileprivate var isOnOneKey: Bool {
    let health = statistics.health
    return health.rows >= Alarm.Bounds.fewestRows
      && Float(health.rowsOnOneKey) >= Alarm.Bounds.rowsOnOneKey * Float(health.rows)
  }

  /// Whether it does something.
  fileprivate var hasShape: Bool {
    statistics.role != nil || statistics.health.evenness.map { $0 <= Alarm.Bounds.shaped } ?? false
  }
}
