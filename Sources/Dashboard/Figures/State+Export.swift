import Screens
import Snapshots
import Subjects

/// The key `e` and the command `:export`: what they ask the program for.
extension State {
  /// Why what is shown cannot be written to a file; nil where it can.
  var whyNoExport: String? {
    if snapshot == nil { return texts.whyNoPicture }
    if screen == .anatomy { return snapshot?.diagram == nil ? texts.whyNoPicture : nil }
    if screen == .compare { return panes.count > 1 ? nil : texts.whyNoPanes }
    return whyNoMap
  }

  /// Opens the command line with a file's name in it.
  mutating func openExport() {
    open(.command)
    keyboard.line = Line("export " + proposedFile)
  }

  /// A name that says what is in it: `dates-additive-step310-map.svg`.
  var proposedFile: String {
    var parts = [run.title]
    if screen != .compare, let way = run.way { parts.append(English().way(way)) }
    if let step { parts.append("step\(step)") }
    if [.map, .words].contains(screen), hasHeads, let head = selectedHead.flatMap({ stack?[$0] }) {
      parts.append("head" + head.label)
    }
    parts.append(screen.rawValue)
    return parts.map(Self.plain).filter { !$0.isEmpty }.joined(separator: "-") + ".svg"
  }

  /// `text` in letters that need no quotes anywhere and mean nothing to a shell.
  private static func plain(_ text: String) -> String {
    var name = ""
    for scalar in text.unicodeScalars.prefix(60) {
      let isPlain =
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "."
      if isPlain {
        name.unicodeScalars.append(scalar)
      } else if name.last.map({ $0 != "-" }) ?? false {
        name += "-"
      }
    }
    while let last = name.last, last == "-" || last == "." { name.removeLast() }
    while let first = name.first, first == "-" || first == "." { name.removeFirst() }
    return name
  }

  /// Asks for a file: its name, and behind it how wide a figure is and what it lies on.
  mutating func export(_ argument: String, isForced: Bool) -> [Command] {
    if let why = whyNoExport { return refuse(why) }
    var options = FigureOptions(screen)
    var path = argument
    while let blank = path.lastIndex(of: " ") {
      let word = String(path[path.index(after: blank)...])
      if let background = Background(named: word) {
        options.background = background
      } else if word.hasSuffix("mm"), let width = FigureOptions.millimetres(word) {
        options.width = width
      } else {
        break
      }
      path = String(path[..<blank]).trimmed
    }
    guard !path.isEmpty else {
      return refuse(texts.expected(CommandName.export.rawValue, texts.expectedFile, ""))
    }
    guard let format = ExportFormat(path: path) else {
      return refuse(
        texts.problem(.export(.unknownFormat(path: path, known: ExportFormat.endings))))
    }
    return [
      .export(ExportRequest(path: path, format: format, options: options, isForced: isForced))
    ]
  }

  private mutating func refuse(_ why: String) -> [Command] {
    message = Message(why, isError: true)
    return []
  }
}

extension Background {
  /// What somebody called it; nil where that is none.
  fileprivate init?(named name: String) {
    switch name {
    case "light": self = .light
    case "dark": self = .dark
    default: return nil
    }
  }
}
