import Snapshots

extension Chinese: KeyboardTexts {
  // The key line.
  func keyShort(_ caption: String) -> String? {
    switch caption {
    case "space": "运行"
    case ". ,": "一步"
    case "> <": "十步"
    case "+ -": "速度"
    case "← ↓ ↑ →": "格"
    case "[ ]": "头"
    case "{ }": "层"
    case "0 – 9": "头"
    case "tab": "组"
    case "enter": "打开"
    case "z": "格"
    case "S": "排序"
    case "/": "查找"
    case "m": "机制"
    case "x": "关"
    case "u": "全开"
    case "H": "各头"
    case "M": "地图"
    case "A": "解剖"
    case "Q": "五问"
    case "L": "课程"
    case "s": "刻度"
    case "c": "颜色"
    case "p": "钉住"
    case "d": "差异"
    case "a": "面板"
    case "t": "输入"
    case "b B": "何时停"
    case "n N": "例子"
    case "y": "复制"
    case "e": "导出"
    case ":": "命令"
    case "?": "帮助"
    default: nil
    }
  }
  func keyShort(_ caption: String, on screen: ScreenName) -> String? {
    switch (screen, caption) {
    case (.heads, "← ↓ ↑ →"): "头"
    case (.words, "← ↓ ↑ →"): "query、key"
    case (.compare, "enter"): "移动最多"
    case (.compare, "{ }"): "移动"
    case (.compare, "tab"): "面板"
    default: nil
    }
  }
  var probeShort: String { "探针" }
  var mapsShort: String { "图" }
  var pauseShort: String { "暂停" }
  func unusedKey(_ key: String) -> String { "\(key) 在这里没有作用；? 列出所有的键" }

  // Help.
  func keyGroup(_ group: KeyMap.Group) -> String {
    switch group {
    case .time: "时间"
    case .move: "移动"
    case .look: "看"
    case .ask: "问"
    case .go: "去"
    case .keep: "其他"
    }
  }
  func keyHelp(_ caption: String) -> String? {
    switch caption {
    case "space": "运行，暂停"
    case ". ,": "前进、后退一步"
    case "> <": "十步；PgDn PgUp"
    case "Home End": "最初，最新"
    case "+ -": "快些，慢些"
    case "← ↓ ↑ →": "移动；h j k l"
    case "g G": "第一行，最后一行"
    case "[ ]": "前、后一个头（或行）"
    case "{ }": "前、后一层"
    case "0 – 9": "本层的头"
    case "tab": "下一个面板或组"
    case "enter": "打开这里"
    case "o": "梯度（逐步解剖）"
    case "z": "各头：一格，或图"
    case "S": "头的排序"
    case "/": "查找头"
    case "m": "下一种机制"
    case "x": "头：开，关，单独"
    case "u": "头全开"
    case "s": "刻度"
    case "c": "颜色"
    case "p": "钉住这一幅"
    case "d": "与钉住的差异"
    case "a": "旁边放什么：面板、Keras、无"
    case "t": "输入文字"
    case "b B": "何时停；B 列出"
    case "n N": "未见过的例子"
    case "M": "地图"
    case "H": "各头"
    case "W": "词语"
    case "C": "并排比较"
    case "A": "逐步解剖"
    case "Q": "五个问题"
    case "L": "所有课程"
    case "i": "关于这次运行"
    case "esc": "返回"
    case "y": "复制读数"
    case "e": "写入文件"
    case "Y": "复制回到这里的命令"
    case ":": "命令"
    case "?": "帮助"
    case "q ^C": "退出"
    case "^Z ^L": "挂起，重画"
    default: nil
    }
  }
  func keyHelp(_ caption: String, on screen: ScreenName) -> String? {
    switch (screen, caption) {
    case (.map, "← ↓ ↑ →"): "格；h j k l"
    case (.heads, "← ↓ ↑ →"): "头；h j k l"
    case (.heads, "g G"): "第一个、最后一个头"
    case (.heads, "d"): "移动了的头"
    case (.compare, "enter"): "移动最多的头"
    case (.compare, "{ }"): "上一个、下一个移动的头"
    case (.heads, "tab"): "下一组"
    case (.words, "← ↓ ↑ →"): "query、key；h j k l"
    case (.words, "g G"): "第一个、最后一个 query"
    case (.compare, "← ↓ ↑ →"): "格；h j k l"
    case (.compare, "[ ]"): "面板的平均，各头"
    case (.compare, "tab"): "下一个面板"
    case (.compare, "0 – 9"): "面板的头"
    case (.compare, "d"): "与面板 1 的差异"
    case (.anatomy, "← ↓ ↑ →"): "位置，运算"
    case (.anatomy, "g G"): "第一个、最后一个运算"
    case (.anatomy, "tab"): "进图，返回"
    case (.anatomy, "enter"): "展开；跟踪一个数"
    case (.anatomy, "o"): "数值，梯度"
    case (.anatomy, "[ ]"): "前、后一个头（或 query）"
    default: nil
    }
  }
  var helpOnOtherMaps: [String] {
    ["每行是一个提问的位置，每列是一个被看的位置。", "格子的颜色是这一行读到的内容中来自那里的份额；每行的和是 1。"]
  }
  func helpOn(_ screen: ScreenName) -> [String] {
    switch screen {
    case .map:
      [
        "每一行是一个提问的输出字符，每一列是一个输入字符。颜色离背景越远，上下文中来自那里的份额越大；每行之和为 1。"
          + "点标出该看的地方；标着“自由”的行没有要找的。"
      ]
    case .heads:
      [
        "每幅小图是远看的一个头：query 向下，key 向右，每块显示其中最大的权重。"
          + "分数过了门槛的角色会写出来。分数是平均权重，看向：previous 前一个词元，next 后一个，"
          + "first 第一个，self 自己，duplicate 之前相同的词元，induction 该词元上次之后的那个。"
          + "mixed 没有角色；entropy 越小越尖锐。",
        "/ 接一个角色，或条件，如 induction > .5 and layer == 1。",
        "放不下所有头的图时，每个头是一格，颜色是 1 − entropy，或排序所按的数；z 在格与图之间切换。",
        "两个模型并排时，d 列出移动最多的头；:sort moved 按它排序，/ moved > .05 挑选一些。",
      ]
    case .words:
      [
        "输入的文字，按一个 query 看的多少着色；条形是同样的权重，从大到小。"
          + "池化的模型对每段文字问同样的问题：只有一行。经过 tanh 的分数相差不超过 2，所以权重都不超过上限。"
      ]
    case .compare:
      [
        "同一输入在几次运行里，共用一个十字标和一种颜色刻度。全对：未见例子从头到尾都写对的比例。",
        "两个模型的头相同时，列表说每个头移动了多少：一行的权重落在别的 key 上的份额，各行平均。"
          + "enter 显示第一个，{ } 显示其余。",
        ":exhibit 加一个故意写错的机制，训练到同一步：softmax-axis、no-sum、no-scale、"
          + "reshape 或 no-mask；加 off 就去掉。",
      ]
    case .anatomy:
      [
        "一次阅读的每一步运算和它的数，都在同一训练步；走动时什么也不运行。上下从运算到运算，"
          + "左右从位置到位置，与地图一样。enter 写出光标下的数怎样得来；再按 enter 去它最大一项的来处，"
          + "esc 返回。tab 让方向键选图中的一行。",
        ":scale V 2、:add 3 和 :axis -1 改动副本中的一个值，后面的都跟着变；:undo 撤销。",
      ]
    }
  }
  var helpRules: [String] {
    [
      "大写字母去一个屏幕，小写字母在这里做事。键前的数字表示重复，如 20 j。"
        + "点一格或时间轴；滚轮在时间轴上前后走。:mouse off 把鼠标还给终端，用来选文字。"
    ]
  }
  var closeHelp: String { "关闭" }
  var moreHelp: String { "更多" }
  var findKey: String { "查找" }
  func noKeyMatches(_ text: String) -> String { "这里没有和 \(text) 有关的" }

  // Prompts.
  var probePrompt: String { "输入文字：" }
  var commandPrompt: String { ":" }
  var filterPrompt: String { "/" }
  var headFilterHint: String { "角色，或 induction > .5   esc 全部" }
  var probeHint: String { "enter 保留   ^U 清空   esc 用课程的例子" }
  var commandHint: String { "tab 补全、逐个换   esc 离开" }
  func lineIsFull(_ bytes: Int) -> String { "一行最多 \(bytes) 字节，这太长了" }
  func onlyFirstAreRead(_ count: Int) -> String { "只读前 \(count) 个字符" }

  // Commands.
  func unknownCommand(_ name: String, _ near: [String]) -> String {
    "没有命令 \(name)" + (near.isEmpty ? "" : "；同一个字母开头的有：" + near.joined(separator: "、"))
      + "；按 : 列出全部"
  }
  func candidatesShown(_ first: Int, _ last: Int, _ count: Int) -> String {
    "第 \(first)–\(last) 个，共 \(count)"
  }
  func expected(_ command: String, _ expected: String, _ got: String) -> String {
    ":\(command) 需要：\(expected)" + (got.isEmpty ? "" : "，不是 \(got)")
  }
  var expectedNothing: String { "后面不跟别的" }
  func expectedStep(_ latest: Int) -> String { "0 到 \(latest) 的步数" }
  var expectedCount: String { "步数，如 5 或 -5" }
  var expectedPace: String { "每秒步数，至少 1，或 unlimited" }
  var expectedDirectory: String { "一个新目录的名字" }
  var expectedFile: String { "一个文件：每行一个输入、一个制表符、一个输出" }
  var expectedText: String { "一段文字" }
  func expectedHead(_ first: String, _ last: String, _ got: String) -> String {
    "没有头 \(got)；layer.head 从 \(first) 到 \(last)"
  }
  func expectedOnOff(_ name: String) -> String { "\(name) on 或 \(name) off" }
  func expectedOneOf(_ choices: [String]) -> String { choices.joined(separator: "、") + " 之一" }
  func notACondition(_ error: Condition.Malformed) -> String {
    let expected =
      switch error.expected {
      case .end: "and、or 或结尾"
      case .opening: "左括号"
      case .closing: "右括号"
      case .quote: "结束名字的引号"
      case .anyName: "一个名字，例如 loss 或 \"train/loss\"，或 head(0.1).entropy"
      case .head: "层和头的编号，例如 1.3"
      case .measure: HeadMeasure.names.joined(separator: "、") + " 之一"
      case .fewerLevels: "至多 64 层括号和 not"
      case .name(let names): names.joined(separator: "、") + " 之一"
      case .sign: "< <= > >= == != 之一"
      case .number: "一个数"
      }
    return "“\(error.text)” 不是条件：第 \(error.column) 个字符处应为：\(expected)；"
      + "例如 \(error.example)"
  }
}
