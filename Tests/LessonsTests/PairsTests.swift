import Subjects
import Tensors
import Testing
@testable import Lessons
@testable import Training

/// Pairs that users bring, and what is none.
struct PairsTests {
  /// The bytes of a text.
  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func read(
    _ bytes: [UInt8], _ unit: TextUnit = .characters
  ) -> Result<Pairs, PairsError> {
    Result { () throws(PairsError) in try Pairs(tsv: bytes, unit: unit) }
  }

  private static func error(_ bytes: [UInt8], _ unit: TextUnit = .characters) -> PairsError? {
    guard case .failure(let error) = read(bytes, unit) else { return nil }
    return error
  }

  private static func error(_ text: String, _ unit: TextUnit = .characters) -> PairsError? {
    error(bytes(text), unit)
  }

  /// The rows as `line source target`; nil where there are none.
  private static func rows(_ bytes: [UInt8], _ unit: TextUnit = .characters) -> [String]? {
    guard case .success(let pairs) = read(bytes, unit) else { return nil }
    return pairs.rows.map { "\($0.line) \($0.source) \($0.target)" }
  }

  /// `count` rows with different sources.
  private static func many(_ count: Int) -> [UInt8] {
    bytes((0..<count).map { "source \($0)\ttarget \($0)\n" }.joined())
  }

  // MARK: What is accepted

  @Test(arguments: TextUnit.allCases)
  func rowsAreReadAsTheyStand(unit: TextUnit) {
    let plain = ["1 a b", "2 c d"]
    #expect(Self.rows(Self.bytes("a\tb\nc\td\n"), unit) == plain)
    #expect(Self.rows(Self.bytes("a\tb\nc\td"), unit) == plain)
    #expect(Self.rows(Self.bytes("a\tb\r\nc\td\r\n"), unit) == plain)
    #expect(Self.rows(Self.bytes("a\tb\r\nc\td\r"), unit) == plain)
    #expect(Self.rows([0xef, 0xbb, 0xbf] + Self.bytes("a\tb\nc\td\n"), unit) == plain)
    #expect(
      Self.rows(Self.bytes("\n\r\na\tb\n   \n\n c \t\"d\\\n\n"), unit) == ["3 a b", "6  c  \"d\\"])
    #expect(Self.rows(Self.bytes("1 2\t2 1\na b\tb a\n"), unit) == ["1 1 2 2 1", "2 a b b a"])
    // Cut at the tab whatever follows it.
    #expect(Self.rows(Self.bytes("a\t\u{301}b\nc\td\n"), unit) == ["1 a \u{301}b", "2 c d"])
    #expect(Self.rows(Self.bytes("\u{301}a\tb\n"), unit) == ["1 \u{301}a b"])
  }

  @Test func charactersAreWhatAPersonSees() throws {
    let storm = "e" + String(repeating: "\u{301}", count: 2_000)
    let pairs = try Pairs(tsv: Self.bytes("\(storm)x\t👩‍👩‍👧🇫🇷\nb a\tc\n"))
    #expect(pairs.sourceLength == 3)
    #expect(pairs.targetLength == 2)
    #expect(pairs.sources.symbols == [" ", "a", "b", storm, "x"].sorted())
    #expect(pairs.targets.tokens == 6)
    #expect(pairs.decode(pairs.encode(target: "👩‍👩‍👧🇫🇷")) == "👩‍👩‍👧🇫🇷")
    // Composed or not is the same character.
    let composed = try Pairs(tsv: Self.bytes("\u{e9}\ta\ne\u{301}\tb\n"))
    #expect(composed.sources.symbols.count == 1)
    #expect(composed.encode("\u{e9}") == composed.encode("e\u{301}"))
  }

  @Test func wordsAreWhatWhiteSpaceSeparates() throws {
    let text = "  the  red\u{a0}house\tla maison  rouge \nthe red car\tla voiture rouge\n"
    let pairs = try Pairs(tsv: Self.bytes(text), unit: .words)
    #expect(pairs.sources.symbols == ["car", "house", "red", "the"])
    #expect(pairs.encode(pairs.rows[0].source) == [6, 5, 4])
    #expect(pairs.encode("the blue\u{2003}car") == [6, Pairs.unknown, 3])
    #expect(pairs.unknownPositions("the blue car") == [1])
    #expect(pairs.sourceLength == 3)
    #expect(pairs.targetLength == 3)
    #expect(pairs.decode(pairs.encode(target: pairs.rows[0].target)) == "la maison rouge")
    #expect(pairs.symbols("x \u{301}y") == ["x", "\u{301}y"])
    #expect(pairs.symbols("a\u{b}b\u{c}c\td\u{85}e") == ["a", "b", "c", "d", "e"])
  }

  @Test func idsGoThereAndBack() throws {
    let pairs = try Pairs(tsv: Self.bytes("cab\tzy\nbad\tx\n"))
    #expect(pairs.sources.symbols == ["a", "b", "c", "d"])
    #expect(pairs.encode("abcd?") == [3, 4, 5, 6, Pairs.unknown])
    #expect(pairs.unknownPositions("?a?") == [0, 2])
    #expect(pairs.targets.symbol(of: 3) == "x")
    #expect(pairs.targets.id(of: "a") == nil)
    let nothing = [Pairs.padding, Pairs.start, Pairs.end, -1, 6]
    #expect(nothing.allSatisfy { pairs.targets.symbol(of: $0) == nil })
    #expect(pairs.decode([Pairs.start, 5, 4, Pairs.padding, Pairs.end, 3]) == "zy")
    #expect(pairs.encode("").isEmpty)
    #expect(pairs.sources.tokens == 7)
  }

  // MARK: What is not

  @Test func everyFaultNamesItsLine() {
    #expect(Self.error("a\tb\nhello world\n") == .noTab(line: 2))
    #expect(Self.error("a,b\nc,d\n") == .noTab(line: 1))
    #expect(Self.error("a\tb\n\nc\td\te\n") == .otherColumns(line: 3, found: 3, first: 1))
    #expect(Self.error("\tb\n") == .empty(.source, line: 1))
    #expect(Self.error("a\tb\na\t\r\n") == .empty(.target, line: 2))
    #expect(Self.error("a\t \u{3000}\n") == .empty(.target, line: 1))
    #expect(Self.error("\t\n") == .empty(.source, line: 1))
    #expect(Self.error("a\u{0}b\tc\n") == .nul(line: 1, byte: 2))
    #expect(Self.error("a\tb\rc\td\r") == .carriageReturn(line: 1, byte: 4))
    #expect(Self.error("") == .noRows(lines: 0))
    #expect(Self.error([0xef, 0xbb, 0xbf]) == .noRows(lines: 0))
    #expect(Self.error("\n \n\r\n") == .noRows(lines: 3))
    // UTF-16: its mark is no UTF-8, and says more than the NUL that follows.
    #expect(Self.error([0xff, 0xfe, 0x61, 0, 9, 0]) == .notUTF8(line: 1, byte: 1, value: 0xff))
  }

  @Test(
    arguments: [
      [0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xc3], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80],
      [0xe2, 0x82], [0xe2, 0x28, 0xa1], [0xe2, 0x82, 0x28], [0xf0, 0x8f, 0xbf, 0xbf],
      [0xf0, 0x9f, 0x98], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff],
    ] as [[UInt8]])
  func whatIsNotUTF8IsFoundAtItsByte(bad: [UInt8]) {
    for rest in ["", "z", "\tb"] {
      let bytes = Self.bytes("a\tb\né") + bad + Self.bytes(rest)
      #expect(Self.error(bytes) == .notUTF8(line: 2, byte: 3, value: bad[0]))
    }
  }

  @Test func everyScalarIsUTF8() {
    for value in stride(from: UInt32(0x21), through: 0x10ffff, by: 61) {
      guard let scalar = Unicode.Scalar(value), !scalar.properties.isWhitespace else { continue }
      let text = "x\(Character(scalar))\t\(Character(scalar))x\n"
      #expect(Self.error(text) == nil, "U+\(String(value, radix: 16))")
    }
  }

  @Test func whatIsTooMuchIsSaid() {
    let limit = Pairs.maximumLength
    let long = String(repeating: "a ", count: limit / 2)
    #expect(Self.error("\(long)\tb\n") == nil)
    #expect(
      Self.error("\(long)a\tb\n")
        == .tooLong(.source, line: 1, found: limit + 1, unit: .characters))
    #expect(Self.error("\(long)a\tb\n", .words) == nil)
    #expect(
      Self.error("b\t\(long)\(long)a\n", .words)
        == .tooLong(.target, line: 1, found: limit + 1, unit: .words))
    let line = [UInt8](repeating: 0x61, count: Pairs.maximumLineBytes)
    #expect(Self.error(line) == .noTab(line: 1))
    #expect(Self.error(line + [0x61]) == .lineTooLong(line: 1, bytes: line.count + 1))
    let bytes = [UInt8](repeating: 0x0a, count: Pairs.maximumBytes + 1)
    #expect(Self.error(bytes) == .tooManyBytes(found: bytes.count))
    let rows = [[UInt8]](repeating: [0x61, 9, 0x62, 0x0a], count: Pairs.maximumRows + 1)
    #expect(Self.error(Array(rows.joined())) == .tooManyRows(line: rows.count))
  }

  @Test func rareWordsAreUnknownWhateverTheOrderOfTheRows() throws {
    // Each of the words comes twice, but for those that are too many.
    let rows = (0..<20_050).flatMap { number in
      [String](repeating: "w\(number)\tt\n", count: number < 20_000 ? 2 : 1)
    }
    let pairs = try Pairs(tsv: Self.bytes(rows.joined()), unit: .words)
    #expect(pairs.sources.symbols.count == Vocabulary.most && pairs.sources.leftOut == 50)
    #expect(pairs.encode("w7 w20049")[1] == Pairs.unknown)
    #expect(pairs.encode("w7 w20049")[0] != Pairs.unknown)
    #expect(pairs.notes.contains(.rare(50, .words, .source, most: Vocabulary.most)))
    let backwards = try Pairs(tsv: Self.bytes(rows.reversed().joined()), unit: .words)
    #expect(backwards.sources == pairs.sources)
  }

  @Test func aFaultReadsAsASentence() {
    let sentences: [(PairsError?, String)] = [
      (
        Self.error("a\tb\nc\n"),
        "line 2: found no tab, expected a source, one tab and a target; "
          + "spaces and commas do not separate"
      ),
      (
        Self.error("a\tb\tc\td\n"),
        "line 1: found 3 tabs, expected a source, one tab and a target; remove the other columns"
      ),
      (
        Self.error("a\tb\tc\nd\te\n"),
        "line 2: found 2 columns where line 1 has 3, expected a source, one tab and a target; "
          + "a third column is left out where all rows have one"
      ),
      (
        Self.error("\tc\n"),
        "line 1: found an empty source, expected a source, one tab and a target"
      ),
      (
        Self.error([0x61, 9, 0xff, 0x0a]),
        "line 1: found 0xff at byte 3, which is not UTF-8; save the file as UTF-8"
      ),
      (
        Self.error("\n"),
        "found no row in 1 line, expected a source, one tab and a target on each line"
      ),
    ]
    for (error, sentence) in sentences { #expect(error?.description == sentence) }
  }

  // MARK: Splitting

  @Test func aTenthOfTheRowsIsKeptFromTraining() throws {
    for (count, kept) in [(10, 1), (19, 1), (20, 2), (1_000, 100)] {
      let pairs = try Pairs(tsv: Self.many(count))
      #expect(pairs.isSplit)
      #expect(pairs.heldOut.count == kept)
      #expect(pairs.training.count == count - kept)
      #expect(Set(pairs.training).isDisjoint(with: pairs.heldOut))
      #expect(pairs.training.map(\.line) == pairs.training.map(\.line).sorted())
    }
    // At least one source, however often each of a few comes.
    let few = try Pairs(tsv: Self.bytes(String(repeating: "a\t1\nb\t2\nc\t3\n", count: 4)))
    #expect(few.heldOut.count == 1 && few.training.count == 8)
    // Not simply the first or the last ones.
    let lines = try Pairs(tsv: Self.many(1_000)).heldOut.map(\.line)
    #expect(lines.count { $0 <= 500 } > 30 && lines.count { $0 > 500 } > 30)
  }

  @Test func fewRowsAreUsedForBothAndItIsSaid() throws {
    let nine = try Pairs(tsv: Self.many(9))
    #expect(!nine.isSplit)
    #expect(nine.training == nine.rows && Set(nine.heldOut) == Set(nine.rows))
    #expect(nine.notes.first == .tooFewRows(9))
    let one = try Pairs(tsv: Self.bytes("a\tb\n"))
    #expect(one.notes.first == .tooFewRows(1))
    let same = try Pairs(tsv: Self.bytes(String(repeating: "a\tb\n", count: 30)))
    #expect(!same.isSplit && same.training.count == 30)
    #expect(same.notes.first == .oneSource(rows: 30))
  }

  @Test func noSourceIsOnBothSides() throws {
    // Each source comes three times: with another target, other white space, composed otherwise.
    var text = ""
    for round in 0..<3 {
      for number in 0..<200 {
        let space = round == 1 ? "  " : " "
        let letter = round == 2 ? "e\u{301}" : "\u{e9}"
        text += "\(letter)\(number)\(space)x\t\(round)\n"
      }
    }
    let pairs = try Pairs(tsv: Self.bytes(text), unit: .words)
    let trained = Set(pairs.training.map { pairs.encode($0.source) })
    let kept = Set(pairs.heldOut.map { pairs.encode($0.source) })
    #expect(trained.count == 180 && kept.count == 20)
    #expect(trained.isDisjoint(with: kept))
    #expect(pairs.heldOut.count == 20)
  }

  @Test func rowsAreDrawnByStreamAndByNumber() throws {
    let pairs = try Pairs(tsv: Self.many(100))
    let stream = RandomStream(seed: 7)
    let drawn = (0..<2_000).map { pairs.trainingRow(stream($0)) }
    #expect(drawn == (0..<2_000).map { pairs.trainingRow(stream($0)) })
    #expect(Set(drawn) == Set(pairs.training))
    let kept = HeldOutRows(pairs, seed: 7)
    #expect(Set(kept.rows) == Set(pairs.heldOut) && kept.rows != pairs.heldOut)
    #expect(kept[13] == kept.rows[3] && kept[-1] == kept.rows[9])
    #expect(kept.rows != HeldOutRows(pairs, seed: 8).rows)
    // The next example is another one than the lesson's own.
    #expect(kept.row(of: .example(0)) != kept.row(of: .own(0)))
  }

  @Test func anAnkiFileLosesItsThirdColumn() throws {
    let pairs = try Pairs(tsv: Self.bytes("Go.\tGeh.\tCC-BY 2.0\nRun!\tLauf!\tCC-BY 2.0\n"))
    #expect(pairs.rows.map(\.target) == ["Geh.", "Lauf!"])
    #expect(pairs.notes.first == .thirdColumns(2))
  }

  @Test func aTargetIsWrittenInItsOwnBytes() throws {
    // é in one scalar and in two: a reader cannot tell them apart, a writer has to.
    let pairs = try Pairs(tsv: Self.bytes("\u{e9}\t\u{e9}\ne\u{301}\te\u{301}\n"))
    #expect(pairs.sources.symbols.count == 1 && pairs.targets.symbols.count == 2)
    for target in ["\u{e9}", "e\u{301}"] {
      let written = pairs.decode(pairs.encode(target: target))
      #expect(written.utf8.elementsEqual(target.utf8))
    }
  }

  @Test func eachSideHasItsOwnUnit() throws {
    let pairs = try Pairs(
      tsv: Self.bytes("cat\tK AE T\nact\tAE K T\n"), source: .characters, target: .words)
    #expect(pairs.sources.symbols == ["a", "c", "t"])
    #expect(pairs.targets.symbols == ["AE", "K", "T"])
    #expect(pairs.decode(pairs.encode(target: "K AE T")) == "K AE T")
    let sentence = "we stayed in the old hotel on the main street"
    let file = Self.bytes("\(sentence)\t我们住在大街上的老旅馆\n")
    #expect(TextUnit.fitting(file, .source) == .words)
    #expect(TextUnit.fitting(file, .target) == .characters)
  }

  @Test func targetsThatNobodyCanLearnAreSaid() throws {
    let rows = (0..<100).map { "s\($0)\tword\($0)\n" }.joined()
    let notes = try Pairs(tsv: Self.bytes(rows), source: .characters, target: .words).notes
    #expect(notes.contains(.unseen(10, of: 10, .words, .target)))
    #expect(try Pairs(tsv: Self.bytes(rows)).notes.isEmpty)
  }

  // MARK: Hostile bytes

  @Test(arguments: TextUnit.allCases)
  func damagedFilesNeverTrapAndTheFirstBadLineIsNamed(unit: TextUnit) {
    let sound = Self.bytes(
      "\u{feff}the 3rd of May\t2014-05-03\r\nn\u{303}u\tñu\n\nça va 👩‍👩‍👧\tok \"x\"\n \nlast\trow")
    let pieces: [[UInt8]] = [
      [0], [9], [9, 9], [10], [13], [13, 10], [0x20], [0xff], [0xed, 0xa0, 0x80], [0xcc, 0x81],
      [0xf0, 0x9f],
      [0xe2, 0x80, 0xa8], [0xef, 0xbb, 0xbf], [0x85], [0x1b, 0x5b, 0x41],
    ]
    var verdicts: Set<String> = []
    for number in 0..<4_000 {
      let stream = RandomStream(seed: 11)(number)
      var bytes = sound
      for edit in 0..<(1 + stream.below(4, 0)) {
        let choice = stream(edit)
        let place = choice.below(bytes.count + 1, 0)
        switch choice.below(4, 1) {
        case 0: bytes.insert(contentsOf: pieces[choice.below(pieces.count, 2)], at: place)
        case 1: bytes.removeLast(min(bytes.count, choice.below(20, 2)))
        case 2: bytes.insert(UInt8(choice.below(256, 2)), at: place)
        default: if place < bytes.count { bytes[place] = UInt8(choice.below(256, 2)) }
        }
      }
      verdicts.insert(check(bytes, unit))
    }
    // The damage is of every kind that single bytes can do.
    #expect(
      verdicts.isSuperset(of: [
        "sound", "nul", "notUTF8", "carriageReturn", "noTab", "tooManyTabs", "otherColumns",
        "empty",
      ]))
  }

  /// Checks a verdict against the lines taken one by one, and returns its name.
  private func check(_ bytes: [UInt8], _ unit: TextUnit) -> String {
    let isMarked = bytes.starts(with: [0xef, 0xbb, 0xbf])
    let lines = bytes.dropFirst(isMarked ? 3 : 0)
      .split(separator: 0x0a, omittingEmptySubsequences: false)
      .map { $0.last == 0x0d ? $0.dropLast() : $0 }
    func isSound(_ line: ArraySlice<UInt8>) -> Bool {
      guard let text = String(validating: line, as: UTF8.self), !line.contains(0),
        !line.contains(0x0d)
      else { return false }
      let sides = text.unicodeScalars.split(separator: "\t", omittingEmptySubsequences: false)
      return sides.count - 1 == tabs
        && sides.prefix(2).allSatisfy { side in side.contains { !$0.properties.isWhitespace } }
    }
    // The first row says whether there is a third column.
    let first = lines.first { line in !line.allSatisfy { $0 == 0x20 } } ?? []
    let tabs = min(2, max(1, first.count { $0 == 0x09 }))
    let isBlank = lines.map { line in line.allSatisfy { $0 == 0x20 } }
    let bad = lines.indices.first { !isBlank[$0] && !isSound(lines[$0]) }
    switch Self.read(bytes, unit) {
    case .success(let pairs):
      #expect(bad == nil, "\(bytes)")
      let expected = lines.indices.filter { !isBlank[$0] }
      #expect(pairs.rows.map { $0.line - 1 } == expected)
      for row in pairs.rows {
        #expect(lines[row.line - 1].starts(with: Self.bytes(row.source + "\t" + row.target)))
        #expect(!pairs.encode(row.source).contains(Pairs.unknown))
        #expect(pairs.encode(row.source).count <= pairs.sourceLength)
        #expect(pairs.encode(target: row.target).count <= pairs.targetLength)
        if unit == .characters {
          #expect(pairs.decode(pairs.encode(target: row.target)) == row.target)
        }
      }
      return "sound"
    case .failure(.noRows):
      #expect(!isBlank.contains(false))
      return "noRows"
    case .failure(let error):
      #expect(error.line == bad.map { $0 + 1 }, "\(error)")
      #expect(error.description.unicodeScalars.allSatisfy { (0x20...0x7e).contains($0.value) })
      return Mirror(reflecting: error).children.first?.label ?? ""
    }
  }
}
