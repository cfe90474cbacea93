import Snapshots
public import Subjects
public import Training

/// Watches a lesson that trains for what goes wrong, with what is measured anyway.
public struct AlarmMeter {
  private var watch = AlarmWatch()

  /// A meter that has seen nothing.
  public init() {}

  /// What was seen, in the order of steps.
  public var alarms: [Alarm] { watch.alarms }

  /// Takes a step that was made for the first time, and every fiftieth what the heads do at it.
  ///
  /// - Returns: what is to be told.
  public mutating func take(
    loss: Float, _ trainer: Trainer, _ reader: LessonReader
  ) -> [Alarm] {
    let told = watch.take(loss: Double(loss), at: trainer.step).map { [$0] } ?? []
    guard trainer.step.isMultiple(of: Self.interval) else { return told }
    // One input is enough to see that heads have stopped to choose.
    let snapshot = reader.snapshot(of: .own(0), at: trainer.step, teacherForcing: false)
      .summarized()
    return told + watch.take(HeadMeasurement(snapshot, at: trainer.step))
  }

  /// The steps between two looks at the heads.
  static let interval = 50
}
