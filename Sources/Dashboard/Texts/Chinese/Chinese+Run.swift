import Screens
import Snapshots
import Subjects

extension Chinese: RunTexts {
  func way(_ way: Way) -> String {
    let encoder: String? =
      switch way.encoder {
      case .some(.lstm): "，读 LSTM 的状态"
      case .some(.none): "，读词语本身"
      default: nil
      }
    return way.mechanism.rawValue + (encoder ?? "") + (way.score == .linear ? "，线性分数" : "")
  }

  func fact(_ fact: Fact) -> String {
    switch fact {
    case .withoutAttention(let rest): without(rest)
    case .oneDistribution: "所有 query 共用一行权重"
    case .carriesState: "解码器保留自己的状态"
    case .resetsState: "解码器每一步都从零状态开始，和教程里一样"
    case .readsBothWays: "编码器双向读入：一个状态也知道旁边有什么"
    case .statesRemember: "提示词之后的每个状态都记得它：从它起的词都可以有大权重"
    case .cappedScores: "tanh 的分数有上限：没有权重能超过 e² / (e² + T − 1)"
    case .linearScores: "线性分数没有上限"
    case .handwrittenDigits(let images, let side):
      "scikit-learn 的手写数字，\(grouped(images)) 幅 \(side) × \(side) 像素的图"
    case .causalLayers(let layers, let heads): "\(layers) 层 × \(heads) 头，因果"
    case .encoderDecoder(let layers, let heads): "\(layers) + \(layers) 层 × \(heads) 头，没有循环"
    case .pairs(let file, let source, let target, let training, let heldOut):
      "\(safe(file)) 按\(units(source, target))：\(training) 对"
        + (heldOut.map { "，留出 \($0) 对" } ?? "，没有留出")
    case .labels(let count): "\(count) 个标签"
    case .sizes(let units, let heads):
      "\(units) 个单元" + (heads.map { " · \($0) 个头" } ?? "")
    case .learning(let optimizer, let rate, let batch):
      "优化器 \(optimizer.rawValue) · 学习率 \(rate)，逐步下降 · 每批 \(batch) 个样本"
    case .directory(let name): "磁盘上的运行 \(safe(name))"
    case .foreignDirectory(let name): "别的程序的运行 \(safe(name))"
    case .framework(let name): "用 \(safe(name)) 训练"
    case .architecture(let name): safe(name)
    case .modelSizes(let layers, let heads, let keyHeads):
      "\(layers) 层 × \(heads) 头" + (keyHeads < heads ? "，共用 \(keyHeads) 个键头" : "")
    case .context(let tokens, let all):
      "最多读 \(grouped(tokens)) 个词元" + (tokens < all ? "（共 \(grouped(all))：再多要超过 1 GB）" : "")
    case .withoutScores: "文件里没有给词元打分的头"
    case .storedAs(let types): "存储为 \(safe(types))"
    }
  }

  private func without(_ rest: Fact.Remainder) -> String {
    switch rest {
    case .encoderState: "没有注意力：它只知道编码器的最后状态"
    case .lstmState: "没有注意力：它只知道 LSTM 的最后状态"
    case .meanOfWords: "没有注意力：它只知道各词的平均"
    case .meanOfStates: "没有交叉注意力：解码器只知道编码器各状态的平均"
    case .itself: "没有注意力：每个词元只看得到自己"
    }
  }

  private func name(_ unit: TextUnit) -> String { unit == .words ? "词" : "字符" }

  private func name(_ side: PairSide) -> String { side == .source ? "输入" : "目标" }

  private func units(_ source: TextUnit, _ target: TextUnit) -> String {
    source == target ? name(source) : "\(name(source)) → \(name(target))"
  }

  func notice(_ notice: Notice, _ name: (RunID) -> String) -> String {
    func of(_ run: RunID?) -> String { run.map { name($0) + "：" } ?? "" }
    switch notice {
    case .paused(let step, let why, let run): return "停在第 \(step) 步：\(of(run))\(reason(why))"
    case .scheduleEnded(let step): return "第 \(step) 步是计划的终点：此后学习率保持在最初的二十分之一"
    case .changed(let step, let change): return changed(StepChange(change, from: step))
    case .recorded(let path): return "从第一步起都保存在 \(safe(path))"
    case .replayGivenUp(let step): return "放弃重放：仍在第 \(step) 步"
    case .exhibitGivenUp(let mistake, let step, let target):
      return "放弃 \(mistake.rawValue)：只到第 \(step) 步，共 \(target)"
    case .searchGivenUp(let count): return "停止寻找：后面 \(count) 个未见例子都写对了"
    case .allRight(let count): return "后面 \(grouped(count)) 个未见例子都写对了"
    case .withoutHeads(let run, let examples, let without, let whole):
      return of(run) + "\(examples) 个未见例子：关掉后写对 \(thousandths(without))，全开写对 "
        + "\(thousandths(whole))；训练仍用所有头"
    case .baseline(_, let exact, let steps):
      return "没有注意力，训练 \(steps) 步后未见例子全对 \(shareText(exact))"
    case .starting(let units, let batch):
      return "正在准备 \(units) 个单元的初始权重和每批 \(batch) 个样本的内存；q 离开"
    case .unsaved(let problem): return problem.map(self.problem) ?? "又可以保存了"
    case .alarm(let alarm, let run): return of(run) + self.alarm(alarm)
    case .holds(let condition, let step, let latest, let run, let isWriting):
      let when = step < latest ? "在第 \(step) 步首次满足，现在是第 \(latest) 步" : "在第 \(step) 步满足"
      return "\(of(run))\(safe(condition)) \(when)" + (isWriting ? "；按 y 请写它的程序停下，按 esc 让它继续" : "")
    case .readableAgain(let path): return "\(safe(path)) 又能读了"
    case .askedToStop(let reason): return "已请写它的程序停下：\(safe(reason))；它会在下一幅图之后结束"
    case .writerStopped(let reason, let run): return "\(of(run))写它的程序已停下：\(safe(reason))"
    case .withoutValue(let names, let condition, let known):
      return "\(safe(condition))：\(safe(names.joined(separator: "、"))) 还没有值，所以与它的比较不成立"
        + (known.isEmpty ? "" : "；有：" + safe(known.prefix(12).joined(separator: "、")))
    case .noTour(let why), .problem(let why): return problem(why)
    case .oneThread: return "系统没有给第二个线程（ulimit -u）：只用一个训练，结果每一位都相同"
    case .slowStart(let units, let batch):
      return "正在准备 \(units) 个单元的初始权重和每批 \(batch) 个样本的内存"
    case .pastSchedule(let step, let rate):
      return "第 \(step) 步是这次运行计划的终点：此后学习率保持在最初的二十分之一，即 \(rate)；"
        + "想学得更久，用更大的 --steps 重新训练"
    case .exported(let path): return exported(path)
    case .notReplaced(let path): return notReplaced(path)
    case .wayLeftOut(let left, let why): return "跳过 \(way(left))：\(problem(why))"
    case .entryStandsIn(let type, let entry): return "这里没有终端 \(type) 的条目；按 \(entry) 来画"
    case .otherKernels(let recorded, let here):
      return "这个运行由 \(safe(recorded)) 内核算出，这里用 \(safe(here)) 重算：最后几位可能不同"
    case .pairs(let notes): return notes.map(about).joined(separator: "；")
    }
  }

  func alarm(_ alarm: Alarm) -> String {
    switch alarm {
    case .collapse(let stack, let isOnOneKey, let step):
      "第 \(step) 步坍缩：\(safe(stack)) 的所有头" + (isOnOneKey ? "不管问什么都各看一个键" : "都看向所有地方")
    case .deadHead(let site, let head, let step):
      "第 \(step) 步有头失效：\(safe(site.stack)) 的 \(head) 曾经有作用，现在看向所有地方"
    case .diverging(let loss, let first, let step):
      "第 \(step) 步发散：最近的损失是 \(fixed(loss, 2))，是最初的 \(fixed(loss / first, 1)) 倍"
    case .notFinite(let step): "第 \(step) 步的损失不是数"
    }
  }

  func changed(_ change: StepChange) -> String {
    "从第 \(change.step) 步起：\(words(of: change.change))"
  }

  private func words(of change: Change) -> String {
    switch change {
    case .learningRate(let rate): "学习率 \(rate)，在同样的长度里下降"
    case .batchSize(let size): "每批 \(size) 个样本"
    case .optimizer(let name): "优化器 \(name.rawValue)，动量从 0 开始"
    }
  }

  private func reason(_ reason: Notice.Reason) -> String {
    switch reason {
    case .steps: "--steps"
    case .seconds: "--seconds"
    case .condition(let text): text
    }
  }

  private func about(_ note: PairsNote) -> String {
    switch note {
    case .thirdColumns(let rows): return "\(rows) 行的第三列没有用"
    case .rare(let count, let unit, let side, let most):
      return "\(name(side))里有 \(count) 个少见的\(name(unit))模型不认识：它只容得下最常见的 \(most) 个"
    case .tooFewRows(let rows): return "只有 \(rows) 行，太少，不能留出：未见例子的数值来自训练用的行"
    case .oneSource(let rows): return "\(rows) 行的输入都相同：未见例子的数值来自训练用的行"
    case .unseen(let new, let all, let unit, let side):
      let advice = unit == .words ? "；--\(side.rawValue)-unit characters 可以逐字符读" : ""
      return "留出的\(name(side))里 \(all) 个\(name(unit))中有 \(new) 个没有训练过，所以不可能写对" + advice
    }
  }

  func inputs(_ inputs: DeclaredInputs) -> String {
    let name =
      switch inputs.kind {
      case .repeatedTokens: "重复词元"
      case .dates: "未见日期"
      case .strips: "未见数字条"
      case .rows: "留出的行"
      }
    return "\(inputs.count) × \(name)" + (inputs.step.map { "，第 \($0) 步" } ?? "")
  }

  func roles(_ heads: [String], _ inputs: DeclaredInputs) -> String {
    (heads.isEmpty ? "没有头有角色" : heads.joined(separator: "、")) + "，测自\(self.inputs(inputs))"
  }

  func halted(_ halt: Halt, _ name: String?) -> String {
    (name.map { $0 + "：" } ?? "") + cause(of: halt)
      + "；权重是第 \(halt.lastGood) 步的，那是最后一个正常的步"
  }

  /// What went wrong at which step.
  func cause(of halt: Halt) -> String {
    let loss = halt.loss.isNaN ? "NaN" : "\(Float(halt.loss))"
    let culprit = halt.culprit.map { "；第一个不是有限数的值是 " + self.name(of: $0) }
    return "第 \(halt.step) 步：损失是 \(loss)" + (culprit ?? "")
  }

  private func name(of culprit: Culprit) -> String {
    switch culprit {
    case .value(let name, let operation): name + (operation.map { "（\($0)）" } ?? "")
    case .gradient(let name): "\(name) 的梯度"
    case .state(let name): name
    }
  }

  func thinned(_ thinning: Thinning) -> String {
    "较早的步要从更远处重放：\(thinning.megabytes) MB 里有 \(thinning.states) 个状态"
  }

  func whyNoWays(_ origin: Origin) -> String {
    "\(noun(origin))只有自己的注意力方式；dates 等课程有几种"
  }

  private func noun(_ origin: Origin) -> String {
    switch origin {
    case .lesson: "这个课程"
    case .recording: "磁盘上的运行"
    case .watched: "别的程序的运行"
    case .model: "模型"
    }
  }

  func whyUnable(_ ability: Abilities, _ origin: Origin) -> String {
    let it = noun(origin)
    switch (ability, origin) {
    case (.trains, .model): return "这个模型只读：这里不训练也不写"
    case (.trains, .watched): return "训练它的是写出这次运行的程序；这里只是观看"
    case (.trains, _): return "\(it)只供观看：这里不训练"
    case (.seeks, .model), (.rewinds, .model): return "这个模型不写任何可以退回的内容"
    case (.generates, .model): return "这个模型不写文本；带打分头的模型可填补 [MASK]"
    case (.generates, _): return "\(it)自己不写文本"
    case (.seeks, _), (.rewinds, _): return "\(it)没有别的步可去"
    case (.types, .lesson): return "图像不能输入；n 换一幅"
    case (.types, _): return "\(it)只显示它得到的内容：不能输入"
    case (.hasExamples, _): return "\(it)没有可以翻看的例子"
    case (.forcesTeacher, _): return "\(it)没有可以给出正确答案的解码器"
    case (.switchesHeads, .watched): return "头只能在模型运行的地方关掉：在那个程序里"
    case (.switchesHeads, _): return "\(it)不能关掉头"
    case (.explains, .watched): return "别的程序的运算这里不知道"
    case (.explains, _): return "\(it)不能展示它的运算"
    case (.scratches, _): return "\(it)没有可以手改的值"
    case (.breaks, _): return "\(it)不在这里运行：没有可停的"
    case (.measures, _): return "\(it)不能不用注意力来训练"
    case (.exhibits, .lesson): return "错误写法与正确的并排：headlight train compare，再 :exhibit"
    case (.exhibits, _): return "\(it)没有可展示的错误；headlight train compare 有"
    default: return "\(it)做不到"
    }
  }
}
