import Tapes
import Tensors

/// Sources of different lengths side by side, position by position.
struct Padded {
  let sources: [Source]
  let keys: Int

  init(_ sources: [Source], keys: Int) {
    self.sources = sources
    self.keys = keys
  }

  /// Sources that are padded to what the program of `player` reads.
  init(_ samples: [Sample], for player: Player) {
    let name = player.tape.contains("columns") ? "columns" : "source"
    self.init(samples.map(\.source), keys: player.tape.shape(of: name)[.key] ?? 1)
  }

  /// Sets the inputs `source` `[key, batch]`, or `columns` `[key, batch, embedding]`, and `mask`.
  func set(_ player: Player) {
    if player.tape.contains("columns") { setColumns(player) } else { setTokens(player) }
    setMask(player)
  }

  private func setTokens(_ player: Player) {
    let batch = sources.count
    player.withIndices("source") { ids in
      for (row, source) in sources.enumerated() {
        guard case .tokens(let tokens) = source else { continue }
        for key in 0..<keys { ids[key * batch + row] = key < tokens.count ? tokens[key] : 0 }
      }
    }
  }

  private func setColumns(_ player: Player) {
    player.withNumbers("columns") { target in
      for (row, source) in sources.enumerated() {
        guard case .columns(let columns) = source else { continue }
        for (key, column) in columns.enumerated() {
          let start = (key * sources.count + row) * column.count
          for (place, number) in column.enumerated() { target[start + place] = number }
        }
      }
    }
  }

  /// Sets the input `mask` `[batch, key]`, where a program has one.
  func setMask(_ player: Player) {
    guard player.tape.contains("mask") else { return }
    player.withNumbers("mask") { mask in
      for (row, source) in sources.enumerated() {
        for key in 0..<keys { mask[row * keys + key] = key < source.count ? 1 : 0 }
      }
    }
  }
}
