import Snapshots
import Tensors

extension AnatomyTexts {
  /// Simplified Chinese.
  static let chinese: AnatomyTexts = {
    var texts = AnatomyTexts()
    texts.listHeading = "模型的每一步运算"
    texts.howAttends = { "query \($0) 如何注意" }
    texts.groupName = [
      "encoder": "编码器：读输入", "attention": "注意力", "decoder": "解码器：写输出",
      "RepeatVector and Permute": "RepeatVector 和 Permute",
    ]
    texts.groupSentence = { name, count, isOpen in
      "\(name)：\(count) 步运算。按 enter \(isOpen ? "收起" : "展开")。"
    }
    texts.moreLines = { "还有 \($0) 行" }
    texts.sentence = chineseSentences
    texts.moreSentence = [
      .score: "V 只有一列，因为它就是论文里的向量 v_a；它的偏置加在所有分数上，权重感觉不到。",
      .weights: "在 Keras 里分数是 [batch, T, 1]，axis=1 是时间；沿长度为 1 的 axis=−1，所有权重都是 1。",
      .featureProjection: "跟踪一个数（enter）：它是 kernel 的一列与一个位置的特征的点积。",
      .weighted: "代码里的 RepeatVector 和 Permute 就是为了这一步。",
    ]
    texts.plainSentence = { "\($0)：\($1)。" }
    texts.axisName = { axis, _ in
      switch axis {
      case "key": "个位置"
      case "query": "个 query"
      case "feature": "个特征"
      case "unit", "attention unit": "个单元"
      case "embedding": "维嵌入"
      case "head": "个头"
      case "token": "个词元"
      case "gate": "门 × 单元"
      case "depth": "维每头"
      case "combined": "各头合并"
      case "hidden", "filter": "个隐藏单元"
      case "both directions": "维双向"
      default: axis
      }
    }
    texts.axisPlace = { axis in
      switch axis {
      case "key": "位置"
      case "query": "query"
      case "feature": "特征"
      case "unit", "attention unit": "单元"
      case "embedding": "嵌入维"
      case "head": "头"
      case "token": "词元"
      case "gate": "门"
      case "depth": "头内维"
      case "combined": "合并维"
      case "hidden", "filter": "隐藏单元"
      case "both directions": "双向"
      default: axis
      }
    }
    texts.pooledRows = { "每行取 \($0) 个 \($1) 之一" }
    texts.pooledColumns = { "每列 \($0) 个 \($1)" }
    texts.ordered = { "按 \($0) 排序" }
    texts.noGradient = "没有梯度"
    texts.waitingFor = "这一步的各个运算就要到了"
    texts.arithmeticMore = { "… 另外 \($0) 项 \($1)" }
    texts.sameAs = { "与 \($0) 是同一个数" }
    texts.rowOf = { "\($1) 的第 \($0) 行" }
    texts.shiftedBy = { "先从每个分数减去 \($0)" }
    texts.learnedQuestion = "学到的问题"
    texts.sumOfRest = { "另外 \($0) 项" }
    texts.changedByHand = { name in (name.map { $0 + " " } ?? "") + "手工改动" }
    texts.headLeftOut = "关掉的头"
    texts.headLeftOutSentence = "关掉的头（在地图上按 x）从这里起算作 0，其余不变。"
    texts.changeSentence = "在副本上手工改动，后面的全部由它重算；按 esc 撤销。"
    texts.total = "和"
    texts.chosenMark = "● 选中  · 其余组成部分"
    texts.largestOf = { "\($0) 个中最大" }
    texts.amongOf = { "共 \($0) 个，在 \($1) … \($2) 之间" }
    texts.changedBy = { more, step, isScratch in
      isScratch ? "改动使它变化 \(more)" : "自第 \(step) 步变化 \(more)"
    }
    texts.changedMark = { "· 变化不小于 \($0)" }
    texts.gradientIs = { "梯度 \($0)" }
    texts.gradientHeading = "∂loss/∂值，对这个样本自己的损失"
    texts.scoreBound = { "分数不会超出 ±\($0) = Σ|\($1)|（+ b）" }
    texts.weightBound = { "权重不超过 e²/(e²+T−1) = \($0)" }
    texts.nextIs = { "下一步：\($0)" }
    texts.scratch = "草稿"
    texts.paper = "论文"
    texts.whyNoDiagram = "各个运算还没有到"
    texts.whyOneQuery = "只有一个 query"
    texts.whyNoScaleHere = "这里的图各有自己的刻度；s 在地图上换刻度"
    texts.whyNoSwitchesHere = "头的开关在地图、各头和并排比较里"
    texts.whyOnlyAnatomy = "o 在逐步解剖里显示梯度；按 A 去那里"
    texts.whyNoScratch = "在逐步解剖里才能改动数值（只改副本）；按 A 去那里"
    texts.isGiven = { "\($0) 是给定的或训练得到的，不是运算的结果" }
    texts.gradientOn = "画的是 ∂loss/∂值：这个数变大时，这个样本的损失变多少"
    texts.gradientOff = "画的是数值"
    texts.expectedScratchScale = ":scale 需要地图的刻度名，或名字和倍数，如 :scale V 2"
    texts.expectedScratchAdd = ":add 需要一个数，或名字和数，如 :add scores 3"
    texts.expectedScratchAxis = "一个轴，如 :axis -1 或 :axis weights -1"
    texts.notThat = { "，不是 \($0)" }
    texts.noValue = { name, near in
      "没有唯一叫 \(name) 的值；有 \(near.joined(separator: ", "))"
    }
    texts.noSoftmax = { name, all in
      "\(name) 不是 softmax；softmax 有 \(all.joined(separator: ", "))"
    }
    texts.expectedAxisOf = { $0.joined(separator: "、") + " 之一" }
    texts.scratchEdit = { edit in
      switch edit {
      case .scale(let name, let factor): "\(name) × \(factor)"
      case .add(let name, let constant): "\(name) + \(constant)"
      case .axis(let name, let axis): "\(name) 沿轴 \(axis.name)"
      }
    }
    texts.scratchIs = { "草稿：\($0)；训练不受影响，esc 或 :undo 撤销" }
    texts.nothingToUndo = "没有手工改动"
    texts.scratchIsGone = "又是训练本身的数了"
    texts.scratchLeft = { "还剩 \($0) 处改动" }
    texts.anatomyKey = { caption, mode in
      switch (caption, mode) {
      case ("↑ ↓", "picture"): "行"
      case ("↑ ↓", "vector"): "query"
      case ("↑ ↓", "number"): "项"
      case ("↑ ↓", _): "运算"
      case ("← →", _): "位置"
      case ("enter", "open"): "展开"
      case ("enter", "close"): "收起"
      case ("enter", "number"): "去看它"
      case ("enter", _): "跟踪"
      case ("esc", _): "返回"
      case ("tab", "picture"), ("tab", "vector"): "到列表"
      case ("tab", _): "进图"
      case ("o", "gradient"): "数值"
      case ("o", _): "梯度"
      case ("[ ]", "head"): "头"
      case ("[ ]", _): "query"
      case ("{ }", _): "层"
      case (". ,", _): "一步"
      default: nil
      }
    }
    return texts
  }()

  private static let chineseSentences: [Diagram.Meaning: String] = [
    .featureProjection:
      "每个位置的特征乘矩阵 {layer}，再加偏置：没有激活函数的 Dense 就是公式里的 W。所有 query 共用，只算一次。",
    .hiddenProjection: "提问的是解码器状态，它乘自己的矩阵 {layer}：{query} 的问题，与各位置用同样的单元。",
    .projectionSum: "把问题加到每个位置上，处处相同；代码里的 expand_dims 就是为了这次广播。",
    .hiddenLayer: "tanh 把每个单元压到 −1 … 1。代码把它叫 score，其实是隐藏层：每个位置仍有 {units} 个数。",
    .score: "每个位置一个数：{query} 有多想看它。可正可负，大小不限，和不固定，还不是权重。",
    .cappedScore: "先投影再 tanh，分数都在 −1 … 1，任何权重都不超过 e²/(e²+T−1)：这种注意力尖锐不起来。",
    .maskedScore: "不许看的位置加上 −1e9，权重就成了 0；其余不变。",
    .weights: "e 的分数次方除以总和：在 {keys} 个位置上和为 1 的份额，也就是地图上画的权重。",
    .weighted: "每个位置的特征乘它的一个权重：权重为零的就消失了。",
    .context: "剩下的对所有位置相加：一个与特征同宽的向量，{query} 能看到的全在这里。",
    .repeatVector: "同一行权重为每个单元抄一遍：[T] 变成 [U, T]，只为形状一致，没有新的数。",
    .permute: "转置成 [T, U]：各列完全相同（图中时间横排，所以是各行相同），只是让形状与激活一致。",
    .multiply: "每个激活乘它所在位置的权重，逐元素相乘，因为 Keras 1 只能乘形状相同的张量。",
    .difference: "绕道的结果减去广播的 weights × features：处处为 0。RepeatVector 和 Permute 没做别的。",
    .queries: "{query} 问的是什么，每个头一个短向量：学到的投影，没有偏置。",
    .keys: "每个位置凭什么被找到：特征的投影，每个头 {units} 个数。",
    .values: "被看到时每个位置给出什么：同样特征的第三个投影。",
    .wholeProjection: "发表的代码一次投影到全部宽度，每个头占其中一段列。",
    .splitHeads: "用 reshape 把宽度切成各个头：同样的数换成两个轴，没有算术。",
    .transposedHeads: "把头放到位置前面，每个头有自己的位置表。没有这次转置，头和时间会混在一起。",
    .scaledQueries: "q 乘 d^−½：d 个乘积之和随 √d 增长，分数太大 softmax 就非此即彼。",
    .mergedHeads: "各个头找到的并排放回：一个与模型同宽的向量。",
    .output: "最后一个矩阵把各个头找到的混合成一个答案。",
    .inputProjection: "输入乘 kernel，所有门一起算：输入在这个单元里的那一份。",
    .updateGate: "z 在 0 … 1：旧状态留下多少。为 1 时什么新的都进不来。",
    .resetGate: "r 在 0 … 1：候选值能看到多少旧状态。",
    .candidate: "新状态可能是什么，由输入和前一个状态得出。",
    .inputGate: "i 在 0 … 1：候选值有多少进入记忆。",
    .forgetGate: "f 在 0 … 1：记忆留下多少。",
    .outputGate: "o 在 0 … 1：记忆有多少作为状态给出。",
    .cell: "记忆：f 乘原来的，加上 i 乘候选值。",
    .state: "状态 h：下一个位置和注意力看到的就是它。",
    .stateBefore: "上一步留下的状态；第一个查询从编码器留下的开始。",
    .embedding: "每个词元取表中它的一行：用学到的向量代替编号。",
    .positions: "把所在位置加到词元上；只靠注意力不知道顺序。",
    .normalized: "每行平移到均值 0、缩放到方差 1，再按学到的缩放。",
    .residual: "把输入加到这一层的结果上，什么也不会丢。",
    .feedForward: "一个小网络的隐藏层，对每个位置单独计算。",
    .joined: "几个向量首尾相接，当作一个来读。",
    .tokenScores: "每个可能写出的词元一个分数；写最大的那个。",
    .loss: "这个样本错得多少：正确词元所得概率的 −ln，取平均。",
  ]
}
