import Crypto
import Lessons
import Snapshots
import Subjects
import Tapes
import TensorFiles
import Tensors
import Training

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// SHA-256 over numbers as little-endian float32.
enum Digest {
  /// The hash in hexadecimal.
  static func sha256(_ numbers: [[Float]]) -> String {
    var hash = SHA256()
    for part in numbers {
      let bytes = part.flatMap { number in
        (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt32($0))) }
      }
      hash.update(data: bytes)
    }
    return hexadecimal(hash.finalize())
  }

  /// The hash of bytes as they are, in hexadecimal.
  static func sha256(bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

  /// The hash of the first bytes of a file, which are read a piece at a time.
  static func sha256(of file: RawFile, _ length: Int) throws(FileError) -> String {
    var hash = SHA256()
    var place = 0
    while place < length {
      let end = min(length, place + 1 << 20)
      hash.update(data: try file.bytes(place..<end))
      place = end
    }
    return hexadecimal(hash.finalize())
  }

  private static func hexadecimal(_ digest: SHA256.Digest) -> String {
    digest.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// The trained tensors, by ascending name, each in its documented order.
  static func weights(_ trainer: Trainer) -> String {
    sha256(trainer.layout.tensors(in: trainer.weights.elements).map(\.elements))
  }

  /// The maps `[query, key]` of the fixed probe and of the first eight held-out examples; nil
  /// without attention.
  static func attention(_ lesson: Lesson, _ trainer: Trainer) -> String? {
    let reader = lesson.reader(trainer.weights)
    let inputs: [Input] = [.own(0)] + (0..<8).map { .example($0) }
    let maps = inputs.flatMap { input in
      reader.snapshot(of: input, at: trainer.step).attention.compactMap(\.map.dense?.elements)
    }
    return maps.isEmpty ? nil : sha256(maps)
  }
}
