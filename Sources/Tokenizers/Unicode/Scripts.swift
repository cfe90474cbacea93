/// Which script a scalar is written in, by number, as far as UnicodeScripts must tell them apart.
///
/// The standard library does not tell scripts. Hiragana and Katakana count as Han.
struct Scripts: Sendable {
  /// The table, read once.
  static let shared = Scripts()

  private var starts: [UInt32] = []
  private var ends: [UInt32] = []
  private var scripts: [UInt32] = []

  private init() {
    var numbers: [UInt32] = [0]
    func finish() {
      starts.append(numbers[0])
      ends.append(numbers[0] + numbers[1])
      scripts.append(numbers[2])
      numbers = [0]
    }
    Self.ranges.withUTF8Buffer { bytes in
      for byte in bytes {
        switch byte {
        case UInt8(ascii: " "): finish()
        case UInt8(ascii: "+"), UInt8(ascii: ":"): numbers.append(0)
        default:
          let digit = byte < 0x3a ? byte - 0x30 : byte - 0x61 + 10
          numbers[numbers.count - 1] = numbers[numbers.count - 1] << 4 | UInt32(digit)
        }
      }
      finish()
    }
  }

  /// The number of the script of a scalar; nil: it is of any.
  func script(_ value: UInt32) -> UInt32? {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = low + (high - low) / 2
      if ends[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low < starts.count && starts[low] <= value ? scripts[low] : nil
  }
}
