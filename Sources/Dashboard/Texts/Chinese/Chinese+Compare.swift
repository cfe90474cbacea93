import Snapshots

extension Chinese: CompareTexts {
  // Line 0.
  var oneScale: [String] { ["同一个十字标，同一个刻度", "同一个刻度", ""] }
  func oneSeed(_ seed: Int) -> [String] {
    [
      "种子 \(seed)，同一编码器、十字标和刻度", "种子 \(seed)，同一编码器和刻度", "种子 \(seed)，同一刻度",
      "同一刻度", "",
    ]
  }

  // The panes.
  func meanOf(_ heads: Int) -> String { "\(heads) 个头的平均" }
  func meanOfSome(_ on: Int, _ all: Int) -> String { "\(all) 个头中 \(on) 个的平均" }
  func meanOfOnly(_ on: Int) -> String { "\(on) 个的平均" }
  var meanShort: String { "平均" }
  func headOf(_ head: Int, _ all: Int) -> String { "头 \(head)，共 0–\(all - 1)" }
  func headShort(_ head: Int) -> String { "头 \(head)" }
  func headsAreOff(_ heads: [Int]) -> String {
    "这里关掉：头 \(heads.map(String.init).joined(separator: " "))"
  }
  func rowsAQuery(_ rows: Int) -> String { "每个 query \(rows) 行" }
  var oneRowForAll: String { "所有 query 共用一行" }
  var cannotAskAgain: String { "它不能再问一次" }
  func noWeightAbove(_ cap: String) -> String { "权重都不超过 \(cap)" }
  var noAttentionPane: [String] { ["无注意力：", "没有图"] }
  var wrongOnPurpose: String { "故意写错" }
  var wrongShort: String { "写错" }
  func wrongBecause(_ mistake: Mistake) -> String {
    switch mistake {
    case .softmaxAxis: "轴 −1：权重全是 1"
    case .noSum: "没有求和：只剩 key 1"
    case .noScale: "分数没有乘 1/√d"
    case .reshape: "分头时没有转置"
    case .noMask: "∅ = 填充，没有遮住"
    }
  }
  var slotsMeaning: String { "₁₂₃ 是槽位，不是字符" }

  // Below.
  var sharedScale: String { "共用刻度" }
  func differenceToFirst(_ pane: String) -> String { "与 \(pane) 之差" }
  func panesMore(_ count: Int) -> String { "还有 \(count) 个：tab" }
  func panesHidden(_ names: [String]) -> String { "没有画出：\(names.joined(separator: "、"))" }
  func paneLooks(_ pane: String, _ key: String, _ weight: String) -> String {
    "\(pane) 在 \(key)，\(weight)"
  }
  func paneLooksShort(_ pane: String, _ key: String, _ weight: String) -> String {
    "\(pane) \(key) \(weight)"
  }
  func comparison(_ query: String, _ parts: [String]) -> String {
    "对 \(query)，最大的权重：\(parts.joined(separator: "；"))。"
  }
  func comparisonShort(_ query: String, _ parts: [String]) -> String {
    "\(query) → " + parts.joined(separator: ", ")
  }
  var everyKey: String { "所有 key" }
  func outputNumber(_ number: Int) -> String { "第 \(number) 个输出" }

  // Messages, and why not.
  func exhibitIs(_ name: String, _ isOn: Bool) -> String {
    isOn ? "显示 \(name)：故意写错" : "不再显示 \(name)"
  }
  var whyNoPanes: String { "这次运行旁边没有别的；headlight train compare 并排三个" }
  var whyOnePane: String { "只有一个面板" }
  func whyPaneHasOneHead(_ pane: String) -> String { "\(pane) 只有一个头；tab 去另一个面板" }
  var whyNoLayersHere: String { "面板只画一层；{ } 在地图和各头里换层" }
}
