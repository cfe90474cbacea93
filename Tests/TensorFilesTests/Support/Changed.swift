import Tensors

/// `bytes` with one to four bytes changed, taken away, put in or written over with what stands
/// elsewhere; each lot its own.
func changed(_ bytes: [UInt8], _ lots: RandomStream) -> [UInt8] {
  var changed = bytes
  for change in 0...lots.below(3) where !changed.isEmpty {
    let place = lots.below(changed.count, 4 * change + 1)
    switch lots.below(6, 4 * change + 2) {
    case 0, 1: changed[place] ^= 1 << UInt8(lots.below(8, 4 * change + 3))
    case 2: changed[place] = bytes[lots.below(bytes.count, 4 * change + 3)]
    case 3: changed.remove(at: place)
    case 4: changed[place] = [0, 1, 0x7f, 0x80, 0xff][lots.below(5, 4 * change + 3)]
    default: changed.insert(UInt8(lots.below(256, 4 * change + 3)), at: place)
    }
  }
  return changed
}
