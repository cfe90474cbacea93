import ArgumentParser
import Dashboard
import Pretrained
import Screens
import TensorFiles

/// The text that a model reads.
struct TextOptions: ParsableArguments {
  @Option(help: .init("The text.", valueName: "text"))
  var text: String?
  @Option(
    help: .init("Texts, one in each line; - is the standard input.", valueName: "file"))
  var textFile: String?
  @Option(help: .init("A second text, read with the first as a pair.", valueName: "text"))
  var pair: String?

  /// The longest file of texts.
  private static let most = 1 << 24

  func validate() throws {
    if text != nil, textFile != nil {
      throw ValidationError("--text and --text-file are two ways to say the same: choose one.")
    }
    if pair != nil, text == nil {
      throw ValidationError("--pair belongs to --text: the first of the two.")
    }
  }

  /// The texts in order; none where nobody said any.
  func texts() throws -> [ModelText] {
    if let text { return [ModelText(text, pair: pair)] }
    guard let textFile else { return [] }
    let bytes: [UInt8]
    if textFile == "-" {
      var lines: [String] = []
      while let line = readLine() { lines.append(line) }
      bytes = Array(lines.joined(separator: "\n").utf8)
    } else {
      do { bytes = try WholeFile.bytes(textFile, atMost: Self.most) } catch { throw Failure(error) }
    }
    guard let words = String(validating: bytes, as: UTF8.self) else {
      throw Failure("\(safe(textFile)) is not UTF-8 text")
    }
    let lines = words.split(whereSeparator: \.isNewline).map { ModelText(String($0)) }
    guard !lines.isEmpty else { throw Failure("\(safe(textFile)) has no text in it") }
    return lines
  }
}
