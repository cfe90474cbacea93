import Screens

extension Chinese: BreakpointTexts {
  var breakpointPrompt: String { "何时停" }
  var breakpointHint: String { "loss < .1   回车：观察   esc" }
  var breakpointsHeading: String { "何时停" }
  var breakpointsName: String { "何时停" }
  var noBreakpoints: String {
    "还没有：按 b 加一个条件，例如 loss < .1、max_head(induction) > .5 或 finite(loss)"
  }
  var alarmsHeading: String { "警报，只告知：头坍缩或失效、损失发散" }
  var noAlarms: String { "目前没有" }
  var breakpointKeys: String { "↑ ↓ 选择，空格开关，d 删除，b 添加，esc 关闭" }
  var newBreakpoint: String { "新建" }
  var switchBreakpoint: String { "开、关" }
  var removeBreakpoint: String { "删除" }
  var now: String { "现在" }
  var on: String { "开" }
  var yes: String { "是" }
  var no: String { "否" }
  func breakpointAdded(_ condition: String, _ now: String) -> String {
    "观察 \(safe(condition))；现在 \(now)"
  }
  var goesOn: String { "让它继续" }
  func stopQuestion(_ reason: String) -> String { "\(safe(reason))：按 y 请写它的程序停下，按 esc 让它继续" }
  func stopReason(_ condition: String, _ step: Int) -> String { "第 \(step) 步：\(condition)" }
}
