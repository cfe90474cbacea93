/// Numbers with a name that are written as they come, because there are too many to hold them twice.
public struct StreamedNumbers {
  /// The name.
  public let name: String
  /// The length of each axis, outermost first.
  public let lengths: [Int]
  let dtype: StoredTensor.DType
  private let partCount: Int
  private let part: (Int) -> NamedNumbers.Numbers

  /// Float32 numbers in `partCount` parts, the last axis fastest: together as many as the product of
  /// `lengths`.
  public init(
    _ name: String, lengths: [Int], partCount: Int, part: @escaping (Int) -> [Float]
  ) {
    (self.name, self.lengths, dtype, self.partCount) = (name, lengths, .f32, partCount)
    self.part = { .floats(part($0)) }
  }

  /// Numbers that are there already.
  public init(_ numbers: NamedNumbers) {
    (name, lengths, dtype, partCount) = (numbers.name, numbers.lengths, numbers.dtype, 1)
    part = { _ in numbers.numbers }
  }

  /// How many numbers there are.
  public var count: Int { lengths.reduce(1, *) }

  /// The bytes that they take in a file.
  var size: Int { count * dtype.blockSize }

  /// Calls `body` with each part in order.
  package func forEachPart(
    _ body: (NamedNumbers.Numbers) throws(FileError) -> Void
  ) throws(FileError) {
    var count = 0
    for place in 0..<partCount {
      let part = part(place)
      count += part.count
      try body(part)
    }
    precondition(count == self.count, "“\(name)” of \(lengths) came with \(count) numbers")
  }
}
