extension Chinese: CommandTexts {
  var commandsHeading: String { "命令" }
  func commandHelp(_ name: CommandName) -> String {
    switch name {
    case .add: "给解剖里的一个值加常数：add 3"
    case .anatomy: "去逐步解剖"
    case .axis: "换一个轴做 softmax：axis -1"
    case .baseline: "训练没有注意力的同一课，作比较"
    case .breakpoint: "条件满足时停下：break loss < .1；单独用则列出全部"
    case .colors: "权重的颜色"
    case .compare: "把这一课的几种机制并排"
    case .copy: "复制读数"
    case .curve: "画另一个指标的曲线：curve accuracy"
    case .data: "用自己的数据训练：data 文件.tsv"
    case .difference: "画与钉住的或第一栏的差"
    case .example: "未见例子：next、previous、wrong"
    case .exhibit: "在旁边加一个故意写错的机制"
    case .export: "把所见写入文件：export FILE.svg，后面可写 174mm、dark"
    case .filter: "只看一些头：角色，或 induction > .5"
    case .heads: "去各头；heads overview：每头一格，heads thumbnails：每头一图"
    case .help: "打开帮助"
    case .lessons: "列出所有课程"
    case .map: "去地图"
    case .mouse: "接收鼠标，或留给终端"
    case .pace: "每秒步数"
    case .pair: "把第二段文本与这一段作为一对读入：pair TEXT；不带文本：恢复一段"
    case .pause: "暂停训练"
    case .pin: "钉住这里，好作比较"
    case .probe: "读一段文字：probe 3 May 2019"
    case .quit: "离开程序"
    case .restart: "从第 0 步重新开始"
    case .run: "训练"
    case .save: "把运行从第一步起保存到新目录：save RUN"
    case .scale: "权重怎样变成颜色；解剖里：scale V 2"
    case .seek: "去某一步：seek 120"
    case .set: "换学习率、批大小、优化器；换单元、头、种子要重新开始"
    case .sort: "头的顺序"
    case .step: "前进或后退几步：step -5"
    case .teacher: "给解码器正确答案，而不是它自己写的"
    case .temperature: "随机选择词元：temperature .8；0 取最可能的"
    case .undo: "撤销解剖里的上一次改动"
    case .words: "去词语"
    case .wrong: "找一个模型写错的例子"
    }
  }
  func settingHelp(_ setting: Setting) -> String {
    switch setting {
    case .learningRate: "0 … 10，随训练下降；立刻起作用"
    case .batchSize: "每批 1 … 4096 个样本；立刻起作用"
    case .optimizer: "adam 或 sgd；立刻起作用，动量从 0 开始"
    case .units: "1 … 1024；重新开始"
    case .heads: "1 … 64，要能整除单元数；重新开始"
    case .seed: "权重和数据都不同；重新开始"
    }
  }
  var glossaryHeading: String { "词语表" }
  var glossary: [(word: String, says: String)] {
    [
      ("query", "提问的：地图上的一行，正在写的字符"),
      ("key", "被看的：一列，输入的一个字符"),
      ("权重", "一行分给所有 key 的份额，和为 1"),
      ("头", "并排的几个注意力之一，各有自己的权重"),
      ("全对", "未见例子里从头到尾都写对的比例"),
      ("看对", "有多少行把最大的权重放在该看的地方"),
      ("未见", "训练里没有出现过的例子"),
      ("entropy", "一行有多分散：0 是只看一个 key，1 是都一样"),
      ("角色", "一个头明显在做什么：previous、induction……"),
      ("均匀", "所有权重都一样，1 / key 数：每一课的起点"),
      ("sink", "拿走很多权重却没有内容的 key"),
      ("列平均", "所有行给一个 key 的平均权重"),
    ]
  }
}
