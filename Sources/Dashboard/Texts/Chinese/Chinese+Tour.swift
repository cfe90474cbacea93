extension Chinese: TourTexts {
  // The stops.
  var tourQuestions: [String] {
    [
      "1 哪个才是正确的实现？", "2 RepeatVector 和 Permute：它们的直觉是什么？",
      "3 为什么把 Dense 层当作权重？", "4 为什么 V 只有一个单元？", "5 V(score) 是做什么的？",
    ]
  }
  func stopOf(_ question: Int, _ questions: Int, _ part: Int, _ parts: Int) -> String {
    "第 \(question)/\(questions) 问 · 第 \(part)/\(parts) 站"
  }
  var lastStop: String { "最后一站" }
  var fiveAnswers: String { "五个答案" }
  func trying(_ keys: String) -> String { "试 \(keys)" }
  var colon: String { "：" }
  var tourWords: [TourWords] {
    [
      TourWords(
        "三种都对：权重之和为 1，再加权求和。第一种方法（加性）每写一个输出都重新提问；"
          + "第二种方法（池化）对所有输出只问一次；多头注意力同时问几次。"),
      TourWords(
        "第一种方法：解码器状态提问，每写一个字符问一次：{queries} 行 × {keys} 个字符。",
        tryKeys: "j", "两个面板的行会变，池化的不变。"),
      TourWords(
        "第二种方法：问题固定不变。同一个学到的向量向每段文字提问，所以整段文字只有一行权重。"
          + "分数经过 tanh，任何权重都不超过 e²/(e²+T−1) = {cap}。"
          + "提问者的代码还少了对时间求和：得到的有 T 行，还不是上下文向量。"),
      TourWords(
        "同样的提问并行 {heads} 次，用学到的 q、k 的缩放点积打分。"
          + "被采纳的答案推荐它：它是现代通用形式，但并非唯一正确。",
        tryKeys: "j", "两个面板的行会变，池化的不变。"),
      TourWords(
        "每个时间步一个数：Flatten 去掉了 Dense(1) 留下的长度为 1 的轴。"
          + "激活是 T × {letter}，每步 {units} 个数。"),
      TourWords("把同一行复制 {letter} 次：{letter} 行，每行 T 个数。"),
      TourWords("转置：现在 T 竖着，{letter} 列完全相同，只是为了让形状与激活一致。"),
      TourWords(
        "又画在文字下面：旧版 merge(mode='mul') 要求形状相同；广播一步即可，差为 {difference}。"
          + "被采纳的答案猜是缺了矩阵乘法：并不是这个原因。",
        tryKeys: "enter", "任一格就是一个权重乘一个激活值。"),
      TourWords(
        "没有激活函数的 Dense 就是对每个时间步算 x·kernel + bias：kernel 就是公式里的 W，"
          + "由该层持有并在训练中更新。"),
      TourWords(
        "{products} 个乘积相加，再加 b：一个单元就是 W1 的一列与一个字符特征的点积。",
        tryKeys: ". 再按 ,", "kernel 走一步训练，又回到完全相同的值。"),
      TourWords("V 就是论文里的向量 v_a：把每个字符的 U 个数变成一个分数。"),
      TourWords(
        "{keys} 个字符，{keys} 次点积，{keys} 个分数。"
          + "U 可以任选，1 不能改：softmax 需要每个字符一个数。",
        tryKeys: "← →", "▾ 下的一列与 V 得到它下面的那一条。"),
      TourWords(
        "被采纳的答案说这很奇怪、与论文不符；其实论文正是这样写的。",
        tryKeys: ":scale V 0 再 :scale V 2",
        "0 时权重全为 1/T = {uniform}；2 时更尖锐。这一行最大的权重：训练中 {largest}，这里 {now}。"),
      TourWords("代码里叫 score 的其实是隐藏层，形状 [T,U]。"),
      TourWords("这才是分数，[T,1]：可正可负，和不固定。"),
      TourWords(
        "沿时间做 softmax（axis=1）后才是权重。"
          + "分数是 [T,1]，axis=−1 长度为 1：沿它做，所有权重都是 1，等于没有选择。",
        tryKeys: ":axis -1", "权重全变成 1：看起来对的错误。"),
      TourWords(
        "各字符特征乘以权重再相加，就是上下文向量，宽度与特征相同。",
        tryKeys: ":add 3", "所有分数加 3，权重不动，所以 V 的偏置不起作用。"),
      TourWords(
        "1 三种都对：第一种每个输出问一次，第二种只问一次。\n"
          + "2 它们只是把权重复制到形状一致；广播一步就够。\n"
          + "3 Dense 层持有一个 kernel：那就是公式里的 W。\n"
          + "4 V 把每个字符的 U 个数变成一个分数。\n"
          + "5 V(score) 就是分数；沿时间做 softmax 后才是权重。"),
    ]
  }

  // Before it.
  var tourName: String { "五个问题" }
  var tourHeading: String { "关于三种注意力的五个问题" }
  var tourIntro: String {
    "这些问题来自 Stack Overflow 上的 Keras 提问（56987142），被采纳的答案推荐多头注意力。"
      + "答案都用三个训练好的模型的真实数字来指：加性注意力、注意力池化、多头注意力，"
      + "数据相同，种子相同，并排在一个屏幕上。"
  }
  var trainChoice: String { "现在训练这三个模型，直到加性注意力写对 95 % 的未见日期：几秒钟" }
  var recordingChoice: String { "用 headlight 自带的录制：立刻开始" }
  var noRecording: String { "这里没有录制：程序旁边没有找到 samples/tour。HEADLIGHT_SAMPLES 可以指明 samples 目录。" }
  var keptAside: String { "现在的训练会暂停等待，按 esc 就回来。" }
  func tourTraining(_ step: Int, _ loss: String, _ exact: String?) -> String {
    "正在训练：第 \(step) 步，损失 \(loss)，"
      + (exact.map { "未见日期的正确率 \($0)" } ?? "未见日期的正确率尚未测量")
      + "（每 50 步测一次）；到 .95 就开始。"
  }
  var tourOpening: String { "正在抄录三个模型的各步运算 …" }
  var trainKey: String { "训练" }
  var recordingKey: String { "录制" }
  var leaveOffer: String { "返回" }
  var offerKeys: String { "按 enter 或 s 开始，esc 返回" }

  // Keys.
  var nextStop: String { "下一个" }
  var previousStop: String { "上一个" }
  var leaveTour: String { "离开" }
  var toQuestion: String { "问题" }
  func whyNoQuestion(_ questions: Int) -> String { "按 1 到 \(questions) 去某个问题；这里不能数次数、选头" }
  var whyLastOnTour: String { "这是最后一站；esc 离开，N 往回" }
  var whyFirstOnTour: String { "这是第一站；n 往下" }
  var whyNoLessonsOnTour: String { "先按 esc 离开，再按 L 看课程" }
  var whyTouring: String { "已经在这里了：n 下一个，N 上一个，esc 离开" }
  func scratchLeavesBias(_ layer: String) -> String { "分数只剩 \(layer) 的偏置，每个键都一样" }
  func scratchIsOnTour(_ edit: String) -> String { "草稿：\(edit)；训练不受影响，n 或 :undo 撤销" }
}
