import Snapshots

extension Chinese: HeadsTexts {
  // Line 0.
  func layersByHeads(_ layers: Int, _ heads: Int) -> String { "\(layers) 层 × \(heads) 头" }
  func headsOf(_ shown: Int, _ all: Int) -> String { "\(all) 个头中的 \(shown) 个" }
  func kindName(_ kind: AttentionWeights.Kind) -> String {
    switch kind {
    case .selfAttention: "自注意力"
    case .causal: "因果注意力"
    case .cross: "交叉注意力"
    case .pooling: "注意力池化"
    }
  }
  func stackPath(_ path: String) -> String {
    switch path {
    case "enc", "encoder": "编码器"
    case "dec", "decoder": "解码器"
    default: path
    }
  }

  // The heads.
  var mixed: String { "mixed" }
  var entropy: String { "entropy" }
  var entropyShort: String { "ent" }
  func roleShort(_ role: HeadStatistics.Role) -> String {
    switch role {
    case .previous: "prev"
    case .next: "next"
    case .first: "1st"
    case .own: "self"
    case .induction: "ind"
    case .duplicate: "dup"
    }
  }
  func roleLetter(_ role: HeadStatistics.Role) -> String {
    switch role {
    case .previous: "p"
    case .next: "n"
    case .first: "f"
    case .own: "s"
    case .induction: "i"
    case .duplicate: "d"
    }
  }
  func roleLetterMeans(_ letter: String, _ role: String) -> String { "\(letter) \(role)" }
  func overSteps(_ name: String, _ latest: Int) -> String { "\(name) · 第 0–\(latest) 步" }
  func formedBy(_ step: Int) -> String { "第 \(step) 步形成" }
  func formedBefore(_ step: Int) -> String { "第 \(step) 步前已形成" }
  func headsWithoutNumbers(_ heads: String) -> String { "不是数：\(heads)" }
  var off: String { "关" }
  var alone: String { "单独" }
  func looksAtRead(_ query: String, _ key: String, _ weight: String) -> String {
    "\(query) → \(key) \(weight)"
  }
  var noRoles: String { "没有头有角色。" }
  func noHeadIs(_ filter: String) -> String { "没有头符合 \(filter)；esc 显示全部" }

  // The legend.
  func brightest(_ queries: Int, _ keys: Int) -> String { "\(queries) × \(keys)，每块取最大的" }
  func brightestShort(_ queries: Int, _ keys: Int) -> String { "\(queries) × \(keys)，取最大" }
  func extent(_ queries: Int, _ keys: Int) -> String { "\(queries) × \(keys)" }
  func filteredBy(_ filter: String) -> String { "只看 \(filter)" }
  func sortedByLegend(_ order: String) -> String { "按 \(order) 排序" }
  func layersShown(_ first: Int, _ last: Int, _ all: Int) -> String {
    "第 \(first)–\(last) 行，共 \(all)"
  }
  func headNumber(_ number: HeadNumber) -> [String] {
    switch number {
    case .sharpness: ["颜色：1 − entropy，多尖锐", "1 − entropy"]
    case .role: ["颜色：角色的分数", "角色分数"]
    case .score(let role): ["颜色：\(role.rawValue)", role.rawValue]
    case .moved: ["颜色：移动了多少", "移动"]
    }
  }
  func headsShown(_ first: Int, _ last: Int, _ all: Int) -> String { "头 \(first)–\(last)，到 \(all)" }
  func measuredOn(_ inputs: String) -> String { "角色测自 \(inputs)" }

  // Messages.
  func noSuchHead(_ head: String, _ last: Int) -> String { "没有头 \(head)；最后一个是 \(last)" }
  func headIs(_ head: String, _ state: HeadSwitch) -> String {
    switch state {
    case .off: "头 \(head) 在这里关掉（训练照旧）：输出为 0；x 单独，u 全开"
    case .alone: "这里只留头 \(head)（训练照旧）：同层其他头为 0；u 全开"
    case .on: "头 \(head) 开着"
    }
  }
  var allHeadsOn: String { "所有头又开了" }
  func sortedBy(_ order: HeadOrder) -> String {
    switch order {
    case .layer: "各头按模型的顺序"
    case .entropy: "各头按 entropy 排序，最尖锐的在前"
    case .role: "各头按角色排序，最好的在前"
    case .score(let role): "各头按 \(role.rawValue) 排序，最好的在前"
    case .moved: "各头按移动多少排序，最远的在前"
    }
  }
  func headsAreShown(_ form: HeadsForm) -> String {
    switch form {
    case .overview: "每个头一格；z：远看它的图"
    case .thumbnails: "每个头是远看的图；z：一格"
    }
  }

  // What moved between two models.
  var moved: String { "移动" }
  var movedShort: String { "移动" }
  var headColumn: String { "头" }
  var mostAt: String { "最多在" }
  var fromTo: String { "从 → 到" }
  func movedMost(_ head: String, _ weight: String, _ change: String) -> String {
    "\(head) 移动最多在 \(weight)：\(change)"
  }
  func headDidNotMove(_ head: String) -> String { "\(head) 没有移动" }
  func movedFromTo(_ query: String, _ key: String) -> String { "\(query) → \(key)" }
  func movedWeight(_ then: String, _ now: String) -> String { "\(then) → \(now)" }

  // Why not.
  var whyNoHeads: String { "这里的注意力只有一个头，没有可选的" }
  func whyOneHead(_ key: String) -> String { "\(key) 在这里没有作用：只有一个头" }
  var whyOneLayer: String { "只有一层" }
  var whyOneStack: String { "只有一种注意力" }
  var whyOnlyHeads: String { "头的排序和查找在“各头”里；按 H 去那里" }
  var whyNoSwitchesOnTour: String { "五问里所有头保持原样；esc 离开" }
  func whyNoHeadChosen(_ last: Int) -> String { "先选一个头：0 – \(last)，或 ]" }
  var whyAllOn: String { "所有头都开着" }
  var whyNothingMoved: String { "头在两个模型之间移动：headlight open A.gguf B.gguf 并排两个" }
}
