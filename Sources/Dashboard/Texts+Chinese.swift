import Snapshots
import Tensors

extension Texts {
  /// Simplified Chinese: the tour, the Anatomy, and what all screens share.
  static let chinese: Texts = {
    var texts = Texts()
    texts.anatomy = .chinese
    texts.tour = .chinese
    texts.anatomy.operationName = operationNames
    texts.anatomy.groupName["RepeatVector and Permute"] = "RepeatVector 和 Permute"
    texts.anatomy.scratchEdit = { edit in
      switch edit {
      case .scale(let name, let factor): "\(name) × \(factor)"
      case .add(let name, let constant): "\(name) + \(constant)"
      case .axis(let name, let axis): "\(name) 沿轴 \(axis.name)"
      }
    }
    texts.anatomy.expectedAxisOf = { $0.joined(separator: "、") + " 之一" }
    texts.places = .chinese
    texts.placeName = { place in
      switch place {
      case .map: "地图"
      case .heads: "各头"
      case .words: "词语"
      case .compare: "并排比较"
      case .anatomy: "逐步解剖"
      }
    }
    texts.helpName = "帮助"
    texts.withoutAttention = "无注意力"
    texts.step = { "第 \($0) 步" }
    texts.stepOf = { "第 \($0) 步，共 \($1)" }
    texts.paused = "❚❚ 暂停"
    texts.running = { $0.map { "▶ 训练中 ≤ \($0)/秒" } ?? "▶ 训练中" }
    texts.runningShort = { $0.map { "▶ ≤ \($0)/秒" } ?? "▶" }
    texts.replaying = { "↻ 重放到第 \($0) 步  \($1) %" }
    texts.halted = "■ 停止"
    texts.exact = "全对"
    texts.loss = "损失"
    texts.quoted = { "“\($0)”" }
    texts.place = { "（第 \($0) 个，共 \($1)）" }
    texts.ordinal = { "第 \($0)" }
    texts.exactReplay = { "第 \($0) 步，逐位重放" }
    texts.noPicture = "等待第一幅图"
    texts.counting = { "\($0)_" }
    texts.whyNoPicture = "第一幅图还没有到"
    texts.whyFirstStep = "这是第 0 步，起点"
    texts.whyLatestStep = "这是最新一步；. 再训练一步"
    texts.whyHalted = "训练已停止；先按 , 或 < 往回"
    texts.whyHere = { "已经在\($0)了" }
    texts.keyTexts.unusedKey = { "\($0) 在这里没有作用；? 列出所有的键" }
    texts.probePrompt = "输入文字："
    texts.probeHint = "enter 保留   esc 用课程的例子"
    texts.commandHint = "tab 补全   esc 离开"
    texts.keyTexts.runShort = "运行"
    texts.keyTexts.pauseShort = "暂停"
    texts.keyTexts.closeHelp = "关闭"
    texts.keyTexts.moreHelp = "更多"
    texts.keyTexts.findKey = "找一个键"
    for (caption, text) in shortKeys { texts.keyTexts.keyShort[caption] = text }
    texts.keyTexts.keyShortHere = [
      .heads: ["← ↓ ↑ →": "头"], .words: ["← ↓ ↑ →": "query、key"], .compare: ["tab": "面板"],
    ]
    texts.copied = { "已复制：\($0)" }
    texts.tooSmall = { ["headlight 需要", "\($0) × \($1) 格"] }
    texts.tooSmallNow = { "现在：\($0) × \($1)" }
    texts.expected = { command, expected, got in
      ":\(command) 需要 \(expected)" + (got.isEmpty ? "" : "，不是 \(got)")
    }
    texts.unknownCommand = { name, all in "没有命令 \(name)；有 \(all)" }
    return texts
  }()

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

  private static let shortKeys = [
    "space": "运行", ". ,": "一步", "> <": "十步", "+ -": "速度", "← ↓ ↑ →": "格", "[ ]": "头",
    "{ }": "层", "0 – 9": "头", "tab": "组", "enter": "打开", "S": "排序", "/": "查找",
    "m": "机制", "x": "关", "u": "全开", "H": "各头", "M": "地图", "A": "解剖", "Q": "五问",
    "s": "刻度", "c": "颜色", "p": "钉住", "d": "差异", "t": "输入", "n N": "例子", "y": "复制",
    ":": "命令", "?": "帮助",
  ]
}

extension PlaceTexts {
  /// Simplified Chinese, as far as Compare needs it.
  static let chinese: PlaceTexts = {
    var texts = PlaceTexts()
    texts.headNamed = { "头 \($0)" }
    texts.oneScale = [
      "同一编码器、种子、十字标和刻度", "同一编码器、种子和刻度", "同一种子和刻度", "同一刻度", "",
    ]
    texts.meanOf = { "\($0) 个头的平均" }
    texts.headOf = { "头 \($0)，共 0–\($1 - 1)" }
    texts.headShort = { "头 \($0)" }
    texts.meanShort = "平均"
    texts.rowsAQuery = { "每个 query \($0) 行" }
    texts.oneRowForAll = "所有 query 共用一行"
    texts.cannotAskAgain = "它不能再问一次"
    texts.noWeightAbove = { "权重都不超过 \($0)" }
    texts.noAttentionPane = ["无注意力：", "没有图"]
    texts.wrongOnPurpose = "故意写错"
    texts.sharedScale = "共用"
    texts.wrongSoFar = "× 还写错"
    texts.paneLooks = { "\($0) 在 \($1)，\($2)" }
    texts.comparison = { query, parts in
      "对 \(query)，最大的权重：\(parts.joined(separator: "；"))。"
    }
    texts.meanOfSome = { "\($1) 个头中 \($0) 个的平均" }
    texts.meanOfOnly = { "\($0) 个的平均" }
    texts.headsAreOff = { "这里关掉：头 \($0.map(String.init).joined(separator: " "))" }
    texts.everyKey = "所有 key"
    texts.slotsMeaning = "₁₂₃ 是槽位，不是字符"
    texts.wrongBecause = { name in
      switch name {
      case "softmax-axis": "softmax 在轴 −1 上：全是 1"
      case "no-sum": "没有求和：只有第 1 个 key"
      case "no-scale": "分数没有乘 1/√d"
      case "reshape": "分头时没有转置"
      case "no-mask": "∅ = 填充，没有遮住"
      default: name
      }
    }
    texts.outputNumber = { "第 \($0) 个输出" }
    texts.differenceToFirst = { "与 \($0) 之差" }
    texts.panesMore = { "还有 \($0) 个：tab" }
    texts.panesHidden = { "没有画出：\($0.joined(separator: "、"))" }
    return texts
  }()
}
