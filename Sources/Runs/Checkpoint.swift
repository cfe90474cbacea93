import JSON
public import TensorFiles

/// The tensors of one training step: `checkpoints/000000512.safetensors`.
public struct Checkpoint: Sendable {
  /// The training step.
  public let step: Int
  /// The tensors and the words that were saved with them.
  public let file: Safetensors

  /// Opens the checkpoint at `path` and checks every bit of its tensors, where a checksum was saved.
  ///
  /// A crash leaves no half-written file, but disks and copies do fail, and one wrong weight would
  /// make a resumed run silently another one.
  public init(reading path: String) throws(FileError) {
    file = try Safetensors(reading: path)
    guard let number = Self.step(ofFile: CrashSafe.split(path).name) else {
      throw .unsuitable(
        path: path, problem: "is not named by its step",
        advice: "a checkpoint is called 000000512.safetensors")
    }
    step = number
    if let written = file[metadata: "step"], written != String(step) {
      throw .malformed(
        path: path, field: "__metadata__, step",
        problem: "expected \(step) as in the file's name, found \(legible(written, limit: 20))")
    }
    try Self.check(file)
  }

  /// Compares the bytes with the checksum that was saved with them.
  private static func check(_ file: Safetensors) throws(FileError) {
    let path = file.path
    if let written = file[metadata: "checksum"] {
      var checksum = Checksum()
      for tensor in file.tensors {
        checksum.add(tensor.name, tensor.dtype, tensor.lengths)
        checksum.add(try file.bytes(tensor.name))
      }
      guard checksum.text == written else {
        throw .malformed(
          path: path, field: "__metadata__, checksum",
          problem: "expected \(legible(written, limit: 20)), computed \(checksum.text)",
          advice: "the file is damaged")
      }
    }
  }

  /// The bytes of a checkpoint.
  package static func encoded(
    _ step: Int, _ tensors: [NamedNumbers], metadata: [(key: String, value: String)]
  ) -> [UInt8] {
    var checksum = Checksum()
    for tensor in tensors {
      checksum.add(tensor.name, tensor.dtype, tensor.lengths)
      checksum.add(tensor.bytes)
    }
    let own = [(key: "step", value: String(step)), (key: "checksum", value: checksum.text)]
    return Safetensors.encoded(tensors, metadata: own + metadata)
  }

  /// `000000512.safetensors` for 512: the order of names is the order of steps.
  package static func fileName(_ step: Int) -> String {
    precondition(step >= 0, "there is no step \(step)")
    let digits = String(step)
    return String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits + ".safetensors"
  }

  /// The step of a file's name; nil when it is not a checkpoint's.
  static func step(ofFile name: String) -> Int? {
    guard name.hasSuffix(".safetensors"), let step = Int(name.dropLast(12)), step >= 0,
      fileName(step) == name
    else { return nil }
    return step
  }

  /// The steps to keep of those that are saved, so that a long run keeps few.
  ///
  /// The newest three stay, and of the older ones the oldest in each range of ages 1, 2–3, 4–7 …
  /// As a checkpoint ages it moves to the next range and is its oldest only if none was there, so
  /// the rest thins out by itself; the first checkpoint is always the oldest and stays for ever.
  static func kept(_ steps: [Int]) -> Set<Int> {
    let descending = steps.sorted(by: >)
    var kept = Set(descending.prefix(3))
    guard let newest = descending.first else { return kept }
    var oldest: [Int: Int] = [:]
    for step in descending.dropFirst(3) {
      let age = newest - step
      oldest[Int.bitWidth - age.leadingZeroBitCount] = step
    }
    kept.formUnion(oldest.values)
    return kept
  }
}
