import JSON

/// A file of numbers that are written as they come: named arrays, and what is known of them.
///
/// The file is there in full or not at all, and it takes no more memory than one part of an array.
public struct StreamedFile {
  /// What the file is.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// Hugging Face's format; what is known stands in its metadata.
    case safetensors
    /// NumPy's archive; what is known is the array `metadata`, the bytes of a JSON object.
    case npz
    /// A JSON object: `metadata`, and each array as lists of lists.
    case json
  }

  /// The arrays in order.
  public var arrays: [StreamedNumbers]
  /// What is known of them, by name.
  public var metadata: [(key: String, value: String)]

  /// A file of `arrays`.
  public init(_ arrays: [StreamedNumbers], metadata: [(key: String, value: String)]) {
    (self.arrays, self.metadata) = (arrays, metadata)
  }

  /// Writes the file, in place of what is there when `replacing`.
  ///
  /// - Throws: A `FileError` that names the file; more than 4 GB are no archive that every reader reads.
  public func write(
    _ format: Format, to path: String, replacing: Bool = false
  ) throws(FileError) {
    if format == .npz, arrays.contains(where: { $0.size > Int(UInt32.max) - 65_536 }) {
      throw .unsuitable(
        path: path, problem: "would have an array of more than 4 GB",
        advice: "write a .safetensors file")
    }
    try CrashSafe.write(to: path, replacing: replacing) { file throws(FileError) in
      switch format {
      case .safetensors: try writeTensors(file)
      case .npz: try writeArchive(file)
      case .json: try writeText(file)
      }
    }
  }

  private func writeTensors(_ file: RawFile) throws(FileError) {
    try file.write(Safetensors.beginning(arrays, metadata).bytes)
    for array in arrays {
      try array.forEachPart { part throws(FileError) in try file.write(part.stored) }
    }
  }

  private func writeArchive(_ file: RawFile) throws(FileError) {
    let known = JSONObject(unique: metadata.map { .init($0.key, .string($0.value)) })
    let text = Array(JSONText.line(.object(known)).utf8)
    var archive = ZipWriter(file)
    for array in arrays
      + [StreamedNumbers(NamedNumbers("metadata", lengths: [text.count], .bytes(text)))]
    {
      try archive.begin(array.name + ".npy")
      try archive.write(NumPyFile.header(array.dtype, array.lengths))
      try array.forEachPart { part throws(FileError) in try archive.write(part.stored) }
      try archive.end()
    }
    try archive.finish()
  }

  // MARK: JSON

  private func writeText(_ file: RawFile) throws(FileError) {
    let known = JSONObject(unique: metadata.map { .init($0.key, .string($0.value)) })
    try file.write(Array(("{\"metadata\":" + JSONText.line(.object(known))).utf8))
    for array in arrays {
      try file.write(Array((",\n" + JSONText.quoted(array.name) + ":").utf8))
      var lists = NestedLists(array.lengths)
      try array.forEachPart { part throws(FileError) in try file.write(lists.add(part)) }
      try file.write(lists.end())
    }
    try file.write(Array("}\n".utf8))
  }
}

/// Numbers as lists of lists, in JSON, part by part.
private struct NestedLists {
  /// After how many numbers the lists of each axis end, the innermost first.
  private let steps: [Int]
  private var count = 0

  init(_ lengths: [Int]) {
    var steps: [Int] = []
    var step = 1
    for length in lengths.reversed() {
      step *= length
      steps.append(step)
    }
    self.steps = steps
  }

  mutating func add(_ part: NamedNumbers.Numbers) -> [UInt8] {
    var text = ""
    switch part {
    case .floats(let numbers): for number in numbers { add(Self.written(number), to: &text) }
    case .integers32(let numbers): for number in numbers { add("\(number)", to: &text) }
    case .integers64(let numbers): for number in numbers { add("\(number)", to: &text) }
    case .bytes(let numbers): for number in numbers { add("\(number)", to: &text) }
    }
    return Array(text.utf8)
  }

  private mutating func add(_ number: String, to text: inout String) {
    // As many lists begin here as ended before.
    let ended = count == 0 ? steps.count : steps.prefix { count % $0 == 0 }.count
    if count > 0 { text += String(repeating: "]", count: ended) + "," }
    text += String(repeating: "[", count: ended) + number
    count += 1
  }

  /// What closes the lists.
  func end() -> [UInt8] {
    let text = String(repeating: "[", count: count == 0 ? steps.count : 0)
    return Array((text + String(repeating: "]", count: steps.count)).utf8)
  }

  private static func written(_ number: Float) -> String {
    number.isFinite ? number.description : JSONText.line(JSONValue(number))
  }
}
