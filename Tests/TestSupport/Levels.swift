import CKernels

/// The kernel levels of this processor, of which a test can take one for its own thread.
package enum Levels {
  /// Those that this processor has.
  package static let all: [Int32] = [HK_BASELINE, HK_AVX2, HK_AVX512].map { Int32($0) }
    .filter { hk_level_supported($0) == 1 }

  /// The result of `body` at a level.
  package static func at<Result>(_ level: Int32, _ body: () throws -> Result) rethrows -> Result {
    precondition(hk_set_thread_level(level) == 1, "level \(level) is not of this processor")
    defer { hk_set_thread_level(-1) }
    return try body()
  }
}
