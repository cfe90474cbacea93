/// The words of the tour of the five questions.
///
/// What stands in braces is read from the snapshots when it is drawn; nothing here is a number of
/// a run.
struct TourTexts: Sendable {
  /// What is said at a stop.
  struct Words: Sendable {
    /// The sentences.
    var say: String
    /// The keys that can be tried here, and what they show; nil where there is nothing to try.
    var tryKeys: String?
    var tryShows: String?

    init(_ say: String, tryKeys: String? = nil, _ tryShows: String? = nil) {
      (self.say, self.tryKeys, self.tryShows) = (say, tryKeys, tryShows)
    }
  }

  var questions = [
    "1 Which is right?", "2 RepeatVector and Permute?", "3 Why is a Dense layer called a weight?",
    "4 Why is V a single unit?", "5 What does V(score) do?",
  ]
  var counter: @Sendable (String, Int) -> String = { "\($0) of \($1)" }
  var trying: @Sendable (String) -> String = { "Try \($0)" }
  var colon = ": "
  /// The words of every stop, in the order of ``TourStop/all``.
  var words: [Words] = [
    Words(
      "The question: which of three ways to attend is right, and what do RepeatVector, W1, V and "
        + "V(score) do? Each answer is on this screen. "
        + "All three are attention: weights that sum to 1, then a weighted sum. They differ in "
        + "who asks."),
    Words(
      "The decoder state asks, anew for each output character: {queries} rows over {keys} "
        + "characters.",
      tryKeys: "j", "the rows of two panes change, pooling's does not."),
    Words(
      "The question never varies: one learned vector asks every text the same thing, so there is "
        + "one row for the whole text. Its scores pass through tanh, so no weight can exceed "
        + "e²/(e²+T−1) = {cap}. The question's snippet also stops before the sum over time: it "
        + "yields [T,U], not a context."),
    Words(
      "The same asking, {heads} times in parallel, by scaled dot products of learned q and k. The "
        + "accepted answer recommends this one: the general modern form, not the only correct one.",
      tryKeys: "j", "the rows of two panes change, pooling's does not."),
    Words(
      "One number for each time step; the activations are [T,U], here written T {letter}: {units} "
        + "numbers a step."),
    Words("The same row, U times."),
    Words(
      "Turned over: all U columns are identical (time is drawn across, so here they are rows). Only "
        + "the shape has been made to fit."),
    Words(
      "Old merge(mode='mul') needed equal shapes; broadcasting does the same in one step, with a "
        + "difference of {difference}. The accepted answer guesses at a missing matrix product: "
        + "that is not the reason.",
      tryKeys: "enter", "any cell is one weight times one activation."),
    Words(
      "Without an activation, Dense is x·kernel + bias at every time step: the kernel is the W of "
        + "the formula; the layer owns it and training changes it."),
    Words(
      "{products} products and their sum: one unit is one column of W1 against one character's "
        + "features.",
      tryKeys: ". then ,",
      "the kernel's cells change by one training step, and come back to the same bits."),
    Words(
      "V is the vector v_a of the paper: it turns the U numbers of a character into one score."),
    Words(
      "{keys} characters, {keys} dot products, {keys} scores. U is free to choose; the 1 is not: "
        + "softmax needs one number a character.",
      tryKeys: "← →", "the column under ▾ and V give the bar below it."),
    Words(
      "The accepted answer calls this strange and unlike the paper. It is the paper.",
      tryKeys: ":scale V 0 then :scale V 2",
      "at 0 all weights are 1/T = {uniform}; at 2 the row sharpens ({largest} → {sharper})."),
    Words("What the code calls score is a hidden layer, [T,U]."),
    Words("These are the scores, [T,1]: any size, no fixed sum."),
    Words(
      "Now they are weights. With axis=1 the softmax is over time. On axis −1, of length 1, every "
        + "weight would be 1 and nothing would be chosen.",
      tryKeys: ":add 3", "all scores + 3, and no weight moves: V's bias changes nothing."),
    Words(
      "Each character's features, times its weight, added: the context, as wide as the features.",
      tryKeys: ":add 3",
      "all scores + 3, and nothing moves. That is why V's bias changes nothing."),
  ]

  // Before it.
  var name = "Questions"
  var heading = "Five questions about three ways to attend"
  var intro =
    "The tour answers them on the numbers of three trained runs, side by side: additive "
    + "attention, attention pooling and multi-head attention, on the same data from one seed."
  var trainChoice = "train the three now, until 95 % of unseen dates are right: a few seconds"
  var recordingChoice = "take the recording that comes with headlight: at once"
  var noRecording =
    "There is no recording here: samples/tour was not found beside the program. "
    + "HEADLIGHT_SAMPLES can name the directory samples."
  var keptAside = "The present run waits, paused, and comes back with esc."
  var training: @Sendable (Int, String, String?) -> String = { step, loss, exact in
    "Training the three: step \(step), loss \(loss); "
      + (exact.map { "\($0) of unseen dates are right" }
        ?? "how many unseen dates are right is not yet known")
      + " (measured every 50 steps); the tour begins at .95."
  }
  var opening = "The operations of the three runs are being copied …"
  var trainKey = "train"
  var recordingKey = "recording"
  var back = "back"

  // Keys.
  var next = "next"
  var previous = "previous"
  var leave = "leave"
  var whyLast = "this is the last stop; esc leaves the tour, N goes back"
  var whyFirst = "this is the first stop; n goes on"
  var whyTouring = "this is the tour already: n next, N previous, esc leaves"
  var scratchIs: @Sendable (String) -> String = {
    "scratch: \($0); the run is untouched, n or :undo takes it back"
  }
  var offerKeys = "enter or s begins, esc goes back"
}

extension TourTexts {
  /// Simplified Chinese.
  static let chinese: TourTexts = {
    var texts = TourTexts()
    texts.questions = [
      "1 哪个才是正确的实现？", "2 RepeatVector 和 Permute：它们的直觉是什么？",
      "3 为什么把 Dense 层当作权重？", "4 为什么 V 只有一个单元？", "5 V(score) 是做什么的？",
    ]
    texts.counter = { "\($0)，共 \($1) 问" }
    texts.trying = { "试 \($0)" }
    texts.colon = "："
    texts.words = [
      Words(
        "问题是：三种注意力写法哪种对？RepeatVector、W1、V、V(score) 各做什么？答案都在屏幕上。"
          + "三种都是注意力：权重之和为 1，再加权求和。区别在于“谁在提问”。"),
      Words(
        "解码器状态提问，每写一个字符问一次：{queries} 行 × {keys} 个字符。",
        tryKeys: "j", "两个面板的行会变，池化的不变。"),
      Words(
        "问题固定不变：同一个学到的向量向每段文字提问，所以整段文字只有一行权重。"
          + "分数经过 tanh，任何权重都不超过 e²/(e²+T−1) = {cap}。"
          + "问题里的代码还少了对时间求和，得到的是 [T,U]，不是上下文向量。"),
      Words(
        "同样的提问并行 {heads} 次，用学到的 q、k 的缩放点积打分。"
          + "被采纳的答案推荐它：它是现代通用形式，但并非唯一正确。",
        tryKeys: "j", "两个面板的行会变，池化的不变。"),
      Words("每个时间步一个数；而激活是 [T,U]，这里写作 T {letter}，每步 {units} 个数。"),
      Words("把同一行复制 U 次。"),
      Words("转置后 U 列完全相同（时间横着画，所以这里是行），只是为了让形状一致。"),
      Words(
        "旧版 merge(mode='mul') 要求形状相同；广播一步即可，差为 {difference}。"
          + "被采纳的答案猜是缺了矩阵乘法：并不是这个原因。",
        tryKeys: "enter", "任一格就是一个权重乘一个激活值。"),
      Words(
        "没有激活函数的 Dense 就是对每个时间步算 x·kernel + bias：kernel 就是公式里的 W，"
          + "由该层持有并在训练中更新。"),
      Words(
        "{products} 个乘积相加：一个单元就是 W1 的一列与一个字符特征的点积。",
        tryKeys: ". 再按 ,", "kernel 走一步训练，又回到完全相同的值。"),
      Words("V 就是论文里的向量 v_a：把每个字符的 U 个数变成一个分数。"),
      Words(
        "{keys} 个字符，{keys} 次点积，{keys} 个分数。"
          + "U 可以任选，1 不能改：softmax 需要每个字符一个数。",
        tryKeys: "← →", "▾ 下的一列与 V 得到它下面的那一条。"),
      Words(
        "被采纳的答案说这很奇怪、与论文不符；其实论文正是这样写的。",
        tryKeys: ":scale V 0 再 :scale V 2",
        "0 时权重全为 1/T = {uniform}；2 时更尖锐（{largest} → {sharper}）。"),
      Words("代码里叫 score 的其实是隐藏层，形状 [T,U]。"),
      Words("这才是分数，[T,1]：可正可负，和不固定。"),
      Words(
        "沿时间做 softmax（axis=1）后才是权重。"
          + "若沿长度为 1 的 axis=−1，所有权重都是 1，等于没有选择。",
        tryKeys: ":add 3", "所有分数加 3，权重不动，所以 V 的偏置不起作用。"),
      Words(
        "各字符特征乘以权重再相加，就是上下文向量，宽度与特征相同。",
        tryKeys: ":add 3", "所有分数加 3，权重不动，所以 V 的偏置不起作用。"),
    ]
    texts.name = "五个问题"
    texts.heading = "关于三种注意力的五个问题"
    texts.intro =
      "答案都用三个训练好的模型的真实数字来指：加性注意力、注意力池化、多头注意力，"
      + "数据相同，种子相同，并排在一个屏幕上。"
    texts.trainChoice = "现在训练这三个模型，直到 95 % 的未见日期写对：几秒钟"
    texts.recordingChoice = "用 headlight 自带的录制：立刻开始"
    texts.noRecording =
      "这里没有录制：程序旁边没有找到 samples/tour。HEADLIGHT_SAMPLES 可以指明 samples 目录。"
    texts.keptAside = "现在的训练会暂停等待，按 esc 就回来。"
    texts.training = { step, loss, exact in
      "正在训练：第 \(step) 步，损失 \(loss)，"
        + (exact.map { "未见日期的正确率 \($0)" } ?? "未见日期的正确率尚未测量")
        + "（每 50 步测一次）；到 .95 就开始。"
    }
    texts.opening = "正在抄录三个模型的各步运算 …"
    texts.trainKey = "训练"
    texts.recordingKey = "录制"
    texts.back = "返回"
    texts.next = "下一个"
    texts.previous = "上一个"
    texts.leave = "离开"
    texts.whyLast = "这是最后一站；esc 离开，N 往回"
    texts.whyFirst = "这是第一站；n 往下"
    texts.whyTouring = "已经在这里了：n 下一个，N 上一个，esc 离开"
    texts.scratchIs = { "草稿：\($0)；训练不受影响，n 或 :undo 撤销" }
    texts.offerKeys = "按 enter 或 s 开始，esc 返回"
    return texts
  }()
}
