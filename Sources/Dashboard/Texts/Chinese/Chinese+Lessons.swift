import Subjects

extension Chinese: LessonTexts {
  var lessonsName: String { "课程" }
  var lessonsHeading: String { "这里可以训练的课程。现在的运行会等着，按 L 回来。" }
  func lesson(_ name: String) -> String? {
    switch name {
    case "dates": "人们写的日期 → 2014-05-03"
    case "keywords": "句子里一个词决定类别"
    case "induction": "重复的字母：看上一次后面是什么"
    case "digits": "手写数字，逐列读"
    case "translate": "还是日期，用 Transformer"
    case "compare": "日期，三种机制并排"
    default: nil
    }
  }
  func lessonIsShown(_ step: Int) -> String { "就在这里，第 \(grouped(step)) 步" }
  func lessonWaitsAlone(_ step: Int) -> String { "这里并排；单独的停在第 \(grouped(step)) 步" }
  func lessonWaits(_ step: Int) -> String { "停在第 \(grouped(step)) 步等待" }
  func lessonIsHere(_ name: String) -> String { "\(name) 已经在屏幕上" }
  func ownPairs(_ lessons: [String]) -> String {
    "自己的数据：:data 文件.tsv，每行一个输入、一个制表符、一个输出。"
      + "可用的课程：\(lessons.joined(separator: "、"))。"
  }
  var chooseLesson: String { "课程" }
  var openLesson: String { "打开" }
  var lessonKeys: String { "↑ ↓ 选课程，enter 或数字打开，esc 关闭列表" }
  var whyNoLessons: String { "这个屏幕只看一次运行；headlight train 可以打开所有课程" }
  var whyNoRestartOfKept: String { "这次运行保存在磁盘上：用 headlight train --out 另起一次，或按 L 打开别的" }
  func opened(_ door: Door, from title: String, at step: Int?) -> String? {
    let before = step.map { "\(title) 停在第 \(grouped($0)) 步等待" } ?? "\(title) 在等待"
    switch door {
    case .lesson, .data: return before + "；按 L 回去"
    case .compared: return before + "；按 L 回去"
    case .restart(nil): return "从第 0 步重新开始"
    case .restart(.units(let units)): return "用 \(units) 个单元重新开始：大小不同就是别的张量"
    case .restart(.heads(let heads)): return "用 \(heads) 个头重新开始：形状不同就是别的张量"
    case .restart(.seed(let seed)): return "用种子 \(seed) 重新开始：权重和数据都不同"
    case .way, .baseline, .tour: return nil
    }
  }
}
