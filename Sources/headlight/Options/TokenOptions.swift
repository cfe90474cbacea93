import ArgumentParser
import Pretrained
import Screens

/// A text as the numbers of its tokens, which no tokenizer is asked about.
struct TokenOptions: ParsableArguments {
  @Option(
    help: .init("The numbers of the tokens instead of a text.", valueName: "1,2,3"),
    transform: TokenOptions.numbers)
  var ids: NumberList?
  @Option(
    help: .init("The kind of each token (with --ids): 0 or 1.", valueName: "0,0,1"),
    transform: TokenOptions.numbers)
  var types: NumberList?

  /// Whole numbers with commas or blanks between them.
  struct NumberList: Hashable, Sendable {
    var numbers: [Int]
  }

  private static func numbers(_ text: String) throws -> NumberList {
    let parts = text.split { $0 == "," || $0 == " " }
    let numbers = parts.compactMap { Int($0) }
    guard !numbers.isEmpty, numbers.count == parts.count, numbers.allSatisfy({ $0 >= 0 }) else {
      throw ValidationError(
        "expected whole numbers with commas, such as 101,7592,102, not \"\(safe(text, cells: 40))\"."
      )
    }
    return NumberList(numbers: numbers)
  }

  func validate() throws {
    if types != nil, ids == nil { throw ValidationError("--types belongs to --ids.") }
  }

  /// The tokens as a text; nil where nobody gave any.
  var text: ModelText? { ids.map { ModelText(ids: $0.numbers, types: types?.numbers) } }
}
