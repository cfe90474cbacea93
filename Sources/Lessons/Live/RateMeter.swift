/// Steps a second over about the last second.
struct RateMeter {
  private var times: [Double] = []

  mutating func count(at time: Double) {
    times.append(time)
    if times.count > 64, time - times[0] > 1 { times.removeFirst(32) }
  }

  var rate: Double? {
    guard let first = times.first, let last = times.last, last > first else { return nil }
    return Double(times.count - 1) / (last - first)
  }
}
