import Lessons
import Subjects
import Training

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The memory that training needs, held against what there is before any of it is taken.
enum MemoryNeed {
  /// What the program takes besides: itself, its screen, the copies of a checkpoint.
  private static let base = 24 << 20

  /// Checks that lessons can be trained side by side.
  ///
  /// Takes time for large models: it is not for the thread that answers keys.
  static func check(_ lessons: [Lesson]) throws(Failure) {
    let settings = lessons[0].settings
    let memories = lessons.map { TrainingMemory($0.objective) }
    let need = bytes(memories, lessons[0].greatestBatch)
    guard let free, need > free.bytes else { return }
    throw Failure(
      .memory(
        need: need, free: free.bytes, free.limit,
        remedy(lessons, memories, settings, free.bytes)))
  }

  /// The same, for the main thread to wait for.
  static func checkBesideMain(_ lessons: [Lesson]) throws(Failure) {
    let problem: Failure? = try onAnotherThread { () -> Failure? in
      do throws(Failure) { try check(lessons) } catch { return error }
      return nil
    }
    if let problem { throw problem }
  }

  /// The memory that training side by side takes, in bytes, within a factor of 1.5.
  private static func bytes(_ memories: [TrainingMemory], _ batchSize: Int) -> Int {
    memories.reduce(base) { $0 + $1.bytes(batchSize: batchSize) }
  }

  /// The largest batch that fits, or else the units that do.
  private static func remedy(
    _ lessons: [Lesson], _ memories: [TrainingMemory], _ settings: LessonSettings, _ free: Int
  ) -> MemoryRemedy {
    var batch = lessons[0].greatestBatch / 2
    while batch > 0 {
      if bytes(memories, batch) <= free { return .batch(batch) }
      batch /= 2
    }
    var units = settings.units / 2
    while units >= max(4, settings.heads) {
      let smaller = lessons.compactMap { lesson -> TrainingMemory? in
        var own = lesson.settings
        own.units = units
        return LessonCatalog.entry(of: lesson).map { TrainingMemory($0.make(own).objective) }
      }
      if bytes(smaller, 1) <= free { return .units(units) }
      units /= 2
    }
    return .smallerLesson
  }

  // MARK: What there is

  /// The least of the machine's free memory, the control group's limit and the process's own.
  private static var free: (bytes: Int, limit: MemoryLimit)? {
    var all: [(bytes: Int, limit: MemoryLimit)] = []
    if let bytes = field("MemAvailable", "/proc/meminfo") {
      all.append((bytes << 10, .machine))
    }
    for (limit, used) in [
      ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
      (
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes"
      ),
    ] {
      guard let limit = number(limit), limit < 1 << 60 else { continue }
      all.append((max(0, limit - (number(used) ?? 0)), .controlGroup))
    }
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      let own = Int(exactly: limit.rlim_cur), let used = field("VmSize", "/proc/self/status")
    {
      all.append((max(0, own - used << 10), .process))
    }
    return all.min { $0.bytes < $1.bytes }
  }

  private static func field(_ name: String, _ path: String) -> Int? {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
      .flatMap { Int($0) }
  }

  private static func number(_ path: String) -> Int? {
    (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
      Int($0.filter { !$0.isWhitespace })
    }
  }
}
