import Snapshots
import Tensors

extension Chinese: AnatomyTexts {
  // The list.
  var listHeading: String { "模型的每一步运算" }
  func howAttends(_ query: String) -> String { "query \(query) 如何注意" }
  func groupName(_ name: String) -> String? {
    switch name {
    case "encoder": "编码器：读输入"
    case "attention": "注意力"
    case "decoder": "解码器：写输出"
    case "RepeatVector and Permute": "RepeatVector 和 Permute"
    default: nil
    }
  }
  func operations(_ count: Int) -> String { "\(count)" }
  func groupSentence(_ name: String, _ count: Int, _ isOpen: Bool) -> String {
    "\(name)：\(count) 步运算。按 enter \(isOpen ? "收起" : "展开")。"
  }
  func moreLines(_ count: Int) -> String { "还有 \(count) 行" }
  func operationName(_ meaning: Diagram.Meaning, _ layer: String?) -> String? {
    // What is code or a formula is the same in every language.
    switch meaning {
    case .featureProjection: "\(layer ?? "W")(features)"
    case .hiddenProjection: "\(layer ?? "W")(hidden)"
    case .projectionSum: "沿时间相加"
    case .hiddenLayer: "tanh  \"score\""
    case .score: layer.map { "\($0)(score)" } ?? "q · k  分数"
    case .cappedScore: "分数的 tanh"
    case .maskedScore: "+ 掩码"
    case .weights: "沿时间 softmax"
    case .weighted: "权重 × 特征"
    case .context: "沿时间求和 Σ"
    case .repeatVector: "RepeatVector"
    case .permute: "Permute"
    case .multiply: "相乘"
    case .difference: "绕路 − 广播"
    case .queries: "queries q"
    case .keys: "keys k"
    case .values: "values v"
    case .wholeQueries, .wholeKeys, .wholeValues: "\(layer ?? "Dense")(x)，整宽"
    case .splitHeads: "切成各头"
    case .transposedHeads: "头放到前面"
    case .scaledQueries: "q · d^−½"
    case .mergedHeads: "各头并排"
    case .output: "\(layer ?? "Dense")(heads)"
    case .inputProjection: "x · K + b"
    case .updateGate: "更新门 z"
    case .resetGate: "重置门 r"
    case .candidate: "候选值"
    case .inputGate: "输入门 i"
    case .forgetGate: "遗忘门 f"
    case .outputGate: "输出门 o"
    case .cell: "记忆 c"
    case .state: "状态 h"
    case .stateBefore: "之前的 h"
    case .embedding: "\(layer ?? "embedding")[ids]"
    case .positions: "+ 位置"
    case .normalized: "层归一化"
    case .residual: "+ 原来的输入"
    case .feedForward: "relu"
    case .activated: "激活"
    case .rootMeanSquare: "RMS 归一化"
    case .turnedQueries: "旋转后的 q"
    case .turnedKeys: "旋转后的 k"
    case .feedForwardOutput: "Dense"
    case .bridge: "初始状态"
    case .joined: "并排"
    case .tokenScores: "各词元的分数"
    case .loss: "损失"
    default: nil
    }
  }

  // Sentences.
  func operationSentence(_ meaning: Diagram.Meaning) -> String? {
    switch meaning {
    case .featureProjection: "每个位置的特征乘矩阵 {layer}，再加偏置：没有激活函数的 Dense 就是公式里的 W。所有 query 共用，只算一次。"
    case .hiddenProjection: "提问的是解码器状态，它乘自己的矩阵 {layer}：{query} 的问题，与各位置用同样的单元。"
    case .projectionSum: "把问题加到每个位置上，处处相同；代码里的 expand_dims 就是为了这次广播。"
    case .hiddenLayer: "tanh 把每个单元压到 −1 … 1。代码把它叫 score，其实是隐藏层：每个位置仍有 {units} 个数。"
    case .score: "每个位置一个数：{query} 有多想看它。可正可负，大小不限，和不固定，还不是权重。"
    case .cappedScore: "先投影再 tanh，分数都在 −1 … 1，任何权重都不超过 e²/(e²+T−1)：这种注意力尖锐不起来。"
    case .maskedScore: "不许看的位置加上 −1e9，权重就成了 0；其余不变。"
    case .weights: "e 的分数次方除以总和：在 {keys} 个位置上和为 1 的份额，也就是地图上画的权重。"
    case .weighted: "每个位置的特征乘它的一个权重：权重为零的就消失了。"
    case .context: "剩下的对所有位置相加：一个与特征同宽的向量，{query} 能看到的全在这里。"
    case .repeatVector: "同一行权重为每个单元抄一遍：[T] 变成 [U, T]，只为形状一致，没有新的数。"
    case .permute: "转置成 [T, U]：各列完全相同（图中时间横排，所以是各行相同），只是让形状与激活一致。"
    case .multiply: "每个激活乘它所在位置的权重，逐元素相乘，因为 Keras 1 只能乘形状相同的张量。"
    case .difference: "绕道的结果减去广播的 weights × features：处处为 0。RepeatVector 和 Permute 没做别的。"
    case .queries: "{query} 问的是什么，每个头一个短向量：学到的投影，没有偏置。"
    case .keys: "每个位置凭什么被找到：特征的投影，每个头 {units} 个数。"
    case .values: "被看到时每个位置给出什么：同样特征的第三个投影。"
    case .wholeQueries, .wholeKeys, .wholeValues: "发表的代码一次投影到全部宽度，每个头占其中一段列。"
    case .splitHeads: "用 reshape 把宽度切成各个头：同样的数换成两个轴，没有算术。"
    case .transposedHeads: "把头放到位置前面，每个头有自己的位置表。没有这次转置，头和时间会混在一起。"
    case .scaledQueries: "q 乘 d^−½：d 个乘积之和随 √d 增长，分数太大 softmax 就非此即彼。"
    case .mergedHeads: "各个头找到的并排放回：一个与模型同宽的向量。"
    case .output: "最后一个矩阵把各个头找到的混合成一个答案。"
    case .inputProjection: "输入乘 kernel，所有门一起算：输入在这个单元里的那一份。"
    case .updateGate: "z 在 0 … 1：旧状态留下多少。为 1 时什么新的都进不来。"
    case .resetGate: "r 在 0 … 1：候选值能看到多少旧状态。"
    case .candidate: "新状态可能是什么，由输入和前一个状态得出。"
    case .inputGate: "i 在 0 … 1：候选值有多少进入记忆。"
    case .forgetGate: "f 在 0 … 1：记忆留下多少。"
    case .outputGate: "o 在 0 … 1：记忆有多少作为状态给出。"
    case .cell: "记忆：f 乘原来的，加上 i 乘候选值。"
    case .state: "状态 h：下一个位置和注意力看到的就是它。"
    case .stateBefore: "上一步留下的状态；第一个查询从编码器留下的开始。"
    case .embedding: "每个词元取表中它的一行：用学到的向量代替编号。"
    case .positions: "把所在位置加到词元上；只靠注意力不知道顺序。"
    case .normalized: "每行平移到均值 0、缩放到方差 1，再按学到的缩放。"
    case .residual: "把输入加到这一层的结果上，什么也不会丢。"
    case .rootMeanSquare: "每行除以自己的均方根，再按学到的缩放。"
    case .turnedQueries, .turnedKeys: "成对的特征按随位置增长的角度旋转：两者的乘积只取决于它们的距离。"
    case .activated: "对隐藏层每个数的光滑函数。"
    case .feedForward: "一个小网络的隐藏层，对每个位置单独计算。"
    case .feedForwardOutput: "这个小网络的输出，宽度与输入相同。"
    case .bridge: "解码器的初始状态，由编码器两个方向的最后状态算出。"
    case .joined: "几个向量首尾相接，当作一个来读。"
    case .tokenScores: "每个可能写出的词元一个分数；写最大的那个。"
    case .loss: "这个样本错得多少：正确词元所得概率的 −ln，取平均。"
    default: nil
    }
  }
  func plainSentence(_ operation: String, _ formula: String) -> String {
    "\(operation)：\(formula)。"
  }
  func operationRemark(_ meaning: Diagram.Meaning) -> String? {
    switch meaning {
    case .score: "V 只有一列，因为它就是论文里的向量 v_a；它的偏置加在所有分数上，权重感觉不到。"
    case .weights: "在 Keras 里分数是 [batch, T, 1]，axis=1 是时间；沿长度为 1 的 axis=−1，所有权重都是 1。"
    case .featureProjection: "跟踪一个数（enter）：它是 kernel 的一列与一个位置的特征的点积。"
    case .weighted: "代码里的 RepeatVector 和 Permute 就是为了这一步。"
    default: nil
    }
  }

  // Axes.
  func axisName(_ axis: String, _ length: Int) -> String {
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
  func axisPlace(_ axis: String) -> String {
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
  func pooledRows(_ count: Int, _ axis: String) -> String { "每行取 \(count) 个 \(axis) 之一" }
  func pooledColumns(_ count: Int, _ axis: String) -> String { "每列 \(count) 个 \(axis)" }
  func ordered(_ kernel: String) -> String { "按 \(kernel) 排序" }
  var noGradient: String { "没有梯度" }

  // Below.
  var waiting: String { "…" }
  var waitingFor: String { "这一步的各个运算就要到了" }
  func arithmeticMore(_ count: Int, _ sum: String) -> String { "… 另外 \(count) 项 \(sum)" }
  func sameAs(_ source: String) -> String { "与 \(source) 是同一个数" }
  func rowOf(_ row: String, _ value: String) -> String { "\(value) 的第 \(row) 行" }
  func shiftedBy(_ shift: String) -> String { "先从每个分数减去 \(shift)" }
  func changedByHand(_ name: String?) -> String { (name.map { $0 + " " } ?? "") + "手工改动" }
  var headLeftOut: String { "关掉的头" }
  var headLeftOutSentence: String { "关掉的头（在地图上按 x）从这里起算作 0，其余不变。" }
  var changeSentence: String { "在副本上手工改动，后面的全部由它重算；按 esc 撤销。" }
  func howMade(_ name: String) -> String { "\(name) =" }
  var learnedQuestion: String { "学到的问题" }
  func sumOfRest(_ count: Int) -> String { "另外 \(count) 项" }
  var total: String { "和" }
  var bias: String { "b" }
  var chosenMark: String { "● 选中  · 其余组成部分" }
  func largestOf(_ count: Int) -> String { "\(count) 个中最大" }
  func amongOf(_ count: Int, _ least: String, _ most: String) -> String {
    "共 \(count) 个，在 \(least) … \(most) 之间"
  }
  func changedBy(_ more: String, _ step: Int, _ isScratch: Bool) -> String {
    isScratch ? "改动使它变化 \(more)" : "自第 \(step) 步变化 \(more)"
  }
  func changedMark(_ least: String) -> String { "· 变化不小于 \(least)" }
  func gradientIs(_ gradient: String) -> String { "梯度 \(gradient)" }
  var gradientHeading: String { "∂loss/∂值，对这个样本自己的损失" }
  func nextIs(_ operation: String) -> String { "下一步：\(operation)" }
  func scoreBound(_ bound: String, _ vector: String) -> String {
    "分数不会超出 ±\(bound) = Σ|\(vector)|（+ b）"
  }
  func weightBound(_ cap: String) -> String { "权重不超过 e²/(e²+T−1) = \(cap)" }
  var scratch: String { "草稿" }
  var keras: String { "Keras 3" }
  var askedCode: String { "提问者这样写" }
  var torch: String { "PyTorch" }
  var paper: String { "论文" }

  // Why not, and commands.
  var whyNoDiagram: String { "各个运算还没有到" }
  var whyOneQuery: String { "只有一个 query" }
  var whyNoScaleHere: String { "这里的图各有自己的刻度；s 在地图上换刻度" }
  var whyNoSwitchesHere: String { "头的开关在地图、各头和并排比较里" }
  var whyOnlyAnatomy: String { "o 在逐步解剖里显示梯度；按 A 去那里" }
  var whyNoScratch: String { "在逐步解剖里才能改动数值（只改副本）；按 A 去那里" }
  func isGiven(_ name: String) -> String { "\(name) 是给定的或训练得到的，不是运算的结果" }
  var gradientOn: String { "画的是 ∂loss/∂值：这个数变大时，这个样本的损失变多少" }
  var gradientOff: String { "画的是数值" }
  var expectedScratchScale: String { ":scale 需要地图的刻度名，或名字和倍数，如 :scale V 2" }
  var expectedScratchAdd: String { ":add 需要一个数，或名字和数，如 :add scores 3" }
  var expectedScratchAxis: String { "一个轴，如 :axis -1 或 :axis weights -1" }
  func notThat(_ got: String) -> String { "，不是 \(got)" }
  func expectedAxisOf(_ axes: [String]) -> String { axes.joined(separator: "、") + " 之一" }
  func noValue(_ name: String, _ near: [String]) -> String {
    "没有唯一叫 \(name) 的值；有 \(near.joined(separator: ", "))"
  }
  func noSoftmax(_ name: String, _ all: [String]) -> String {
    "\(name) 不是 softmax；softmax 有 \(all.joined(separator: ", "))"
  }
  func scratchEdit(_ edit: ScratchEdit) -> String {
    switch edit {
    case .scale(let name, let factor): "\(name) × \(factor)"
    case .add(let name, let constant): "\(name) + \(constant)"
    case .axis(let name, let axis): "\(name) 沿轴 \(axis.name)"
    }
  }
  func scratchIs(_ edit: String) -> String { "草稿：\(edit)；训练不受影响，esc 或 :undo 撤销" }
  var nothingToUndo: String { "没有手工改动" }
  var scratchIsGone: String { "又是训练本身的数了" }
  func scratchLeft(_ count: Int) -> String { "还剩 \(count) 处改动" }

  // Keys.
  func anatomyKey(_ caption: String, _ mode: String) -> String? {
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
}
