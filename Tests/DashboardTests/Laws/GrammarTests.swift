import Snapshots
import Subjects
import Testing

@testable import Dashboard

/// Sentences that are composed of numbers and names, each form read once.
@Suite struct GrammarTests {
  private let texts = English()

  @Test func oneAndMany() {
    let forms = [1, 2].map { n in
      """
      \(texts.rowsOnDots(n, 3))
      \(texts.bestHead("0.1", n, n))
      \(texts.thisIsBestHead(n, n))
      \(texts.rowsAQuery(n))
      \(texts.rightOutputs(n, n))
      \(texts.tokens(n))
      \(texts.headsOf(n, n))
      \(texts.layersByHeads(n, n))
      \(texts.panesMore(n))
      \(texts.paceIs(n))
      \(texts.fact(.causalLayers(n, heads: n)))
      \(texts.fact(.encoderDecoder(layers: n, heads: n)))
      \(texts.fact(.labels(n)))
      \(texts.fact(.sizes(units: n, heads: n)))
      \(texts.fact(.pairs(file: "f", source: .words, target: .words, training: n, heldOut: n)))
      \(texts.onlyFirstAreRead(n))
      """
    }
    #expect(
      forms[0] == """
        1 of 3 rows has its most on a dot.
        Head 0.1 does so most often: in 1 of 1 row.
        So in 1 of 1 row, the most of this layer.
        one row per query
        1 of 1 character is right
        1 token
        1 of 1 head
        1 layer × 1 head
        1 more: tab
        training is capped at 1 step per second
        1 layer × 1 head, causal
        1 + 1 layers × 1 head, no recurrence
        1 label
        1 unit · 1 head
        f by words: 1 pair and 1 held out
        only the first character is read
        """)
    #expect(
      forms[1] == """
        2 of 3 rows have their most on a dot.
        Head 0.1 does so most often: in 2 of 2 rows.
        So in 2 of 2 rows, the most of this layer.
        2 rows per query
        2 of 2 characters are right
        2 tokens
        2 of 2 heads
        2 layers × 2 heads
        2 more: tab
        training is capped at 2 steps per second
        2 layers × 2 heads, causal
        2 + 2 layers × 2 heads, no recurrence
        2 labels
        2 units · 2 heads
        f by words: 2 pairs and 2 held out
        only the first 2 characters are read
        """)
  }

  @Test func whatARowIsSaidToDo() {
    let (query, key, dot) = ("\"2\"", "\"0\"", "\"4\"")
    let said =
      [
        texts.looksAt(texts.toWrite(query), key, nil, ".43"),
        texts.looksAt(texts.toGoOn(query), key, "\"May\"", ".43"),
        texts.looksWhereItShould(texts.toWrite(query), key, "\"May\"", ".43"),
        texts.looksElsewhere(texts.toWrite(query), key, ".43", dot, ".02"),
        texts.looksEverywhere(texts.toWrite(query), 15, key, ".08"),
        texts.needsNoClue(query, key, ".43"), texts.nothingToGoOn(query, key, ".43"),
        texts.attends(query, nil, key, ".43", "4.9"), texts.attends(query, dot, key, ".43", nil),
        texts.attendsEverywhere(query, 15, key, ".08"), texts.looksOnly(query, key),
        texts.noMass(query), texts.brokenRow(query),
      ]
      + [RightElsewhere.stateKnows, .oneRow, .unknown].flatMap {
        texts.rightElsewhere(query, ".99", key, ".43", dot, $0)
      }
    #expect(
      said.joined(separator: "\n") == """
        To write "2" it looks at "0": .43 of the weight.
        To say what follows "2" it looks at "0" of "May": .43 of the weight.
        To write "2" it looks where it should: "0" of "May" holds .43.
        To write "2" it looks most at "0", .43; the dot says "4", now .02.
        To write "2" it still looks everywhere: of 15 keys the most, "0", holds .08.
        The input holds no clue for "2": it is free to look anywhere, most at "0", .43.
        Nothing says yet what follows "2": it is free to look anywhere, most at "0", .43.
        "2" looks most at "0": .43, 4.9 × what "0" gets on average.
        Besides "4", "2" looks most at "0": .43.
        "2" looks everywhere: of 15 keys the most, "0", holds .08.
        "2" may look at "0" only: what comes later is masked.
        "2" could look at nothing: its row is empty.
        The row of "2" holds what is not a number.
        To write "2" it looks most at "0", .43, and is right, p .99, without the dot on "4": the state at "0" knows it too, because the encoder reads in both directions.
        "2" is right, p .99, without its dot: the state at "0" knows it too.
        "2" is right, p .99, without its dot.
        To write "2" it looks most at "0", .43, and is right, p .99, without the dot on "4": one row of weights answers every query, so it cannot be on every dot.
        "2" is right, p .99, without its dot: one row answers every query.
        "2" is right, p .99, without its dot.
        To write "2" it looks most at "0", .43, and is right, p .99, without the dot on "4".
        "2" is right, p .99, without its dot.
        """)
  }
}
