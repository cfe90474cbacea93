import Subjects

extension Chinese: ModelTexts {
  func writtenTokens(_ now: Int, _ latest: Int) -> String {
    now < latest ? "第 \(now) / \(latest) 个词元" : "已写 \(latest) 个词元"
  }
  var writing: String { "▶ 正在写" }
  func reading(_ percent: Int) -> String { "读取 \(percent) %   esc 停止" }
  func readingShort(_ percent: Int) -> String { "\(percent) %" }
  var nothingRead: String { "还没有读入文本：按 t 输入" }
  var tokenAxis: String { "词元" }
  var nextToken: String { "下一个词元" }
  func maskAt(_ place: Int) -> String { "第 \(place) 位的遮盖" }
  var logChange: String { "Δ ln p" }
  var logProbability: String { "ln p, Δ ln p" }
  var writeShort: String { "写" }
  var tokenShort: String { "词元" }
  var whyNothingWritten: String { "还没有写出词元；. 写一个" }
  var whyNoGradients: String { "只读的模型没有损失，也就没有梯度" }
  var whyLastToken: String { "这是最后一个词元；. 再写一个" }
  func temperatureIs(_ temperature: Float?) -> String {
    guard let temperature else { return "写最可能的词元" }
    return "按温度 \(temperature) 随机选择词元；:temperature 0 取最可能的"
  }
  var expectedTemperature: String { "0 … 10 的数；0 取最可能的词元" }
  func alignedTexts(_ equal: Int, _ all: Int) -> String {
    "按相同词元对齐，\(all) 个中的 \(equal) 个"
  }
  var whyNotAligned: String { "两段文本没有相同的词元" }

  /// Why a text cannot be read.
  func text(_ problem: TextProblem) -> String {
    switch problem {
    case .empty: "文本里没有词元；请输入一些内容"
    case .tooLong(let tokens, let context, let fits):
      "\(tokens) 个词元超过模型的 \(context) 个；请把文本缩短到 \(fits) 个词元"
    case .tooLarge(let tokens, let fits):
      "\(tokens) 个词元的注意力超过 1 GB；请把文本缩短到 \(fits) 个词元"
    case .noToken(let number, let last): "模型没有词元 \(number)；编号为 0 … \(last)"
    case .noKind(let number, let last): "模型没有第 \(number) 类句子；类别为 0 … \(last)"
    case .kinds(let kinds, let tokens): "\(tokens) 个词元却有 \(kinds) 个类别；请每个词元给一个"
    case .noTokenizer: "模型没有分词器；请输入词元编号，例如 0 2 1"
    }
  }
}
