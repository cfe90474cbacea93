import Screens
import Subjects

extension Chinese: FigureTexts {
  // In a figure.
  var queryAxis: String { "query ↓" }
  var keyAxis: String { "key →" }
  var weightName: String { "注意力权重" }
  var differenceName: String { "差值" }
  var expectedHere: String { "应看之处" }
  func notANumberHere(_ count: Int) -> String { "不是数（\(count)）" }
  var overviewHere: String { "每格是其块中的最大权重" }
  var relativeToRow: String { "颜色以各行的均匀值为准，色条为最后一行" }
  var laterIsMasked: String { "之后的被遮住" }
  var boldIsRight: String { "图的右侧是写出的字，粗体为正确" }
  var signedColors: String { "蓝色小于 0，橙色大于 0，越淡越接近 0" }
  func everyLabel(_ count: Int) -> String { "标签：每 \(count) 个标一个" }

  // Files.
  func exported(_ path: String) -> String { "已写入 \(safe(path))" }
  func notReplaced(_ path: String) -> String {
    "\(safe(path)) 已存在，没有改动；用 :export! \(safe(path)) 替换它"
  }
  func exportProblem(_ problem: ExportProblem) -> String {
    switch problem {
    case .unknownFormat(let path, let known):
      "\(safe(path))：扩展名决定格式：" + known.joined(separator: "、")
    case .noAttention: "这里没有注意力，没有可画的"
    case .nothingBeside: "这里只有一个运行，没有可并排的"
    case .noOperations: "这个运行的运算无从得知，没有可画的"
    case .unsuitable(let format, let view, let suitable):
      ".\(format) 存不下 \(view) 画面；可以用："
        + suitable.map { "." + $0 }.joined(separator: "、")
    case .manyMaps(let count): "\(count) 张大小不同的图不是一个数组：用 .safetensors 或 .json"
    case .width(let least, let most): "图的宽度为 \(least) … \(most) mm"
    case .missingWeights: "没有收到整张图的权重"
    }
  }
}
