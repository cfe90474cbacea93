import Foundation
import JSON
import Testing
import Tokenizers

/// A text and what Hugging Face's tokenizers made of it once.
struct TokenizerCase {
  /// The folder of cases that every clone has.
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Cases")
  /// The folder of models that are downloaded; nil where nobody said it.
  static let downloaded = ProcessInfo.processInfo.environment["HEADLIGHT_MODELS"]
    .map { URL(fileURLWithPath: $0) }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: path)))
  }

  let text: String
  let pair: String?
  let ids: [Int]
  let offsets: [Range<Int>]
  let tokens: [String]?
  /// The tokens that are not what the id stands for, by place.
  let oddTokens: [Int: String]
  let types: [Int]?
  let decoded: String?

  init(_ value: JSONValue) throws {
    let object = try #require(value.object)
    text = try #require(object["text"]?.string)
    pair = object["pair"]?.string
    ids = (object["ids"]?.array ?? []).compactMap(\.integer)
    let numbers = (object["offsets"]?.array ?? []).flatMap { $0.array ?? [$0] }
      .compactMap(\.integer)
    offsets = stride(from: 0, to: numbers.count, by: 2).map { numbers[$0]..<numbers[$0 + 1] }
    tokens = object["tokens"]?.array?.compactMap(\.string)
    var odd: [Int: String] = [:]
    for member in object["tokens"]?.object?.members ?? [] {
      odd[try #require(Int(member.key))] = member.value.string
    }
    oddTokens = odd
    types = object["types"]?.array?.compactMap(\.integer)
    decoded = object["decoded"]?.string
  }

  /// The cases of a file that holds them as `cases`.
  static func read(_ path: String) throws -> [TokenizerCase] {
    let value = try JSONValue(parsing: try bytes(path))
    return try (value.object?["cases"]?.array ?? []).map { try TokenizerCase($0) }
  }

  /// Compares everything that the case knows.
  func check(_ tokenizer: Tokenizer, hasUnknownMarks: Bool = true, of name: String) {
    let encoding = tokenizer.encode(text, pair: pair)
    let place: Comment = "\(name): \(text.debugDescription.prefix(200))"
    #expect(encoding.ids == ids, place)
    guard encoding.ids == ids else { return }
    #expect(encoding.offsets == offsets, place)
    for (index, token) in encoding.tokens.enumerated() {
      let expected = tokens?[index] ?? oddTokens[index] ?? tokenizer.token(ids[index]) ?? ""
      // As bytes: é in one scalar and in two are equal strings.
      #expect(Array(token.utf8) == Array(expected.utf8), place)
    }
    if let types { #expect(encoding.types == types, place) }
    if let decoded {
      #expect(Array(tokenizer.decode(ids).utf8) == Array(decoded.utf8), place)
    }
  }
}
