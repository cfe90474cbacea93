import Screens
import Snapshots
import Testing

@testable import Dashboard

/// What the compiler cannot see: it finds a missing sentence, but not one that says something else.
@Suite("Languages")
struct LanguageTests {
  private let english = English()
  private let chinese = Chinese()

  /// What is filled in: `{query}`.
  private func placeholders(_ text: String?) -> Set<String> {
    Set((text ?? "").matches(of: /\{\w+\}/).map { String($0.output) })
  }

  @Test("Stops of the tour are as many in both languages, with the same numbers and keys to try")
  func tour() {
    #expect(english.tourWords.count == chinese.tourWords.count)
    #expect(english.tourQuestions.count == chinese.tourQuestions.count)
    for (one, other) in zip(english.tourWords, chinese.tourWords) {
      #expect(placeholders(one.say) == placeholders(other.say), "\(one.say)")
      #expect(placeholders(one.tryShows) == placeholders(other.tryShows), "\(one.say)")
      #expect((one.tryKeys == nil) == (other.tryKeys == nil), "\(one.say)")
      #expect((one.tryShows == nil) == (other.tryShows == nil), "\(one.say)")
    }
  }

  @Test("What is said of an operation is filled in with the same in both languages")
  func operations() {
    for meaning in Diagram.Meaning.every {
      let sentences = (english.operationSentence(meaning), chinese.operationSentence(meaning))
      #expect(placeholders(sentences.0) == placeholders(sentences.1), "\(meaning)")
      let remarks = (english.operationRemark(meaning), chinese.operationRemark(meaning))
      #expect((remarks.0 == nil) == (remarks.1 == nil), "\(meaning)")
      #expect(placeholders(remarks.0) == placeholders(remarks.1), "\(meaning)")
    }
    for name in [Diagram.encoder, Diagram.attention, Diagram.decoder] {
      #expect(english.groupName(name) != nil && chinese.groupName(name) != nil, "\(name)")
    }
  }

  @Test("Keys that have words of their own on a screen have them in both languages")
  func keys() {
    let captions = Set(KeyMap.map.entries.map(\.caption) + KeyMap.map.keyLines.values.joined())
    let modes = [
      "list", "picture", "vector", "number", "open", "close", "gradient", "head",
    ]
    for caption in captions {
      #expect(
        (english.keyShort(caption) == nil) == (chinese.keyShort(caption) == nil), "\(caption)")
      for place in ScreenName.allCases {
        let help = (english.keyHelp(caption, on: place), chinese.keyHelp(caption, on: place))
        #expect((help.0 == nil) == (help.1 == nil), "\(place) \(caption)")
        let short = (english.keyShort(caption, on: place), chinese.keyShort(caption, on: place))
        #expect((short.0 == nil) == (short.1 == nil), "\(place) \(caption)")
      }
      for mode in modes {
        let own = (english.anatomyKey(caption, mode), chinese.anatomyKey(caption, mode))
        #expect((own.0 == nil) == (own.1 == nil), "\(caption) \(mode)")
      }
    }
  }

  // MARK: Words of Chinese

  /// Words that Chinese leaves as they are: terms of the field, then what is typed, then keys.
  private static let terms: Set = [
    "batch", "bias", "Dense", "entropy", "expand_dims", "features", "Flatten", "Keras", "kernel",
    "key", "ln",
    "mask", "merge", "mode", "mul", "Permute", "query", "RepeatVector", "score", "softmax", "tanh",
    "v_a", "weights",
    //
    "add", "and", "axis", "duplicate", "exhibit", "first", "induction", "layer", "mixed", "mouse",
    "moved", "next", "no", "off", "previous", "reshape", "scale", "self", "sort", "sum", "undo",
    //
    "enter", "esc", "PgDn", "PgUp", "tab",
  ]

  /// Everything that is said in whole sentences wherever one is, and help.
  private var prose: [String] {
    let stops = chinese.tourWords.flatMap { [$0.say, $0.tryShows].compactMap { $0 } }
    let operations = Diagram.Meaning.every.flatMap {
      [chinese.operationSentence($0), chinese.operationRemark($0)].compactMap { $0 }
    }
    let help = ScreenName.allCases.flatMap { chinese.helpOn($0) } + chinese.helpRules
    let keys = KeyMap.map.entries.compactMap { chinese.keyHelp($0.caption) }
    return chinese.tourQuestions + stops + operations + help + keys
  }

  /// The words of a text in Latin letters, without the names of numbers that are filled in.
  private func words(_ text: String) -> Set<String> {
    let text = text.replacing(/\{\w+\}/, with: "")
    let words = text.split { !($0.isASCII && ($0.isLetter || $0 == "_")) }.map(String.init)
    return Set(words.filter { $0.count > 1 })
  }

  @Test("Chinese mixes in no words but terms, and no punctuation of English")
  func terms() {
    for text in prose {
      #expect(text.contains(where: isHan), "\(text)")
      let wrong = zip(text, text.dropFirst()).contains { before, after in
        isHan(before) && ",;:!?(".contains(after) || ",;:!?)".contains(before) && isHan(after)
      }
      #expect(!wrong, "\(text)")
    }
    let used = prose.reduce(into: Set<String>()) { $0.formUnion(words($1)) }
    #expect(used == Self.terms, "\(used.symmetricDifference(Self.terms).sorted())")
  }

  private func isHan(_ character: Character) -> Bool {
    character.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }
}

@Suite("Pictures in Chinese")
struct ChinesePictureTests {
  private func state(_ state: State, _ keys: [Key] = []) -> State {
    var state = state
    state.language = .chinese
    for key in keys { tell(&state, .key(key)) }
    return state
  }

  @Test("The map at 80 × 24")
  func map() {
    #expect(
      view(state(Samples.state())).picture == """
         地图   dates · additive · 种子 1 · 自带例子，贪心  第 247 步，共 312   ❚❚ 暂停
                                          ▾
         query ↓  key →     3 r d ␣ o f ␣ M a y ␣ 2 0 1 4    写出 看
         3rd of May 2014  2                       ·█░░░░     2 ✓ .97 ●
         2014-05-03 ✓     0                         ·█░░░░   0 ✓ .97 ●
                          1                           ·█░░   1 ✓ .97 ●
                          4                             ·█   4 ✓ .97 ●
         全对      .952   -             ░░▒▒░░░░░░           - ✓ .97 自由
         无注意力  .022   0             ░░▓▓░░░░             0 ✓ .97 自由
         看对       6/6  ▸5               ·█░░░░             5 ✓ .97 ●
         损失     .0012   - ▒▒            ▒▒░░░░             - ✓ .97 自由
                          0 ░░            ░░    ░░░░         0 ✓ .97 自由
                          3 ·█                               3 ✓ .97 ●

         0 ░ .07 ▒ .38 ▓ .69 █ 1  auto  · 该看这里  ● 看对  ○ 看别处  自由：没有线索

         损失 2.56 ⠉⠉⠉⠉⠉⠑⠒⠒⠒⠒⠒⠒⠒⠤⠤⠤⠤⠤⢄⣀⣀⣀
                                         ⠉⠉⠉⠒⠢⠤⣀
              .001                              ⠑⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
         步      0 ─────────┴─────────┴────────┴─────────┴────────●─────────┴── 312
         写 “5” 时看对了地方：“May” 的 “M” 占 .79。 6 行中 6 行的最大权重在点上。
         学会了。   t: 输入文字   Q: 为什么
         query “5”  key “M”   0.791   行和 Σ 1.000                  第 247 步，逐位重放
         space 运行   . , 一步   ← ↓ ↑ → 格   t 输入   L 课程   Q 五问   ? 帮助
        """)
  }

  @Test("Heads at 80 × 24, sorted by their role, one of them off")
  func heads() {
    var heads = state(
      HeadSamples.induction(columns: 80, rows: 24), [.character("H"), .character("S")])
    heads.switches = heads.stack.map { [$0.heads[4].name: .off] } ?? [:]
    #expect(
      view(heads).picture == """
         各头   induction · 2 层 × 4 头 · 种子 1 · 21 个词元       第 2400 步   ❚❚ 暂停
          0.2 previous .93   0.1 previous .48   1.1 induction .98  1.0 关
          █                  █░                 █                  ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
           ██                 ░▓                █                  ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
             ███             ░░ ▓▒▒             █                  ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
               ██             ░░ ░▒▒            █                  ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
                 ██          ░ ░░ ░ ▒▒          █                  ╱╱╱╱╱╱╱ 关 ╱╱╱╱╱╱╱
                   ███        ░░░░░░ ░▒▒▒         ███              ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
                     ██      ░ ░  ░ ░ ░░▒▒           █             ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
                       ██    ░░ ░ ░  ░ ░░░▒▒░         ██           ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
                         ███  ░░ ░░░░ ░ ░ ░░▒▒▒         ███        ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱
          1.2 induction .89  1.3 induction .81 ▸0.0 mixed          0.3 mixed
          █                  █                  █▓                 █▓
          █                  █                  ░ ▒░               ░ ▒░
          █                  █                  ░░░░░░             ░░░░░░
          █                  █                  ░░░░░░░░           ░░░░░░░░
          █                  █                  ░░░░░░ ░░          ░░░░░░ ░░
            ███                ███              ░░░░░░░░░░░░       ░░░░░░░░░░░░
               █                  █             ░░░░ ░ ░░░░░░      ░░░░ ░ ░░░░░░
                ██                 ██           ░░░░░░░ ░░░░░░ ░   ░░░░░░░ ░░░░░░ ░
                  ███                ███        ░░░░░░░░ ░░░░░░░░░ ░░░░░░░░ ░░░░░░░░░
         0 ░ .05 ▒ .37 ▓ .68 █ 1  auto  按 role 排序  q ↓ k →  右上：遮住
         各头按角色排序，最好的在前
         ← ↓ ↑ → 头   enter 打开   x 关   / 查找   S 排序   . , 一步   s 刻度   ? 帮助
        """)
  }

  @Test("Help says what keys do, and finds them by it and by their name")
  func help() {
    func found(_ text: String) -> String {
      view(state(Samples.state(), ([Character("?"), "/"] + text).map { .character($0) })).picture
    }
    #expect(
      view(state(Samples.state(columns: 80, rows: 40), [.character("?")])).picture.contains("钉住这一幅")
    )
    let pin = found("钉住")
    #expect(pin.contains("p  钉住这一幅") && pin.contains("d  与钉住的差异"))
    #expect(!pin.contains("运行"))
    #expect(found("home").contains("最初，最新"))
    #expect(found("pin").contains(":pin"))
    #expect(found("xyzzy").contains("这里没有和 xyzzy 有关的"))
    var other = state(Samples.state(), [.character("?"), .character("s")])
    #expect(view(other).line(22).contains("s  刻度"))
    tell(&other, .key(.function(5)))
    #expect(view(other).line(22).contains("F5 在这里没有作用；? 列出所有的键"))
  }

  @Test("Commands, filters and switches answer in Chinese")
  func answers() {
    var heads = state(HeadSamples.induction(), [.character("H")])
    func send(_ text: String) -> String {
      for character in text { tell(&heads, .key(.character(character))) }
      tell(&heads, .key(.enter))
      return heads.message?.text ?? ""
    }
    #expect(send(":seek 9999") == ":seek 需要：0 到 2400 的步数，不是 9999")
    #expect(send(":pin x") == ":pin 需要：后面不跟别的，不是 x")
    #expect(send("/induction >") == "“induction >” 不是条件：第 12 个字符处应为：一个数；例如 \(HeadFilter.example)")
    heads.message = nil
    heads.switches = heads.selectedHead.map { [$0: .off] } ?? [:]
    #expect(Readout(heads).text.hasPrefix("头 1.0 (关)   "))
  }

  @Test("Pictures stand where they stand in English, and the key line ends with help")
  func aligned() {
    for columns in stride(from: 44, through: 160, by: 4) {
      let samples = [
        state(Samples.state(columns: columns, rows: 24)),
        state(HeadSamples.induction(columns: columns, rows: 30), [.character("H")]),
        state(HeadSamples.induction(columns: columns, rows: 30), [.character("W")]),
      ]
      for chinese in samples {
        var english = chinese
        english.language = .english
        let (screen, other) = (view(chinese), view(english))
        #expect(screen.line(screen.rows - 1).hasSuffix("? 帮助"))
        let layout = MapLayout(english)
        for box in chinese.screen == .map ? [layout.map, layout.curve] : [] {
          for row in box.row..<box.bottom {
            for column in box.column..<box.right {
              #expect(screen[row, column] == other[row, column], "\(columns): \(row), \(column)")
            }
          }
        }
      }
    }
  }

  @Test("Every screen draws in Chinese at every size, with no half of a character")
  func everySize() {
    for (name, sample) in ScreenLawTests.states {
      var state = state(sample)
      for columns in stride(from: 1, through: 170, by: 24) {
        for rows in stride(from: 1 + columns % 5, through: 50, by: 16) {
          tell(&state, .resize(columns: columns, rows: rows))
          let screen = view(state)
          for row in 0..<rows {
            let cells = (0..<columns).map { screen[row, $0] }
            for (column, cell) in cells.enumerated() {
              let isHalf = column + 1 < columns && cells[column + 1].text.isEmpty
              #expect((width(of: cell.text) == 2) == isHalf, "\(name)")
            }
          }
        }
      }
    }
  }
}
