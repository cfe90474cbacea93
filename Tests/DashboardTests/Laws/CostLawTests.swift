import Screens
import Snapshots
import Testing

@testable import Dashboard

/// Laws of what a screen costs; times are compared within one run only, and the least of each counts.
@Suite("What a map costs", .serialized)
struct CostLawTests {
  private func time(_ work: () -> Void) -> Double {
    let duration = ContinuousClock().measure(work)
    return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  /// The least times of several works in turn, until `isEnough` of them or the rounds are over.
  ///
  /// Other tests run meanwhile: what disturbs one round is in none of many, while what truly costs
  /// more is in all.
  private func least(
    of works: [() -> Void], rounds: Int = 80, until isEnough: ([Double]) -> Bool
  ) -> [Double] {
    var least = works.map { _ in Double.infinity }
    for round in 0..<rounds {
      for place in works.indices { least[place] = min(least[place], time(works[place])) }
      if round >= 4, isEnough(least) { break }
    }
    return least
  }

  @Test(
    "A frame costs the same, however large its map", arguments: [ScreenName.map, .heads, .words])
  func frames(screen: ScreenName) {
    let works = [64, 256, 1_024].map { count -> () -> Void in
      let frames = [1, 2].map { LargeSamples.dense(count, step: $0).summarized() }
      var state = LargeSamples.state(frames[1])
      state.screen = screen
      var number = 0
      return {
        number += 1
        tell(&state, shown(state, frames[number % 2]))
        _ = view(state)
      }
    }
    let times = least(of: works) { times in
      (times.max() ?? 0) <= 1.2 * (times.min() ?? 0)
    }
    #expect((times.max() ?? 0) <= 1.2 * (times.min() ?? 0), "\(screen): \(times)")
  }

  @Test(
    "72 maps of 4,096 × 4,096 that nobody has are looked at like small ones",
    arguments: [ScreenName.map, .heads, .words, .compare])
  func largeMaps(screen: ScreenName) {
    let works = [64, 4_096].map { count -> () -> Void in
      let large = LargeSamples.summaries(count, layers: 6, heads: 12).summarized()
      var state = LargeSamples.sideBySide(
        screen == .compare ? [large, large] : [large], columns: 60)
      state.screen = screen
      LargeSamples.fill(&state, count)
      return {
        tell(&state, .key(.down))
        _ = view(state)
        tell(&state, .key(.up))
      }
    }
    // Optimised, all of it is over before it could be compared: a picture has 16 milliseconds.
    func isLaw(_ times: [Double]) -> Bool { times[1] <= max(1.2 * times[0], 0.001) }
    let times = least(of: works, until: isLaw)
    #expect(isLaw(times), "\(screen): \(times)")
  }
}
