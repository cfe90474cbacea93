extension KeyTexts {
  /// Simplified Chinese.
  static let chinese: KeyTexts = {
    var texts = KeyTexts()
    texts.groups = [
      .time: "时间", .move: "移动", .look: "看", .ask: "问", .go: "去", .keep: "其他",
    ]
    texts.sayHelp()
    texts.sayShort()
    texts.sayScreens()
    texts.runShort = "运行"
    texts.pauseShort = "暂停"
    texts.closeHelp = "关闭"
    texts.moreHelp = "更多"
    texts.findKey = "找一个键"
    texts.helpRules = [
      "大写字母去一个屏幕，小写字母在这里做事。键前的数字表示重复，如 20 j。"
        + "点一格或时间轴；滚轮在时间轴上前后走。:mouse off 把鼠标还给终端，用来选文字。"
    ]
    texts.noKeyMatches = { "没有键做 \($0)" }
    texts.unusedKey = { "\($0) 在这里没有作用；? 列出所有的键" }
    return texts
  }()

  private mutating func sayHelp() {
    keyHelp = [
      "space": "运行，暂停",
      ". ,": "前进、后退一步",
      "> <": "十步；PgDn PgUp",
      "Home End": "最初，最新",
      "+ -": "快些，慢些",
      "← ↓ ↑ →": "移动；h j k l",
      "g G": "第一行，最后一行",
      "[ ]": "前、后一个头（或行）",
      "{ }": "前、后一层",
      "0 – 9": "本层的头",
      "tab": "下一个面板或组",
      "enter": "打开这里",
      "o": "梯度（逐步解剖）",
      "S": "头的排序",
      "/": "查找头",
      "m": "下一种机制",
      "x": "头：开，关，单独",
      "u": "头全开",
      "s": "刻度",
      "c": "颜色",
      "p": "钉住这一幅",
      "d": "与钉住的差异",
      "t": "输入文字",
      "n N": "未见过的例子",
      "M": "地图",
      "H": "各头",
      "W": "词语",
      "C": "并排比较",
      "A": "逐步解剖",
      "Q": "五个问题",
      "esc": "返回",
      "y": "复制读数",
      ":": "命令",
      "?": "帮助",
      "q ^C": "退出",
      "^Z ^L": "挂起，重画",
    ]
    keyHelpHere = [
      .map: ["← ↓ ↑ →": "格；h j k l"],
      .heads: ["← ↓ ↑ →": "头；h j k l", "g G": "第一个、最后一个头", "tab": "下一组"],
      .words: ["← ↓ ↑ →": "query、key；h j k l", "g G": "第一个、最后一个 query"],
      .compare: [
        "← ↓ ↑ →": "格；h j k l", "[ ]": "面板的平均，各头", "tab": "下一个面板",
        "0 – 9": "面板的头", "d": "与面板 1 的差异",
      ],
      .anatomy: [
        "← ↓ ↑ →": "位置，运算", "g G": "第一个、最后一个运算", "tab": "进图，返回",
        "enter": "展开；跟踪一个数", "o": "数值，梯度", "[ ]": "前、后一个头（或 query）",
      ],
    ]
  }

  private mutating func sayShort() {
    keyShort = [
      "space": "运行", ". ,": "一步", "> <": "十步", "+ -": "速度", "← ↓ ↑ →": "格",
      "[ ]": "头", "{ }": "层", "0 – 9": "头", "tab": "组", "enter": "打开", "S": "排序",
      "/": "查找", "m": "机制", "x": "关", "u": "全开", "H": "各头", "M": "地图", "A": "解剖",
      "Q": "五问", "s": "刻度", "c": "颜色", "p": "钉住", "d": "差异", "t": "输入",
      "n N": "例子", "y": "复制", ":": "命令", "?": "帮助",
    ]
    keyShortHere = [
      .heads: ["← ↓ ↑ →": "头"], .words: ["← ↓ ↑ →": "query、key"], .compare: ["tab": "面板"],
    ]
  }

  private mutating func sayScreens() {
    helpOnMap = [
      "每一行是一个提问的输出字符，每一列是一个输入字符。越亮，上下文中来自那里的份额越大；每行之和为 1。"
        + "点标出该看的地方；标着“自由”的行没有要找的。"
    ]
    helpOn = [
      .heads: [
        "每幅小图是远看的一个头：query 向下，key 向右，每块与其中最大的权重一样亮。"
          + "分数过了门槛的角色会写出来。分数是平均权重，看向：previous 前一个词元，next 后一个，"
          + "first 第一个，self 自己，duplicate 之前相同的词元，induction 该词元上次之后的那个。"
          + "mixed 没有角色；entropy 越小越尖锐。",
        "/ 接一个角色，或条件，如 induction > .5 and layer == 1。",
      ],
      .words: [
        "输入的文字，按一个 query 看的多少着色；条形是同样的权重，从大到小。"
          + "池化的模型对每段文字问同样的问题：只有一行。经过 tanh 的分数相差不超过 2，所以权重都不超过上限。"
      ],
      .compare: [
        "同一输入在几次运行里，共用一个十字标和一种颜色刻度。全对：未见例子从头到尾都写对的比例。",
        ":exhibit 加一个故意写错的机制，训练到同一步：softmax-axis、no-sum、no-scale、"
          + "reshape 或 no-mask，后面跟 on 或 off。",
      ],
      .anatomy: [
        "一次阅读的每一步运算和它的数，都在同一训练步；走动时什么也不运行。上下从运算到运算，"
          + "左右从位置到位置，与地图一样。enter 写出光标下的数怎样得来；再按 enter 去它最大一项的来处，"
          + "esc 返回。tab 让方向键选图中的一行。",
        ":scale V 2、:add 3 和 :axis -1 改动副本中的一个值，后面的都跟着变；:undo 撤销。",
      ],
    ]
  }
}
