import Subjects
import Tensors

/// How runs on disk are followed: their steps are computed again, never made.
struct Following {
  /// Whether the newest step is on the screen, and the next one will be.
  var isAtTheEnd = true
  /// When somebody last wrote.
  var lastNews = -Double.infinity
  /// The seconds that a step takes to be computed again.
  var stepCost = 0.01
  /// What could not be read; it is said once.
  var problem: Problem?

  /// The seconds until the next look: a directory that nobody writes to is left alone.
  var pause: Double { Clock.wall - lastNews < 10 ? 0.2 : 1 }
}
