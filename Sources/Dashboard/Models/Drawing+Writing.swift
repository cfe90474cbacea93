import Screens
import Subjects

/// How far a model has written, in the title.
extension Drawing {
  /// How far a decoder has written.
  func writingStatuses(_ scratch: StyledText) -> [StyledText] {
    guard let timeline = state.timeline, timeline.latest > 0 || state.isRunning else {
      return [scratch]
    }
    let count = StyledText(texts.writtenTokens(timeline.step, timeline.latest))
    return state.isRunning
      ? [scratch + count + StyledText("   " + texts.writing)] : [scratch + count]
  }
}
