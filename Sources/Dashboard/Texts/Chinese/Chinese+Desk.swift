import Snapshots

extension Chinese: DeskTexts {
  // Screens.
  func screenName(_ screen: ScreenName) -> String {
    switch screen {
    case .map: "地图"
    case .heads: "各头"
    case .words: "词语"
    case .compare: "并排比较"
    case .anatomy: "逐步解剖"
    }
  }
  var helpName: String { "帮助" }

  // Line 0.
  var withoutAttention: String { "无注意力" }
  var fixedProbe: [String] { ["课程自己的例子，贪心写出", "自带例子，贪心", "自带例子"] }
  var typedProbe: [String] { ["你的文字，贪心写出", "你的文字，贪心", "你的文字"] }
  var heldOutProbe: [String] { ["未见过的例子，贪心写出", "未见例子，贪心", "未见例子"] }
  var forcedProbe: [String] { ["课程自己的例子，逐字给出正确答案", "自带例子，给出答案", "给出答案"] }
  var forcedHeldOut: [String] { ["未见过的例子，逐字给出正确答案", "未见例子，给出答案", "给出答案"] }
  var ownExample: [String] { ["课程自己的例子", "自带例子"] }
  func probeOf(_ number: Int, _ count: Int) -> [String] { ["探针 \(number)/\(count)"] }
  var ownText: [String] { ["你的文字"] }
  var heldOutExample: [String] { ["未见过的例子", "未见例子"] }
  func tokens(_ count: Int) -> String { "\(count) 个词元" }
  func headNamed(_ head: String) -> String { "头 \(head)" }
  func headIsSwitched(_ state: String) -> String { "(\(state))" }
  var comma: String { "，" }
  func quoted(_ text: String) -> String { "“\(text)”" }
  func counting(_ digits: Int) -> String { "\(digits)_" }
  func step(_ step: Int) -> String { "第 \(step) 步" }
  func stepOf(_ step: Int, _ latest: Int) -> String { "第 \(step) 步，共 \(latest)" }
  var looksBack: String { "◂ 回看" }
  var isAtTheEnd: String { "■ 最后一步" }
  func alarmsSeen(_ count: Int) -> String { "\(count) 个警报：B" }
  var paused: String { "❚❚ 暂停" }
  var pausedShort: String { "❚❚" }
  func running(_ pace: Int?) -> String { pace.map { "▶ 训练中 ≤ \($0)/秒" } ?? "▶ 训练中" }
  func runningShort(_ pace: Int?) -> String { pace.map { "▶ ≤ \($0)/秒" } ?? "▶" }
  func replaying(_ step: Int, _ percent: Int) -> String { "↻ 重放到第 \(step) 步  \(percent) %" }
  func replayingShort(_ step: Int, _ percent: Int) -> String { "↻ \(step) \(percent) %" }
  var haltedShort: String { "■ 停止" }

  // Facts.
  func parameters(_ amount: String) -> String { "\(amount) 个参数" }
  func seed(_ seed: Int) -> String { "种子 \(seed)" }
  var everyStepKept: String { "每一步都保留" }

  // From mechanism to mechanism.
  func wayNext(_ way: String, _ mechanism: Mechanism) -> String {
    "m: \(way)" + (mechanism == .pooling && way == "pooling" ? "，它不能再问一次" : "")
  }
  var wordsExplained: String { "每个词一条：它得到多少权重 · 全部之和是 1" }
  var axesExplained: String { "行：它写的，从上到下 · 列：它读的 · 一行的和是 1" }
  var learned: String { "学会了。" }
  var typeNext: String { "t: 输入文字" }
  var questionsNext: String { "Q: 为什么" }
  var fasterNext: String { "+: 加速" }
  var comparedNext: String { "C: 全部并排" }
  var aboutNext: String { "i: 关于这次运行" }
  var aboutName: String { "关于" }
  func waysOfLesson(_ ways: [String]) -> String {
    "这里的注意力：" + ways.joined(separator: "、") + "（m 逐个换，C 全部并排）"
  }
  func wayIs(_ new: String, _ seed: Int, _ last: String, _ step: Int) -> String {
    "\(new)，种子 \(seed)，自己的一次运行；\(last) 停在第 \(step) 步等待"
  }
  var whyAllMechanisms: String { "所有机制都在这里：在并排比较里用 tab 选" }
  func whyOneMechanism(_ lesson: String, _ mechanism: String) -> String {
    "\(lesson) 只有一种机制 \(mechanism)；dates 和 digits 有三种"
  }

  // Why not.
  var whyNoMap: String { "这个模型没有注意力，没有图可以这样看" }
  var whyNoPicture: String { "第一幅图还没有到" }
  func whyFirstStep(_ step: Int) -> String {
    step == 0 ? "这是第 0 步，起点" : "这是第 \(step) 步，已知的第一步"
  }
  var whyLatestStep: String { "这是最新一步；. 再训练一步" }
  var whyHalted: String { "训练已停止；先按 , 或 < 往回" }
  var whyFastest: String { "训练速度已经没有上限" }
  var whySlowest: String { "最慢是每秒一步；. 一次走一步" }
  func whyHere(_ place: String) -> String { "已经在\(place)了" }
  var whyNotInto: String { "enter 打开地图或词语里的一格，或各头里的一个头" }
  func whyOneRamp(_ rung: String) -> String { "\(rung) 只有一种色阶；--color 256 或 truecolor 有四种" }

  // Messages.
  func colorsAre(_ ladder: String) -> String { "颜色：\(ladder)" }
  func paceIs(_ pace: Int?) -> String { pace.map { "训练最多每秒 \($0) 步" } ?? "训练全速进行" }
  func copied(_ text: String) -> String { "已复制：\(text)" }
  func farewell(_ run: String, _ step: Int, _ exact: String?, _ kept: String?) -> String {
    "\(run)：第 \(grouped(step)) 步" + (exact.map { "，全对 \($0)" } ?? "")
      + (kept.map { "；headlight train --resume \($0) 接着训练" } ?? "；没有保存（:save RUN 保存）") + "。回到同一个画面："
  }
  var whyNoMoment: String { "没有命令能回到这个画面" }
  var mouseOn: String { "鼠标又在这里指点" }
  var mouseOff: String { "鼠标用来选文字；:mouse on 收回" }
  var teacherOn: String { "给解码器输入正确答案" }
  var teacherOff: String { "解码器读自己写出的" }
  var baselineTrains: String { "同一课程的无注意力模型在旁边训练：几秒钟" }
  var isBaseline: String { "这次运行本来就没有注意力" }

  // Leaving.
  func askQuitUnsaved(_ problem: String) -> String { "没有保存：\(problem)；再按 q 仍然离开，按其他键留下" }
  func askQuit(_ steps: Int) -> String {
    "\(grouped(steps)) 步没有保存：再按 q 离开，:save RUN 保存，按其他键留下"
  }

  // Too small.
  func tooSmall(_ columns: Int, _ rows: Int) -> [String] {
    ["headlight 需要", "\(columns) × \(rows) 格"]
  }
  func tooSmallNow(_ columns: Int, _ rows: Int) -> String { "现在：\(columns) × \(rows)" }
}
