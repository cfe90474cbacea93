/// The steps of a moving picture, as somebody wrote them: `0..310`, `0..310:10`.
struct StepRange: Hashable {
  /// The most pictures that one may have: each adds to the size of the file.
  static let mostFrames = 40

  /// The steps, the last among them.
  let steps: [Int]

  /// What `text` says; nil where it says nothing.
  ///
  /// Without a stride it is the least that gives few enough pictures.
  init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let ends = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
    // `0..310` and `0...310`: what is between the dots is nothing.
    guard parts.count <= 2, (3...4).contains(ends.count), ends[1].isEmpty,
      ends.dropFirst().dropLast().allSatisfy(\.isEmpty),
      let first = Int(ends[0]), let last = ends.last.flatMap({ Int($0) }), first >= 0, first < last
    else { return nil }
    // Rounded up, without a sum that may be no number.
    let least = (last - first - 1) / (Self.mostFrames - 1) + 1
    var stride = max(1, least)
    if parts.count == 2 {
      guard let own = Int(parts[1]), own >= 1 else { return nil }
      stride = max(stride, own)
    }
    let all = Array(Swift.stride(from: first, to: last, by: stride))
    steps = all + [last]
  }
}
