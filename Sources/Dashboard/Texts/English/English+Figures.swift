import Screens
import Subjects

extension English: FigureTexts {
  // In a figure.
  var queryAxis: String { "query ↓" }
  var keyAxis: String { "key →" }
  var weightName: String { "attention weight" }
  var differenceName: String { "difference" }
  var expectedHere: String { "expected" }
  func notANumberHere(_ count: Int) -> String { "not a number (\(count))" }
  var overviewHere: String { "a cell is the largest weight of its block" }
  var relativeToRow: String {
    "colours are relative to what is uniform in a row; bar: the last row"
  }
  var laterIsMasked: String { "what comes later is masked" }
  var boldIsRight: String { "right of a map: what is written, bold where it is right" }
  var signedColors: String { "blue below 0, orange above, pale near it" }
  func everyLabel(_ count: Int) -> String {
    "labels: one in \(count)"
  }

  // Files.
  func exported(_ path: String) -> String { "written: \(safe(path))" }
  func notReplaced(_ path: String) -> String {
    "\(safe(path)) exists and was left as it is; :export! \(safe(path)) replaces it"
  }
  func exportProblem(_ problem: ExportProblem) -> String {
    switch problem {
    case .unknownFormat(let path, let known):
      "\(safe(path)): the ending says the format: " + known.joined(separator: ", ")
    case .noAttention: "there is no attention here, so there is nothing to draw"
    case .nothingBeside: "there is one run here, and nothing to put beside it"
    case .noOperations: "nobody knows the operations of this run, so there is no figure of them"
    case .unsuitable(let format, let view, let suitable):
      ".\(format) cannot hold the \(view) view; what can: "
        + suitable.map { "." + $0 }.joined(separator: ", ")
    case .manyMaps(let count):
      "\(count) maps of different sizes are no single array: .safetensors and .json hold them"
    case .width(let least, let most): "a figure is \(least) … \(most) mm wide"
    case .missingWeights: "the weights of the whole map were not sent"
    }
  }
}
