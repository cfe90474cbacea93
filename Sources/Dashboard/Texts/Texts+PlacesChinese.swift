extension PlaceTexts {
  /// Simplified Chinese.
  ///
  /// Roles and `entropy` keep their names: so they are typed behind `/`, `:filter` and `:sort`.
  static let chinese: PlaceTexts = {
    var texts = PlaceTexts()
    texts.sayTitles()
    texts.sayHeads()
    texts.sayWords()
    texts.sayPanes()
    texts.sayMechanisms()
    return texts
  }()

  private mutating func sayTitles() {
    headNamed = { "头 \($0)" }
    comma = "，"
    layersByHeads = { "\($0) 层 × \($1) 头" }
    headsOf = { "\($1) 个头中的 \($0) 个" }
    ownExample = ["课程自己的例子", "自带例子"]
    ownText = ["你的文字"]
    heldOutExample = ["未见过的例子", "未见例子"]
    tokens = { "\($0) 个词元" }
    kindName = { kind in
      switch kind {
      case "self": "自注意力"
      case "causal": "因果注意力"
      case "cross": "交叉注意力"
      case "pooling": "注意力池化"
      default: kind
      }
    }
    stackPath = { path in
      switch path {
      case "enc", "encoder": "编码器"
      case "dec", "decoder": "解码器"
      default: path
      }
    }
  }

  private mutating func sayHeads() {
    overSteps = { "\($0)，0 → \($1) 步" }
    formedBy = { "第 \($0) 步形成" }
    formedBefore = { "第 \($0) 步前已形成" }
    off = "关"
    alone = "单独"
    brightest = { "\($0) × \($1)，每块取最亮的" }
    brightestShort = { "\($0) × \($1)，取最亮" }
    masked = "右上：遮住"
    maskedHere = "遮住"
    filteredBy = { "只看 \($0)" }
    sortedByLegend = { "按 \($0) 排序" }
    sinkHidden = { names, mass in
      "已隐藏 \(names.joined(separator: " "))：占总权重 \(mass)"
    }
    sinkHiddenShort = { names, mass in "已隐藏 \(names.joined(separator: " "))：\(mass)" }
    sinkShown = { names, mass in
      "没有隐藏 \(names.joined(separator: " "))：占总权重 \(mass)"
    }
    layersShown = { "第 \($0)–\($1) 行，共 \($2)" }
    headsShown = { "头 \($0)–\($1)，到 \($2)" }
    measuredOn = { "角色测自 \($0)" }
    noRoles = "没有头有角色。"
    noHeadIs = { "没有头符合 \($0)；esc 显示全部" }
  }

  private mutating func sayWords() {
    oneRow = "整段文字只有一行"
    capIs = { "上限 \($0)" }
    ofAtMost = { "至多 \($0)" }
    asks = "提问"
    looksAtHeading = { "\($0) 看" }
    weighsHeading = "权重最大的"
    timesMean = "× 平均"
    capMeaning = "┊ 可能的最大值"
    capLineMeaning = "┄ 可能的最大值"
    wordByWord = "逐词的权重"
    largestHere = { "最大 \($0)" }
    scoreIs = { score, isCapped in "分数 \(score)" + (isCapped ? "，至多 1" : "") }
    scoreHeading = "softmax 之前的分数"
    scoreHeadingTanh = "softmax 之前的分数：tanh 把它限制在 −1 … 1"
    queryMark = "▾ 提问的 query"
    keyMark = "▾ 选中的 key"
    causalMeaning = "后面的词元遮住了"
    ranksShown = { "第 \($0)–\($1) 个，共 \($2)" }
    linesShown = { $0 == $1 ? "第 \($0) 行，共 \($2)" : "第 \($0)–\($1) 行，共 \($2)" }
    imageColumn = { column, part in
      "第 \(column) 列（" + (part.map { "数字 \($0)" } ?? "空白") + "）"
    }
    imageWindow = { "看到第 \($0)–\($1) 列" }
    imageMeaning = "亮处和条形：▸ 看的地方"
    imageBarsMeaning = "条形：▸ 看的地方"
  }

  private mutating func sayPanes() {
    oneScale = ["同一个十字标，同一个刻度", "同一个刻度", ""]
    oneSeed = [
      "同一编码器、种子、十字标和刻度", "同一编码器、种子和刻度", "同一种子和刻度", "同一刻度", "",
    ]
    meanOf = { "\($0) 个头的平均" }
    headOf = { "头 \($0)，共 0–\($1 - 1)" }
    headShort = { "头 \($0)" }
    meanShort = "平均"
    rowsAQuery = { "每个 query \($0) 行" }
    oneRowForAll = "所有 query 共用一行"
    cannotAskAgain = "它不能再问一次"
    noWeightAbove = { "权重都不超过 \($0)" }
    noAttentionPane = ["无注意力：", "没有图"]
    wrongOnPurpose = "故意写错"
    sharedScale = "共用刻度"
    wrongSoFar = "× 还写错"
    paneLooks = { "\($0) 在 \($1)，\($2)" }
    comparison = { query, parts in
      "对 \(query)，最大的权重：\(parts.joined(separator: "；"))。"
    }
    meanOfSome = { "\($1) 个头中 \($0) 个的平均" }
    meanOfOnly = { "\($0) 个的平均" }
    headsAreOff = { "这里关掉：头 \($0.map(String.init).joined(separator: " "))" }
    everyKey = "所有 key"
    slotsMeaning = "₁₂₃ 是槽位，不是字符"
    wrongBecause = { name in
      switch name {
      case "softmax-axis": "softmax 在轴 −1 上：全是 1"
      case "no-sum": "没有求和：只有第 1 个 key"
      case "no-scale": "分数没有乘 1/√d"
      case "reshape": "分头时没有转置"
      case "no-mask": "∅ = 填充，没有遮住"
      default: name
      }
    }
    outputNumber = { "第 \($0) 个输出" }
    differenceToFirst = { "与 \($0) 之差" }
    panesMore = { "还有 \($0) 个：tab" }
    panesHidden = { "没有画出：\($0.joined(separator: "、"))" }
  }

  private mutating func sayMechanisms() {
    whyAllMechanisms = "所有机制都在这里：在并排比较里用 tab 选"
    whyOneMechanism = { lesson, mechanism in
      "\(lesson) 只有一种机制 \(mechanism)；dates 和 digits 有三种"
    }
    wayIs = { new, seed, last, step in
      "\(new)，种子 \(seed)，自己的一次运行；\(last) 停在第 \(step) 步等待"
    }
  }
}

extension SentenceTexts {
  /// Simplified Chinese.
  static let chinese: SentenceTexts = {
    var texts = SentenceTexts()
    texts.nothingLearnedUneven = "还什么都没学：权重出自随机数。按 space，看亮处移动。"
    texts.toWrite = { "写 \($0) 时" }
    texts.toGoOn = { "写 \($0) 之后的词元时" }
    texts.nothingToGoOn = { query, key, weight in
      "还没有线索说 \(query) 之后是什么：看哪里都可以，最多看 \(key)，\(weight)。"
    }
    texts.rowsOnDots = { "\($1) 行中 \($0) 行的最大权重在点上。" }
    texts.bestHead = { head, right, all in "头 \(head) 最常如此：\(all) 行中 \(right) 行。" }
    texts.thisIsBestHead = { "\($1) 行中 \($0) 行如此，本层最多。" }
    texts.poolsCapped = { key, weight, cap in
      "整段文字只有一行：\(key) 最多，占 \(weight)；tanh 使权重不超过 \(cap)。"
    }
    texts.poolsAtCap = { key, weight, cap in
      "一个词亮到了 tanh 允许的极限：\(key) 占 \(weight)，权重不超过 \(cap)。"
    }
    texts.poolsEvenly = { keys, key, weight in
      "整段文字只有一行，几乎均匀：\(keys) 个词里最多的 \(key) 占 \(weight)。"
    }
    texts.poolsFromCue = { cue, before, after in
      "\(cue) 之前弱，从它起强：之前每个词占 \(before)，之后占 \(after)。"
    }
    texts.poolsFromCueShort = { cue, before, after in
      "\(cue) 之前弱，每词 \(before)；从它起强，\(after)。"
    }
    texts.cueHolds = { "起决定作用的词 \($0) 占 \($1)。" }
    texts.cueIsBrightest = "它就是起决定作用的词。"
    texts.poolsShort = { key, weight, cap in
      "整段文字只有一行：\(key) 最多，占 \(weight)" + (cap.map { "；上限 \($0)。" } ?? "。")
    }
    texts.poolsShortest = { "这一行里 \($0) 最多，占 \($1)。" }
    texts.pools = { "整段文字只有一行：\($0) 最多，占 \($1)。" }
    texts.ordinalDigit = { "\($0) 个数字（\($1)）" }
    texts.readsPart = { deed, part, weight in "\(deed)看的是\(part)：它的各列占 \(weight)。" }
    texts.readsOtherPart = { deed, part, weight, expected, expectedWeight in
      "\(deed)最多看\(part)：\(weight)；点在\(expected)上：\(expectedWeight)。"
    }
    texts.readsShort = { query, part, weight in "对 \(query)，最多看\(part)：\(weight)。" }
    texts.readsEverywhere = { deed, columns, part, weight in
      "\(deed)还到处看：\(columns) 列里最多的是\(part)的，占 \(weight)。"
    }
    return texts
  }()
}
