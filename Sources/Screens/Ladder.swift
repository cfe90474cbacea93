/// A way from the darkest to the brightest look.
///
/// The four are perceptually uniform and safe for colour blindness; their colours are those of
/// matplotlib (Smith, van der Walt, Firing 2015; cividis: Nuñez, Anderton, Renslow 2018), sampled.
public enum Ladder: String, Hashable, Sendable, CaseIterable {
  case viridis, cividis, magma, greys

  /// Colours along the ladder, dark to bright, in sRGB.
  var anchors: [UInt32] {
    switch self {
    case .viridis:
      [
        0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725,
      ]
    case .cividis:
      [
        0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369, 0xE1CC55,
        0xFEE838,
      ]
    case .magma:
      [
        0x000004, 0x1C1044, 0x4F127B, 0x812581, 0xB5367A, 0xE55064, 0xFB8761, 0xFEC287, 0xFCFDBF,
      ]
    case .greys: [0x000000, 0xFFFFFF]
    }
  }

  /// Entries of the table of 256 colours from near the background to the far end, chosen by hand.
  ///
  /// Nearest colours of a smooth ladder jump back and forth in brightness; these never do.
  func entries(_ background: Background) -> [UInt8] {
    switch (self, background) {
    case (.viridis, .dark): [233, 235, 53, 54, 24, 25, 30, 36, 72, 77, 113, 149, 185, 191, 227]
    case (.viridis, .light): [230, 194, 193, 186, 150, 114, 78, 72, 36, 30, 25, 24, 54, 53, 17]
    case (.cividis, .dark):
      [233, 17, 18, 237, 239, 60, 243, 101, 137, 143, 179, 185, 221, 227]
    case (.cividis, .light):
      [230, 223, 187, 180, 143, 137, 101, 243, 60, 239, 237, 18, 17]
    case (.magma, .dark): [233, 17, 53, 54, 90, 126, 161, 168, 203, 209, 216, 222, 229]
    case (.magma, .light): [230, 224, 217, 216, 209, 203, 168, 161, 126, 90, 54, 53, 17]
    case (.greys, .dark): Array(233...255) + [231]
    case (.greys, .light): Array((233...255).reversed())
    }
  }
}

/// The two halves of the ladder for signed values; 0 is the terminal's own background.
enum SignedLadder {
  static let less: [UInt32] = [0x001030, 0x0A2F6B, 0x2166AC, 0x4393C3, 0x7FC0E8, 0xC8E6F8]
  static let more: [UInt32] = [0x2A1000, 0x6B3000, 0xB35806, 0xE08214, 0xFDB863, 0xFFE0B0]

  static func entries(isMore: Bool, _ background: Background) -> [UInt8] {
    switch (isMore, background) {
    case (true, .dark): [233, 52, 88, 94, 130, 166, 172, 208, 214, 221, 223, 230]
    case (true, .light): [230, 223, 221, 214, 208, 172, 166, 130, 94, 88, 52]
    case (false, .dark): [233, 17, 18, 19, 25, 26, 32, 39, 75, 117, 153, 195]
    case (false, .light): [195, 153, 117, 75, 39, 32, 26, 25, 19, 18, 17]
    }
  }
}
