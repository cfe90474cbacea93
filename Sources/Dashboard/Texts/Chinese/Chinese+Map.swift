import Screens

extension Chinese: MapTexts {
  // The map.
  var axes: String { "query ↓  key →" }
  var axesShort: String { "query ↓ key →" }
  var axesShortest: String { "q ↓ k →" }
  var writes: String { "写出" }
  var probability: String { "p" }
  var pattern: String { "看对" }
  var looks: String { "看" }
  var free: String { "自由" }
  var exact: String { "全对" }
  var baseline: String { "无注意力" }
  var loss: String { "损失" }
  var stepsPerSecond: String { "步/秒" }
  func notYet(_ target: String) -> String { "应为 \(target)" }
  var stepAxis: String { "步" }
  func exactAt(_ share: String, _ step: Int) -> String { "全对 \(share)，第 \(step) 步" }
  var heldOutNow: String { "未见例子，现在" }

  // Beside the map.
  func asideNext(_ aside: Aside) -> String {
    switch aside {
    case .panel: "面板"
    case .code: "Keras"
    case .none: "无"
    }
  }
  func asideIs(_ aside: Aside, _ screen: ScreenName) -> String {
    switch aside {
    case .panel: screen == .words ? "旁边是热图" : "旁边是十字线所在行的条形图"
    case .code: "旁边是计算这一行的 Keras 代码"
    case .none: "旁边不放东西，空间都给大面板"
    }
  }
  var noCodeYet: String { "代码随下一幅图出现" }
  var whatComputesRow: String { "这一行是怎么算的" }
  var whyOnlyTwoPanels: String { "第二个面板在热图和文字旁边（M、W）" }
  func whyNoRoomBeside(_ columns: Int) -> String { "第二个面板需要 \(columns) 列、30 行" }

  // The legend.
  var uniform: String { "均匀" }
  func differenceFrom(_ step: Int?, _ isPinned: Bool) -> String {
    step.map { "现在 − 第 \($0) 步" + (isPinned ? "（钉住的）" : "") } ?? "现在 − 钉住的图"
  }
  var pinnedPicture: String { "钉住的图" }
  var differenceFromAllHeads: String { "现在 − 所有头都开" }
  var noDifference: String { "没有差异可画：输入不同" }
  var nothingBefore: String { "没有差异可画：还没有可比的图" }
  var overview: String { "概览" }
  var dotMeaning: String { "· 该看这里" }
  var patternMeaning: String { "● 看对  ○ 看别处" }
  var answerMeaning: String { "✓ ✗ 答案" }
  var nothingMeaning: String { "\(nothingMark) 无" }
  var freeMeaning: String { "自由：没有线索" }
  var unknownMeaning: String { "下划线：模型不认识" }
  var masked: String { "右上：遮住" }
  func notNumbers(_ count: Int) -> String { "× \(count) 个不是数" }
  func queriesShown(_ first: Int, _ last: Int, _ all: Int) -> String {
    "query \(first)–\(last)，共 \(all)"
  }
  func keysShown(_ first: Int, _ last: Int, _ all: Int) -> String {
    "key \(first)–\(last)，共 \(all)"
  }
  func sinkHidden(_ names: [String], _ mass: String) -> String {
    "已隐藏 \(names.joined(separator: " "))：占总权重 \(mass)"
  }
  func sinkHiddenShort(_ names: [String], _ mass: String) -> String {
    "已隐藏 \(names.joined(separator: " "))：\(mass)"
  }
  func sinkShown(_ names: [String], _ mass: String) -> String {
    "没有隐藏 \(names.joined(separator: " "))：占总权重 \(mass)"
  }

  // The read-out.
  func query(_ query: String) -> String { "query \(query)" }
  func key(_ key: String) -> String { "key \(key)" }
  func place(_ place: Int, _ all: Int) -> String { "（第 \(place) 个，共 \(all)）" }
  func ordinal(_ place: Int) -> String { "第 \(place)" }
  func onNoKey(_ mass: String) -> String { "\(mass) 不在任何键上" }
  func curveIs(_ name: String) -> String { "图上的曲线是 \(name)" }
  func rowSum(_ sum: String) -> String { "行和 Σ \(sum)" }
  func columnMean(_ times: String) -> String { "列平均的 \(times) 倍" }
  func thenNow(_ before: String, _ now: String) -> String { "那时 \(before)  现在 \(now)" }
  var unknownKey: String { "模型不认识" }
  var maskedHere: String { "遮住" }
  func exactReplay(_ step: Int) -> String { "第 \(step) 步，逐位重放" }
  var noPicture: String { "等待第一幅图" }

  // Before anything is learned.
  func nothingLearned(_ keys: Int) -> String { "还什么都没学：每个 key 的权重约为 1/\(keys)。按 space，看权重移到点上。" }
  func nothingLearnedWithoutDots(_ keys: Int) -> String {
    "还什么都没学：每个 key 的权重约为 1/\(keys)。按 space 训练。"
  }
  var nothingLearnedUneven: String { "还什么都没学：权重出自随机数。按 space，看权重移动。" }
  var nothingLearnedShort: [String] {
    [
      "还什么都没学。按 space，看权重移到点上。", "按 space，看权重移到点上。",
    ]
  }
  var nothingLearnedShortWithoutDots: [String] { ["还什么都没学：按 space 训练。"] }
  var nothingLearnedWithoutMap: String { "还什么都没学。按 space 训练。" }

  // Rows that write.
  func toWrite(_ query: String) -> String { "写 \(query) 时" }
  func toGoOn(_ query: String) -> String { "写 \(query) 之后的词元时" }
  func looksShort(_ query: String, _ key: String, _ weight: String) -> String {
    "对 \(query)，最多看 \(key)：\(weight)。"
  }
  func looksAt(_ deed: String, _ key: String, _ word: String?, _ weight: String) -> String {
    "\(deed)看的是 " + (word.map { "\($0) 的 \(key)" } ?? key) + "：占权重 \(weight)。"
  }
  func looksWhereItShould(
    _ deed: String, _ key: String, _ word: String?, _ weight: String
  ) -> String {
    "\(deed)看对了地方：" + (word.map { "\($0) 的 \(key)" } ?? key) + " 占 \(weight)。"
  }
  func looksElsewhere(
    _ deed: String, _ key: String, _ weight: String, _ expected: String, _ expectedWeight: String
  ) -> String {
    "\(deed)最多看 \(key)，\(weight)；点标的是 \(expected)，现在 \(expectedWeight)。"
  }
  func rightElsewhere(
    _ query: String, _ probability: String, _ key: String, _ weight: String, _ expected: String,
    _ why: RightElsewhere
  ) -> [String] {
    let whole = "写 \(query) 时最多看 \(key)，\(weight)；没看 \(expected) 上的点也写对了，p \(probability)"
    let short = "\(query) 没看点也写对了，p \(probability)"
    switch why {
    case .stateKnows:
      return [
        whole + "：编码器双向读入，\(key) 处的状态也知道它。", short + "：\(key) 处的状态也知道它。", short + "。",
      ]
    case .oneRow:
      return [whole + "：所有 query 共用一行权重，不可能每个点都看到。", short + "：所有 query 共用一行。", short + "。"]
    case .unknown: return [whole + "。", short + "。"]
    }
  }
  func looksEverywhere(_ deed: String, _ keys: Int, _ key: String, _ weight: String) -> String {
    "\(deed)还到处看：\(keys) 个 key 里最多的 \(key) 占 \(weight)。"
  }
  func needsNoClue(_ query: String, _ key: String, _ weight: String) -> String {
    "输入里没有 \(query) 的线索：看哪里都可以，最多看 \(key)，\(weight)。"
  }
  func nothingToGoOn(_ query: String, _ key: String, _ weight: String) -> String {
    "还没有线索说 \(query) 之后是什么：看哪里都可以，最多看 \(key)，\(weight)。"
  }
  func rowsOnDots(_ right: Int, _ all: Int) -> String { "\(all) 行中 \(right) 行的最大权重在点上。" }
  func bestHead(_ head: String, _ right: Int, _ all: Int) -> String {
    "头 \(head) 最常如此：\(all) 行中 \(right) 行。"
  }
  func thisIsBestHead(_ right: Int, _ all: Int) -> String { "\(all) 行中 \(right) 行如此，本层最多。" }

  // Rows that ask each other.
  func attends(
    _ query: String, _ besides: String?, _ key: String, _ weight: String, _ ratio: String?
  ) -> String {
    (besides.map { "除 \($0) 外，" } ?? "") + "\(query) 最多看 \(key)：\(weight)"
      + (ratio.map { "，是 \(key) 平均所得的 \($0) 倍。" } ?? "。")
  }
  func attendsEverywhere(_ query: String, _ keys: Int, _ key: String, _ weight: String) -> String {
    "\(query) 到处看：\(keys) 个 key 里最多的 \(key) 占 \(weight)。"
  }
  func looksOnly(_ query: String, _ key: String) -> String { "\(query) 只能看 \(key)：后面的都遮住了。" }
  func noMass(_ query: String) -> String { "\(query) 没有可看的：它这一行是空的。" }
  func brokenRow(_ query: String) -> String { "\(query) 这一行里有的不是数。" }

  // One row for the whole text.
  func poolsCapped(_ key: String, _ weight: String, _ cap: String) -> String {
    "整段文字只有一行：\(key) 最多，占 \(weight)；tanh 使权重不超过 \(cap)。"
  }
  func poolsAtCap(_ key: String, _ weight: String, _ cap: String) -> String {
    "一个词的权重到了 tanh 允许的极限：\(key) 占 \(weight)，权重不超过 \(cap)。"
  }
  func poolsEvenly(_ keys: Int, _ key: String, _ weight: String) -> String {
    "整段文字只有一行，几乎均匀：\(keys) 个词里最多的 \(key) 占 \(weight)。"
  }
  func poolsFromCue(_ cue: String, _ before: String, _ after: String) -> String {
    "\(cue) 之前弱，从它起强：之前每个词占 \(before)，之后占 \(after)。"
  }
  func poolsFromCueShort(_ cue: String, _ before: String, _ after: String) -> String {
    "\(cue) 之前弱，每词 \(before)；从它起强，\(after)。"
  }
  func cueHolds(_ cue: String, _ weight: String) -> String { "起决定作用的词 \(cue) 占 \(weight)。" }
  var cueIsBrightest: String { "它就是起决定作用的词。" }
  func poolsShort(_ key: String, _ weight: String, _ cap: String?) -> String {
    "整段文字只有一行：\(key) 最多，占 \(weight)" + (cap.map { "；上限 \($0)。" } ?? "。")
  }
  func poolsShortest(_ key: String, _ weight: String) -> String { "这一行里 \(key) 最多，占 \(weight)。" }
  func pools(_ key: String, _ weight: String) -> String { "整段文字只有一行：\(key) 最多，占 \(weight)。" }

  // An image.
  func ordinalDigit(_ ordinal: String, _ digit: String) -> String { "\(ordinal) 个数字（\(digit)）" }
  func readsPart(_ deed: String, _ part: String, _ weight: String) -> String {
    "\(deed)看的是\(part)：它的各列占 \(weight)。"
  }
  func readsOtherPart(
    _ deed: String, _ part: String, _ weight: String, _ expected: String, _ expectedWeight: String
  ) -> String {
    "\(deed)最多看\(part)：\(weight)；点在\(expected)上：\(expectedWeight)。"
  }
  func readsShort(_ query: String, _ part: String, _ weight: String) -> String {
    "对 \(query)，最多看\(part)：\(weight)。"
  }
  func readsEverywhere(_ deed: String, _ columns: Int, _ part: String, _ weight: String) -> String {
    "\(deed)还到处看：\(columns) 列里最多的是\(part)的，占 \(weight)。"
  }
  func imageColumn(_ column: Int, _ part: String?) -> String {
    "第 \(column) 列（" + (part.map { "数字 \($0)" } ?? "空白") + "）"
  }
  func imageWindow(_ first: Int, _ last: Int) -> String { "看到第 \(first)–\(last) 列" }
  var imageBarsMeaning: String { "条形：▸ 看的地方" }

  // What has changed.
  func moved(_ query: String, _ key: String, _ more: String, _ step: String) -> String {
    "与\(step)相比，变化最大的是 \(query) 看 \(key)：\(more)。"
  }
  func movedByHeads(_ query: String, _ key: String, _ more: String) -> String {
    "没有这些头，变化最大的是 \(query) 看 \(key)：\(more)。"
  }
  var notMovedByHeads: String { "没有这些头，这里看的地方也不变。" }
  func notMoved(_ step: String) -> String { "与\(step)相比没有变化。" }

  // A model without attention.
  var waitsForPicture: String { "正在等第一幅图：写这次运行的程序会把它放进 snapshots/" }
  var noMapTitle: String { "没有图：这个模型没有注意力。" }
  var nothingToDraw: [String] { ["这一步没有权重，或者所有位置都是填充：它们的标签是 null。"] }
  var noMapReason: [String] { ["输入的各部分之间不互相加权，所以没有可画的。按 m 打开有注意力的同一课程。"] }
  func rightOutputs(_ right: Int, _ all: Int) -> String { "\(all) 个字符中对了 \(right) 个" }

  // Messages, and why not.
  func pinned(_ step: Int?) -> String { "钉住了" + (step.map { "第 \($0) 步" } ?? "这幅图") + "；d 显示与它的差异" }
  var unpinned: String { "没有钉住的图；d 与前一步相比" }
  func scaleIs(_ name: String, _ most: String) -> String { "刻度 \(name)：颜色从 0 到 \(most)" }
  func scaleMoved(_ most: String) -> String { "权重变大了：颜色现在从 0 到 \(most)" }
  func sinkScaleIs(_ names: [String], _ mass: String) -> String {
    "刻度 sink：隐藏 \(names.joined(separator: " "))，它占总权重 \(mass)；其余用刻度 auto"
  }
  var whyNoPin: String { "没有可比的图：p 钉住这一幅，再用 . 得到下一幅" }
  var whyNothingPinned: String { "没有可比的图：p 钉住这一幅" }
  var whyOtherInput: String { "钉住的图是另一个输入；p 钉住这一幅" }
  var whyNoDifferenceHere: String { "差异画在地图上；按 M 去那里" }
  var whyNoSink: String { "没有特殊或第一个 key 占总权重 .3 以上：没有可隐藏的" }
}
