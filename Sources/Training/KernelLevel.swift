import CKernels

/// The processor level whose kernels compute: results of another level may differ in the last bits.
public enum KernelLevel {
  /// The name of the level that computes on this thread: `avx2`.
  public static var name: String { String(cString: hk_level_name(hk_level())) }

  /// Computes on this thread with the kernels of the level called `name`, until ``useOwn()``.
  ///
  /// - Returns: whether this processor has them; else the thread goes on with its own.
  public static func use(_ name: String) -> Bool {
    for level in Int32(HK_BASELINE)...Int32(HK_AVX512)
    where String(cString: hk_level_name(level)) == name {
      return hk_set_thread_level(level) == 1
    }
    return false
  }

  /// Computes on this thread with the kernels that all others use.
  public static func useOwn() { hk_set_thread_level(-1) }
}
