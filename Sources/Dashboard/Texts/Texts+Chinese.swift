import Snapshots

extension Texts {
  /// Simplified Chinese.
  ///
  /// What can be typed stays as it is typed: commands, options, roles, names of mechanisms.
  static let chinese: Texts = {
    var texts = Texts()
    texts.anatomy = .chinese
    texts.tour = .chinese
    texts.places = .chinese
    texts.sentences = .chinese
    texts.keyTexts = .chinese
    texts.runs = ChineseRuns()
    texts.anatomy.operationName = operationNames
    texts.sayScreens()
    texts.sayMap()
    texts.sayReadout()
    texts.saySentences()
    texts.sayPrompts()
    texts.sayWhyNot()
    texts.sayMessages()
    texts.sayCommands()
    return texts
  }()

  private mutating func sayScreens() {
    placeName = { place in
      switch place {
      case .map: "地图"
      case .heads: "各头"
      case .words: "词语"
      case .compare: "并排比较"
      case .anatomy: "逐步解剖"
      }
    }
    helpName = "帮助"
    withoutAttention = "无注意力"
    fixedProbe = ["课程自己的例子，贪心写出", "自带例子，贪心", "自带例子"]
    typedProbe = ["你的文字，贪心写出", "你的文字，贪心", "你的文字"]
    heldOutProbe = ["未见过的例子，贪心写出", "未见例子，贪心", "未见例子"]
    forcedProbe = ["课程自己的例子，逐字给出正确答案", "自带例子，给出答案", "给出答案"]
    forcedHeldOut = ["未见过的例子，逐字给出正确答案", "未见例子，给出答案", "给出答案"]
    step = { "第 \($0) 步" }
    stepOf = { "第 \($0) 步，共 \($1)" }
    paused = "❚❚ 暂停"
    running = { $0.map { "▶ 训练中 ≤ \($0)/秒" } ?? "▶ 训练中" }
    runningShort = { $0.map { "▶ ≤ \($0)/秒" } ?? "▶" }
    replaying = { "↻ 重放到第 \($0) 步  \($1) %" }
    halted = "■ 停止"
  }

  private mutating func sayMap() {
    writes = "写出"
    pattern = "看对"
    free = "自由"
    exact = "全对"
    baseline = "无注意力"
    loss = "损失"
    stepsPerSecond = "步/秒"
    right = "● 正确"
    stepAxis = "步"
    exactAt = { "全对 \($0)，第 \($1) 步" }
    heldOutNow = "未见例子，现在"
    scaleName = { name in
      switch name {
      case "linear": "线性"
      case "sqrt": "平方根"
      case "log": "对数"
      default: ""
      }
    }
    scaleLog = "对数"
    orUniform = { "\($0) 或 \($1)" }
    differenceFrom = { step, isPinned in
      step.map { "现在 − 第 \($0) 步" + (isPinned ? "（钉住的）" : "") } ?? "现在 − 钉住的图"
    }
    pinnedPicture = "钉住的图"
    differenceFromAllHeads = "现在 − 所有头都开"
    noDifference = "没有差异可画：输入不同"
    nothingBefore = "没有差异可画：还没有可比的图"
    overview = "概览"
    dotMeaning = "· 该看这里"
    patternMeaning = "● 看对  ○ 还没有"
    freeMeaning = "自由：没有线索"
    unknownMeaning = "反白：模型不认识"
    notNumbers = { "× \($0) 个不是数" }
    queriesShown = { "query \($0)–\($1)，共 \($2)" }
    keysShown = { "key \($0)–\($1)，共 \($2)" }
  }

  private mutating func sayReadout() {
    quoted = { "“\($0)”" }
    place = { "（第 \($0) 个，共 \($1)）" }
    ordinal = { "第 \($0)" }
    rowSum = { "行和 Σ \($0)" }
    columnMean = { "列平均的 \($0) 倍" }
    thenNow = { "那时 \($0)  现在 \($1)" }
    unknownKey = "模型不认识"
    exactReplay = { "第 \($0) 步，逐位重放" }
    noPicture = "等待第一幅图"
    parameters = { "\($0) 个参数" }
    seed = { "种子 \($0)" }
    everyStepKept = "每一步都保留"
  }

  private mutating func saySentences() {
    nothingLearned = { "还什么都没学：每个 key 的权重约为 1/\($0)。按 space，看亮处移到点上。" }
    nothingLearnedWithoutDots = { "还什么都没学：每个 key 的权重约为 1/\($0)。按 space 训练。" }
    nothingLearnedShort = [
      "还什么都没学。按 space，看亮处移到点上。", "按 space，看亮处移到点上。",
    ]
    nothingLearnedShortWithoutDots = ["还什么都没学：按 space 训练。"]
    nothingLearnedWithoutMap = "还什么都没学。按 space 训练。"
    looksShort = { query, key, weight in "对 \(query)，最多看 \(key)：\(weight)。" }
    looksAt = { deed, key, word, weight in
      "\(deed)看的是 " + (word.map { "\($0) 的 \(key)" } ?? key) + "：占权重 \(weight)。"
    }
    looksWhereItShould = { deed, key, word, weight in
      "\(deed)看对了地方：" + (word.map { "\($0) 的 \(key)" } ?? key) + " 占 \(weight)。"
    }
    looksElsewhere = { deed, key, weight, expected, expectedWeight in
      "\(deed)最多看 \(key)，\(weight)；点标的是 \(expected)，现在 \(expectedWeight)。"
    }
    looksEverywhere = { deed, keys, key, weight in
      "\(deed)还到处看：\(keys) 个 key 里最多的 \(key) 占 \(weight)。"
    }
    needsNoClue = { query, key, weight in
      "输入里没有 \(query) 的线索：看哪里都可以，最多看 \(key)，\(weight)。"
    }
    attends = { query, besides, key, weight, ratio in
      (besides.map { "除 \($0) 外，" } ?? "") + "\(query) 最多看 \(key)：\(weight)"
        + (ratio.map { "，是 \(key) 平均所得的 \($0) 倍。" } ?? "。")
    }
    attendsEverywhere = { query, keys, key, weight in
      "\(query) 到处看：\(keys) 个 key 里最多的 \(key) 占 \(weight)。"
    }
    looksOnly = { "\($0) 只能看 \($1)：后面的都遮住了。" }
    says = { "回答 \($0) \($1)" }
    truth = { "正确答案 \($0)" }
    noMass = { "\($0) 没有可看的：它这一行是空的。" }
    brokenRow = { "\($0) 这一行里有的不是数。" }
    moved = { query, key, more, step in
      "与\(step)相比，变化最大的是 \(query) 看 \(key)：\(more)。"
    }
    movedByHeads = { query, key, more, _ in
      "没有这些头，变化最大的是 \(query) 看 \(key)：\(more)。"
    }
    notMovedByHeads = "没有这些头，这里看的地方也不变。"
    notMoved = { "与\($0)相比没有变化。" }
    noMapTitle = "没有图：这个模型没有注意力。"
    noMapReason = ["输入的各部分之间不互相加权，所以没有可画的。按 m 打开有注意力的同一课程。"]
    rightOutputs = { "\($1) 个字符中对了 \($0) 个" }
  }

  private mutating func sayPrompts() {
    probePrompt = "输入文字："
    headFilterHint = "角色，或 induction > .5   esc 全部"
    probeHint = "enter 保留   esc 用课程的例子"
    commandHint = "tab 补全   esc 离开"
    lineIsFull = { "一行最多 \($0) 字节，这太长了" }
    onlyFirstAreRead = { "只读前 \($0) 个字符" }
  }

  private mutating func sayWhyNot() {
    whyNoMap = "这个模型没有注意力，没有图可以这样看"
    whyNoPicture = "第一幅图还没有到"
    whyFirstStep = "这是第 0 步，起点"
    whyLatestStep = "这是最新一步；. 再训练一步"
    whyHalted = "训练已停止；先按 , 或 < 往回"
    whyOneRamp = { "\($0) 只有一种色阶；--color 256 或 truecolor 有四种" }
    whyNoPin = "没有可比的图：p 钉住这一幅，再用 . 得到下一幅"
    whyNothingPinned = "没有可比的图：p 钉住这一幅"
    whyOtherInput = "钉住的图是另一个输入；p 钉住这一幅"
    whyFastest = "训练速度已经没有上限"
    whySlowest = "最慢是每秒一步；. 一次走一步"
    whyHere = { "已经在\($0)了" }
    whyNoHeads = "这里的注意力只有一个头，没有可选的"
    whyOneHead = { "\($0) 在这里没有作用：只有一个头" }
    whyOneLayer = "只有一层"
    whyOneStack = "只有一种注意力"
    whyNotInto = "enter 打开地图或词语里的一格，或各头里的一个头"
    whyOnlyHeads = "头的排序和查找在“各头”里；按 H 去那里"
    whyNoSwitchesOnTour = "五问里所有头保持原样；esc 离开"
    whyNoHeadChosen = { "先选一个头：0 – \($0)，或 ]" }
    whyAllOn = "所有头都开着"
    whyNoPanes = "这次运行旁边没有别的；headlight train compare 并排三个"
    whyOnePane = "只有一个面板"
    whyPaneHasOneHead = { "\($0) 只有一个头；tab 去另一个面板" }
    whyNoLayersHere = "面板只画一层；{ } 在地图和各头里换层"
    whyNoDifferenceHere = "差异画在地图上；按 M 去那里"
    whyNoSink = "没有特殊或第一个 key 占总权重 .3 以上：没有可隐藏的"
  }

  private mutating func sayMessages() {
    pinned = { step in
      "钉住了" + (step.map { "第 \($0) 步" } ?? "这幅图") + "；d 显示与它的差异"
    }
    unpinned = "没有钉住的图；d 与前一步相比"
    scaleIs = { name, least, most in "刻度 \(name)：色阶从 \(least) 到 \(most)" }
    colorsAre = { "颜色：\($0)" }
    paceIs = { $0.map { "训练最多每秒 \($0) 步" } ?? "训练全速进行" }
    sinkScaleIs = { names, mass in
      "刻度 sink：隐藏 \(names.joined(separator: " "))，它占总权重 \(mass)；其余用刻度 uniform"
    }
    noSuchHead = { "没有头 \($0)；最后一个是 \($1)" }
    headIs = { head, state in
      switch state {
      case "off": "头 \(head) 在这里关掉（训练照旧）：输出为 0；x 单独，u 全开"
      case "alone": "这里只留头 \(head)（训练照旧）：同层其他头为 0；u 全开"
      default: "头 \(head) 开着"
      }
    }
    allHeadsOn = "所有头又开了"
    sortedBy = { order in
      switch order {
      case "layer": "各头按模型的顺序"
      case "entropy": "各头按 entropy 排序，最尖锐的在前"
      case "role": "各头按角色排序，最好的在前"
      default: "各头按 \(order) 排序，最好的在前"
      }
    }
    exhibitIs = { name, isOn in isOn ? "显示 \(name)：故意写错" : "不再显示 \(name)" }
    copied = { "已复制：\($0)" }
    mouseOn = "鼠标又在这里指点"
    mouseOff = "鼠标用来选文字；:mouse on 收回"
    teacherOn = "给解码器输入正确答案"
    teacherOff = "解码器读自己写出的"
    baselineTrains = "同一课程的无注意力模型在旁边训练：几秒钟"
    isBaseline = "这次运行本来就没有注意力"
    askQuitUnsaved = { "没有保存：\($0)；再按 q 仍然离开，按其他键留下" }
    askQuit = { "这次运行（\($0)）没有录制，离开就没了：再按 q 离开，按其他键留下" }
    duration = { seconds in
      seconds < 3_600
        ? "\(seconds / 60) 分 \(seconds % 60) 秒" : "\(seconds / 3_600) 小时 \(seconds / 60 % 60) 分"
    }
    tooSmall = { ["headlight 需要", "\($0) × \($1) 格"] }
    tooSmallNow = { "现在：\($0) × \($1)" }
  }

  private mutating func sayCommands() {
    unknownCommand = { name, all in "没有命令 \(name)；有 \(all)" }
    expected = { command, expected, got in
      ":\(command) 需要：\(expected)" + (got.isEmpty ? "" : "，不是 \(got)")
    }
    expectedNothing = "后面不跟别的"
    expectedStep = { "0 到 \($0) 的步数" }
    expectedCount = "步数，如 5 或 -5"
    expectedPace = "每秒步数，至少 1，或 unlimited"
    expectedText = "一段文字"
    expectedHead = { first, last, got in "没有头 \(got)；layer.head 从 \(first) 到 \(last)" }
    notACondition = { error in
      let expected =
        switch error.expected {
        case .end: "and、or 或结尾"
        case .closing: "右括号"
        case .fewerLevels: "至多 64 层括号和 not"
        case .name(let names): names.joined(separator: "、") + " 之一"
        case .sign: "< <= > >= == != 之一"
        case .number: "一个数"
        }
      return "“\(error.text)” 不是条件：第 \(error.column) 个字符处应为：\(expected)；"
        + "例如 \(error.example)"
    }
    expectedOnOff = { "\($0) on 或 \($0) off" }
    expectedOneOf = { $0.joined(separator: "、") + " 之一" }
  }

  /// The names that are words; what is code or a formula is the same in every language.
  private static let operationNames: @Sendable (Diagram.Meaning, String?) -> String? = {
    meaning, layer in
    switch meaning {
    case .projectionSum: "沿时间相加"
    case .score where layer == nil: "q · k  分数"
    case .cappedScore: "分数的 tanh"
    case .maskedScore: "+ 掩码"
    case .weights: "沿时间 softmax"
    case .weighted: "权重 × 特征"
    case .context: "沿时间求和 Σ"
    case .multiply: "相乘"
    case .difference: "绕路 − 广播"
    case .wholeProjection: "\(layer ?? "Dense")(x)，整宽"
    case .splitHeads: "切成各头"
    case .transposedHeads: "头放到前面"
    case .mergedHeads: "各头并排"
    case .updateGate: "更新门 z"
    case .resetGate: "重置门 r"
    case .candidate: "候选值"
    case .inputGate: "输入门 i"
    case .forgetGate: "遗忘门 f"
    case .outputGate: "输出门 o"
    case .cell: "记忆 c"
    case .state: "状态 h"
    case .stateBefore: "之前的 h"
    case .positions: "+ 位置"
    case .normalized: "层归一化"
    case .residual: "+ 原来的输入"
    case .joined: "并排"
    case .tokenScores: "各词元的分数"
    case .loss: "损失"
    default: AnatomyTexts().operationName(meaning, layer)
    }
  }
}
