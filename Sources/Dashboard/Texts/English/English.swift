/// English.
struct English: Sendable {}

/// So many of what `noun` names, in English: `1 head`, `4 heads`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)" + (count == 1 ? "" : "s")
}
