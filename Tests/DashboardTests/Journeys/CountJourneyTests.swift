import Screens
import Snapshots
import Subjects
import Testing

@testable import Dashboard

@Suite("Journeys with numbers before keys")
struct CountJourneyTests {
  @Test("Digits before a step are a count, and give back the head that they chose")
  func countsWhereThereAreHeads() {
    var state = HeadSamples.translation()
    state.progress.step = 100
    let before = (state.site, state.head)
    for (keys, steps) in [("60.", 60), ("20,", -20), ("3>", 30), ("12<", -100), ("999.", 999)] {
      #expect(type(&state, keys) == [.ask(.move(steps))], "\(keys)")
      #expect((state.site, state.head) == before, "\(keys)")
      #expect(state.message == nil && state.patience == nil)
      #expect(type(&state, ".") == [.ask(.move(1))])
    }
    // Half a second later the digit was a head.
    type(&state, "2")
    #expect(state.patience == 0.5)
    tell(&state, .timeout)
    #expect(type(&state, ".") == [.ask(.move(1))])
    #expect(state.head == 2)
    // So it was before any other key, and a 0 alone is no number.
    type(&state, "3l")
    #expect(type(&state, ".") == [.ask(.move(1))])
    #expect(state.head == 3)
    #expect(type(&state, "0.") == [.ask(.move(1))])
    #expect(state.head == 0)
    var compared = HeadSamples.comparison()
    type(&compared, "C")
    press(&compared, .tab, .tab)
    let heads = compared.selection
    #expect(type(&compared, "21.") == [.ask(.move(21))])
    #expect(compared.selection == heads)
    var many = HeadSamples.encoder()
    many.run = Samples.run("many heads", .multihead)
    many.timeline = Samples.progress(step: 0, latest: 0)
    type(&many, "H5")
    tell(&many, .timeout)
    type(&many, "1")
    #expect(readout(many).hasSuffix("head 1_"))
    #expect(type(&many, "2.") == [.ask(.move(12))])
    #expect(many.head == 5)
  }
}
