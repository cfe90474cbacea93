import Screens
import Subjects

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Chinese {
  func problem(_ problem: Problem) -> String {
    switch problem {
    case .memory(let need, let free, let limit, let remedy):
      return "大约需要 \(megabytes(need)) 内存，而\(name(of: limit))只剩 \(megabytes(free))：\(advice(remedy))"
    case .noThread:
      return "两秒内没有得到训练用的线程：请结束这个用户的其他程序，或放宽限制（ulimit -u）"
    case .unitsOfTransformer(let units):
      return "--units \(units) 不能作 Transformer 的宽度：位置编码是一对对正弦和余弦，要用 4 以上的偶数"
    case .unitsOfHeads(let units, let heads):
      return "--units \(units) 不能平分给 --heads \(heads)：单元数要能被头数整除"
    case .file(let file): return words(file)
    case .notSaved(let path, let step, let tensor):
      return "\(path)：第 \(step) 步没有保存：\(tensor) 里有不是有限数的值"
    case .notFinite(let path, let tensor):
      return "\(path)：\(tensor) 里有不是有限数的值，读不了，也不能接着训练；"
        + "请用这次运行更早的检查点，或用更小的 --learning-rate 重新训练"
    case .ofAnotherRun(let path, let key, let found, let expected):
      return "\(path)：它的 \(key) 是“\(found)”，而 run.json 里是“\(expected)”："
        + "这个检查点属于别的运行；请放回原来的"
    case .unnamed(let path):
      return "\(path) 没有写明属于哪次运行（旧版本写的）：名字、形状和类型都对得上，所以照用"
    case .checkpointLeftOut(let why): return self.problem(why) + "；不用这个检查点"
    case .otherKernels(let path, let recorded, let here):
      return "\(path) 由 \(recorded) 内核算出，现在用 \(here) 继续：不是每一位都相同；"
        + "HEADLIGHT_KERNELS=\(recorded) 可以做到"
    case .inRun(let file, let others):
      return safe(file.words)
        + (others > 0 ? "；另有 \(others) 个问题：headlight inspect \(safe(file.path))" : "")
    case .recording(let why):
      return self.problem(why)
        + "；按 enter 就当场训练这三个，headlight anatomy --record-tour 可以重新录制"
    case .keptAlready(let path): return "已经保存在 \(path)"
    case .keptOneAtATime(let lesson): return "\(lesson) 并排的运行要一个一个保存：按 L，再 :save"
    case .noCheckpoint(let path): return "\(path) 里没有检查点"
    case .differentSteps(let path): return "\(path)：里面几次运行的步数不同"
    case .otherOptions(let path): return "\(path)/run.json：选项和这个版本训练的不同"
    case .interrupted(let step, let directory):
      return "在第 \(step) 步中断" + (directory.map { "；第 \(step) 步保存在 \($0)" } ?? "")
    case .halted(let halt, let directory):
      return "训练停住：\(cause(of: halt))。最后一个正常的步是第 \(halt.lastGood) 步"
        + (directory.map { "，保存在 \($0)" } ?? "") + "。请用更小的 --learning-rate。"
    case .unwritten(let why, let step, let lost):
      return self.problem(why)
        + (lost.map { "；第 \($0) 步以后的都没有保存" } ?? "；第 \(step) 步保存了")
    case .tooManySteps(let steps, let start):
      return "第 \(start) 步之后再训练 --steps \(steps) 步，多得数不过来：请减少"
    case .export(let why): return exportProblem(why)
    case .text(let problem): return text(problem)
    case .words(let words): return words
    }
  }

  /// A refusal of the system is said whole; what a format found is quoted as it says it.
  private func words(_ file: FileProblem) -> String {
    let path = safe(file.path)
    switch file.kind {
    case .refused(let code): return "\(path)：\(reason(code) ?? file.words)"
    case .malformed: return "\(path)：内容不合格式：\(file.words)"
    case .missing(let name): return "\(path) 里没有“\(safe(name))”"
    case .unsuitable: return "\(path)：不能这样用：\(file.words)"
    }
  }

  private func reason(_ code: Int32) -> String? {
    switch code {
    case ENOENT: "没有这个文件或文件夹；请检查路径"
    case EACCES, EPERM: "没有权限；请换一个可以写的文件夹，或改它的权限"
    case EROFS: "文件系统是只读的；请换一个文件夹"
    case ENOSPC: "磁盘满了；请腾出空间，或换一个文件夹"
    case EDQUOT: "磁盘配额用完了；请腾出空间，或换一个文件夹"
    case EFBIG: "文件会超过大小限制；用 ulimit -f 放宽"
    case EISDIR: "这是文件夹；请写文件名"
    case ENOTDIR: "路径中有一段不是文件夹；请检查路径"
    case ENAMETOOLONG: "名字太长；请换短一些的"
    case ELOOP: "链接绕成了圈；请写文件本身"
    case EMFILE, ENFILE: "打开的文件太多；用 ulimit -n 放宽"
    case EIO: "设备出错；请检查磁盘"
    case EEXIST, ENOTEMPTY: "同名的东西已经存在；请换一个名字"
    default: nil
    }
  }

  private func name(of limit: MemoryLimit) -> String {
    switch limit {
    case .machine: "这台机器"
    case .controlGroup: "控制组的限额"
    case .process: "这个进程的限额（ulimit -v）"
    }
  }

  private func advice(_ remedy: MemoryRemedy) -> String {
    switch remedy {
    case .batch(let batch): "--batch-size \(batch) 放得下"
    case .units(let units): "--units \(units) --batch-size 1 放得下"
    case .smallerLesson: "请腾出一些，或训练小一点的课"
    }
  }

  func lost(_ unsaved: Unsaved) -> String {
    "\(unsaved.directory) 的第 \(unsaved.saved + 1) … \(unsaved.reached) 步没有保存；"
      + "再来时从第 \(unsaved.saved) 步继续"
  }
}
