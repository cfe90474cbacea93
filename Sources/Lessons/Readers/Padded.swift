import Tapes

/// Sources of different lengths side by side, position by position.
struct Padded {
  let sources: [[Int32]]
  let keys: Int

  init(_ sources: [[Int32]], keys: Int) {
    self.sources = sources
    self.keys = keys
  }

  /// Sets the inputs `source` `[key, batch]` and `mask` `[batch, key]`.
  func set(_ player: Player) {
    let batch = sources.count
    player.withIndices("source") { ids in
      for (row, source) in sources.enumerated() {
        for key in 0..<keys { ids[key * batch + row] = key < source.count ? source[key] : 0 }
      }
    }
    setMask(player)
  }

  /// Sets the input `mask` `[batch, key]`.
  func setMask(_ player: Player) {
    player.withNumbers("mask") { mask in
      for (row, source) in sources.enumerated() {
        for key in 0..<keys { mask[row * keys + key] = key < source.count ? 1 : 0 }
      }
    }
  }
}
