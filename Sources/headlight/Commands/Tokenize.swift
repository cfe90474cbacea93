import ArgumentParser
import JSON
import Pretrained
import Tokenizers

/// `headlight tokenize MODEL`: a text a line in, its tokens out.
struct Tokenize: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the tokens that a model reads of a text.",
    discussion: """
      Standard input holds a text a line; each gives one JSON object: ids, tokens as the vocabulary \
      writes them, offsets in Unicode scalars and types, with the special tokens that the tokenizer \
      adds. With --json a line is a JSON string, or a list of two: a pair.
      MODEL is the directory of a model, a GGUF file, or a directory or file with a tokenizer alone \
      (tokenizer.json, vocab.txt, vocab.json with merges.txt). Weights are not needed.
      """)

  @Argument(help: .init("A model, or a tokenizer.", valueName: "model"))
  var model: String
  @Flag(help: "Each line of the input is a JSON string, or a list of two.")
  var json = false

  func run() throws {
    let tokenizer: Tokenizer
    do { tokenizer = try Tokenizer(opening: model) } catch { throw Failure(error) }
    var input = LineInput()
    while let line = try input.next() {
      let texts = json ? try texts(line, input) : [line]
      let encoding = tokenizer.encode(texts[0], pair: texts.count > 1 ? texts[1] : nil)
      guard Output.write(JSONText.line(encoding.json) + "\n") else {
        throw Output.failure(Output.problem ?? 0)
      }
    }
  }

  /// The text, or the two texts, that a line of JSON is.
  private func texts(_ line: String, _ input: LineInput) throws(Failure) -> [String] {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue(parsing: Array(line.utf8)) } catch {
      throw input.failure("\(error)")
    }
    if let text = value.string { return [text] }
    let texts = value.array?.compactMap(\.string) ?? []
    guard texts.count == 2, value.array?.count == 2 else {
      throw input.failure("expected a JSON string, or a list of two for a pair")
    }
    return texts
  }
}

extension Encoding {
  /// One object: ids, tokens, where each is from, and its type.
  fileprivate var json: JSONValue {
    .object([
      "ids": .array(ids.map { JSONValue($0) }), "tokens": .array(tokens.map { .string($0) }),
      "offsets": .array(
        offsets.map { .array([JSONValue($0.lowerBound), JSONValue($0.upperBound)]) }),
      "types": .array(types.map { JSONValue($0) }),
    ])
  }
}
