import Screens

extension Drawing {
  /// Which query is looked at, then what the input is, in fewer and fewer words.
  func aboutAnatomy() -> [String] {
    guard let crosshair = state.crosshair, let picture = state.picture,
      picture.queries.count > 1
    else { return [""] }
    let query = texts.query(texts.quoted(picture.queries[crosshair.row]))
    return [query + texts.place(crosshair.row + 1, picture.queries.count), query, ""]
  }

  /// The keys of the Anatomy by what the arrows move now.
  func anatomyKeyLine() -> [(caption: String, text: String, isDim: Bool)] {
    let anatomy = state.anatomy
    let page = state.anatomyPage
    var group: Bool?
    if let page, case .group(let path) = page.entries[page.selected].line {
      group = page.isOpen(path)
    }
    let mode: String
    if let group {
      mode = group ? "close" : "open"
    } else if anatomy.isFollowing {
      mode = "number"
    } else if anatomy.isInFigure {
      mode =
        page?.operation.flatMap { page?.plates(of: $0).last?.down } == nil
        ? "vector" : "picture"
    } else {
      mode = "list"
    }
    let captions = (KeyMap.map.keyLines[.anatomy] ?? []) + ["?"]
    return captions.compactMap { caption in
      guard let entry = KeyMap.map.entry(called: KeyMap.halves[caption] ?? caption) else {
        return nil
      }
      if caption == "esc", mode == "list" || group != nil { return nil }
      if caption == "tab", mode == "number" || group != nil { return nil }
      if caption == "← →", group != nil { return nil }
      if caption == "{ }", (state.stack?.layers.count ?? 0) < 2 { return nil }
      let own =
        switch caption {
        case "[ ]": state.hasHeads ? "head" : mode
        case "o": anatomy.showsGradient ? "gradient" : mode
        default: mode
        }
      let isRunning = state.isRunning
      let text =
        caption == "space" && isRunning
        ? texts.pauseShort : texts.anatomyKey(caption, own) ?? texts.keyShort(caption)
      guard let text else { return nil }
      return (caption, text, entry.bindings.allSatisfy { state.whyNot($0.action) != nil })
    }
  }
}
