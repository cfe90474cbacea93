import Snapshots
public import Subjects

extension LessonReader {
  /// The steps between two looks at what heads do, where a condition asks for it.
  public static var headInterval: Int { 10 }

  /// What the heads do at the present step: on a few declared inputs where the lesson has several heads,
  /// else on its own input.
  public func headMeasurement(at step: Int) -> HeadMeasurement {
    if let roles = headRoles(atMost: 8) {
      return HeadMeasurement(step: step, statistics: roles.statistics)
    }
    let snapshot = snapshot(of: .own(0), at: step, teacherForcing: false)
    return HeadMeasurement(snapshot.summarized(), at: step)
  }
}
