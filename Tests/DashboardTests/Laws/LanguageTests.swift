import Screens
import Snapshots
import Tensors
import Testing

@testable import Dashboard

/// All that a language says: every field of its texts, those with arguments as ``SpokenTexts`` calls
/// them.
private struct Sayings {
  /// What is said, by the name of the field and, where it has several, of the entry.
  private(set) var all: [String: [String]] = [:]
  /// Fields that are neither plain nor called.
  private(set) var unknown: [String] = []

  init(_ texts: Texts) {
    called = SpokenTexts.said(by: texts)
    all = called
    walk(texts)
  }

  private let called: [String: [String]]

  private mutating func walk(_ texts: Any, _ path: String = "") {
    for field in Mirror(reflecting: texts).children {
      guard let label = field.label else { continue }
      let name = path + label
      switch field.value {
      case is PlaceTexts, is SentenceTexts, is AnatomyTexts, is KeyTexts, is TourTexts:
        walk(field.value, label + ".")
      case is any RunTexts: break
      default:
        if called[name] != nil { continue }
        guard let said = plain(field.value) ?? entries(field.value, name) else {
          unknown.append(name)
          continue
        }
        if !said.isEmpty { all[name] = said }
      }
    }
  }

  private func plain(_ value: Any) -> [String]? {
    switch value {
    case let text as String: [text]
    case let texts as [String]: texts
    case let stops as [TourTexts.Words]: stops.flatMap { [$0.say, $0.tryShows ?? ""] }
    default: nil
    }
  }

  private mutating func entries(_ value: Any, _ name: String) -> [String]? {
    var said: [String: [String]] = [:]
    switch value {
    case let texts as [String: String]:
      for (key, text) in texts { said[key] = [text] }
    case let texts as [Diagram.Meaning: String]:
      for (key, text) in texts { said["\(key)"] = [text] }
    case let texts as [KeyMap.Group: String]:
      for (key, text) in texts { said["\(key)"] = [text] }
    case let texts as [Place: [String]]:
      for (key, text) in texts { said["\(key)"] = text }
    case let texts as [Place: [String: String]]:
      for (place, texts) in texts {
        for (key, text) in texts { said["\(place) \(key)"] = [text] }
      }
    default: return nil
    }
    for (key, texts) in said { all["\(name) \(key)"] = texts }
    return []
  }
}

@Suite("Languages")
struct LanguageTests {
  /// Texts that are names of axes, layers, libraries and roles: the same in every language.
  private static let same: Set = [
    "anatomy.anatomyKey", "anatomy.axisPlace", "anatomy.keras", "anatomy.operationName",
    "anatomy.torch", "axes", "axesShort", "key", "places.entropy", "places.mixed", "query",
  ]
  /// Words that Chinese leaves as they are: terms of the field, then what is typed, then keys.
  private static let terms: Set = [
    "batch", "bias", "Dense", "embedding", "entropy", "expand_dims", "features", "heads", "hidden",
    "ids", "kernel", "Keras", "key", "keys", "ln", "loss", "mask", "merge", "mode", "mul",
    "Permute",
    "PyTorch", "queries", "query", "relu", "RepeatVector", "score", "softmax", "tanh",
    "v_a", "values", "weights",
    //
    "add", "and", "axis", "color", "compare", "dates", "digits", "duplicate", "exhibit", "first",
    "head", "headlight", "HEADLIGHT_SAMPLES", "induction", "layer", "mixed", "mouse", "next", "no",
    "not", "off", "on", "or", "previous", "reshape", "samples", "scale", "scores", "self", "sink",
    "sum", "tour", "train", "truecolor", "undo", "uniform", "unit", "unlimited",
    //
    "enter", "esc", "PgDn", "PgUp", "space", "tab",
  ]

  /// The words of a text in Latin letters, without the names of numbers that are filled in.
  private func words(_ text: String) -> Set<String> {
    let text = text.replacing(/\{\w+\}/, with: "")
    let words = text.split { !($0.isASCII && ($0.isLetter || $0 == "_")) }.map(String.init)
    return Set(words.filter { $0.count > 1 })
  }

  @Test("Chinese says everything that English says, in Chinese")
  func translated() {
    let english = Sayings(.english)
    let chinese = Sayings(.chinese)
    #expect(english.unknown.isEmpty, "\(english.unknown) is not in SpokenTexts")
    #expect(Set(english.all.keys).subtracting(chinese.all.keys).isEmpty)
    // Roles are typed by the same beginnings in every language.
    let same = english.all.filter { !$0.key.hasPrefix("places.roleShort") }.filter { name, texts in
      let said = Set(texts.filter { !words($0).isEmpty })
      return !said.isDisjoint(with: chinese.all[name] ?? [])
    }
    #expect(Set(same.keys) == Self.same, "\(Set(same.keys).symmetricDifference(Self.same))")
  }

  @Test("Chinese mixes in no words but terms, and no punctuation of English")
  func terms() {
    let chinese = Sayings(.chinese).all.filter { !$0.key.hasPrefix("places.roleShort") }
    let used = chinese.values.joined().reduce(into: Set<String>()) { $0.formUnion(words($1)) }
    #expect(used == Self.terms, "\(used.symmetricDifference(Self.terms).sorted())")
    for (name, texts) in chinese {
      for text in texts {
        let wrong = zip(text, text.dropFirst()).contains { before, after in
          isHan(before) && ",;:!?(".contains(after) || ",;:!?)".contains(before) && isHan(after)
        }
        #expect(!wrong, "\(name): \(text)")
      }
    }
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
         地图   dates · additive · 自带例子，贪心           第 247 步，共 312   ❚❚ 暂停
                                          ▾
         query ↓  key →     3 r d ␣ o f ␣ M a y ␣ 2 0 1 4    写出 看对
         3rd of May 2014  2                       ·█░░░░     2 0.97 ●
         2014-05-03       0                         ·█▒▒░░   0 0.97 ●
         ● 正确           1                           ·█░░   1 0.97 ●
                          4                             ·█   4 0.97 ●
         全对      .952   -             ▒▒▓▓▒▒▒▒▒▒           - 0.97 自由
         无注意力  .022   0             ▒▒██▒▒▒▒             0 0.97 自由
         看对       6/6  ▸5               ·█░░░░             5 0.97 ●
         损失     .0012   - ▓▓            ▓▓▒▒▒▒             - 0.97 自由
                          0 ▓▓            ▒▒    ▓▓▓▓         0 0.97 自由
                          3 ·█                               3 0.97 ●

         0  ░▒▓█ 1  对数  · 该看这里  ● 看对  ○ 还没有  自由：没有线索

         损失 2.51 ███▇▇▆▆▅▅▅▄▄▄▃▃▃▂▂▂▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ .0012
                   ────────────────────────────────────────────────●────────────
                   0                全对 .952，第 200 步 ▴        247        312

         写 “5” 时看对了地方：“May” 的 “M” 占 .79。 6 行中 6 行的最大权重在点上。
         解码器保留自己的状态 · 70 K 个参数 · 每一步都保留 · 种子 1
         query “5”  key “M”   0.791   行和 Σ 1.000                  第 247 步，逐位重放
         space 运行   . , 一步   ← ↓ ↑ → 格   t 输入   + - 速度   Q 五问   ? 帮助
        """)
  }

  @Test("Heads at 80 × 24, sorted by their role, one of them off")
  func heads() {
    var heads = state(
      HeadSamples.induction(columns: 80, rows: 24), [.character("H"), .character("S")])
    heads.switches = heads.stack.map { [$0.heads[4].name: .off] } ?? [:]
    #expect(
      view(heads).picture == """
         各头   induction · 2 层 × 4 头 · 21 个词元                第 2400 步   ❚❚ 暂停
          0.2 previous .93   0.1 previous .48   1.1 induction .98  1.0 关
          █                  █░                 █                  █
           ██                 ▒▓                █                  █
             ███             ░░ ▓▓▓             █                  █
               ██             ░░ ░▓▓            █                  █
                 ██          ░ ░░ ░ ▓▓          █                  █
                   ███        ░░░░░░ ░▓▓▓         ███                ███
                     ██      ░ ░  ░ ░ ░░▓▓           █                  █
                       ██    ░░ ░ ░  ░ ░░░▓▓░         ██                 ██
                         ███  ░░ ░░░░ ░ ░ ░░▓▓▓         ███                ███
          1.2 induction .89  1.3 induction .81 ▸0.0 mixed          0.3 mixed
          █                  █                  █▓                 █▓
          █                  █                  ░ ▓░               ░ ▓░
          █                  █                  ▒▒░▒░▒             ▒▒░▒░▒
          █                  █                  ░▒░░░░▒░           ░▒░░░░▒░
          █                  █                  ▒░▒░░░ ▒░          ▒░▒░░░ ▒░
            ███                ███              ░░░▒▒▒▒░▒░░░       ░░░▒▒▒▒░▒░░░
               █                  █             ░░░░ ▒ ░░▒░░░      ░░░░ ▒ ░░▒░░░
                ██                 ██           ░░░░░▒░ ░░░░░░ ▒   ░░░░░▒░ ░░░░░░ ▒
                  ███                ███        ░░░░░░░░ ░░░░░░░░░ ░░░░░░░░ ░░░░░░░░░
         0  ░▒▓█ 1  对数  按 role 排序  query ↓ key →  21 × 21，取最亮  右上：遮住
         各头按角色排序，最好的在前
         ← ↓ ↑ → 头   enter 打开   x 关   / 查找   S 排序   . , 一步   s 刻度   ? 帮助
        """)
  }

  @Test("Help says what keys do, and finds them by it and by their name")
  func help() {
    func found(_ text: String) -> String {
      view(state(Samples.state(), ([Character("?"), "/"] + text).map { .character($0) })).picture
    }
    #expect(view(state(Samples.state(), [.character("?")])).picture.contains("钉住这一幅"))
    let pin = found("钉住")
    #expect(pin.contains("p  钉住这一幅") && pin.contains("d  与钉住的差异"))
    #expect(!pin.contains("运行"))
    #expect(found("home").contains("最初，最新"))
    #expect(found("pin").contains("没有键做 pin"))
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
        let layout = Layout(english)
        for box in chinese.place == .map ? [layout.map, layout.curve] : [] {
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
    for (name, sample) in PlaceLawTests.states {
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
