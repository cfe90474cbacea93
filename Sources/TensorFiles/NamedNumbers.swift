public import Tensors

/// Numbers with a name, as they are written to a file.
public struct NamedNumbers: Hashable, Sendable {
  /// The numbers, the last axis fastest.
  public enum Numbers: Hashable, Sendable {
    /// Written as F32.
    case floats([Float])
    /// Written as I32.
    case integers32([Int32])
    /// Written as I64.
    case integers64([Int64])
    /// Written as U8.
    case bytes([UInt8])

    var count: Int {
      switch self {
      case .floats(let numbers): numbers.count
      case .integers32(let numbers): numbers.count
      case .integers64(let numbers): numbers.count
      case .bytes(let numbers): numbers.count
      }
    }

    /// The numbers as they lie in a file.
    var stored: [UInt8] {
      var bytes: [UInt8] = []
      switch self {
      case .floats(let numbers): bytes.append(memoryOf: numbers)
      case .integers32(let numbers): bytes.append(memoryOf: numbers)
      case .integers64(let numbers): bytes.append(memoryOf: numbers)
      case .bytes(let numbers): return numbers
      }
      return bytes
    }
  }

  /// The name.
  public var name: String
  /// The length of each axis, outermost first.
  public var lengths: [Int]
  /// The numbers.
  public var numbers: Numbers

  /// Numbers called `name`, as many as the product of `lengths`.
  public init(_ name: String, lengths: [Int], _ numbers: Numbers) {
    self.name = name
    self.lengths = lengths
    self.numbers = numbers
    precondition(
      lengths.reduce(1, *) == count, "“\(name)” of \(lengths) does not hold \(count) numbers")
  }

  /// Float32 numbers called `name`.
  public init(_ name: String, lengths: [Int], _ floats: [Float]) {
    self.init(name, lengths: lengths, .floats(floats))
  }

  var count: Int { numbers.count }

  package var bytes: [UInt8] { numbers.stored }

  package var dtype: StoredTensor.DType {
    switch numbers {
    case .floats: .f32
    case .integers32: .i32
    case .integers64: .i64
    case .bytes: .u8
    }
  }
}

extension NamedNumbers {
  /// The numbers of `tensor`, called `name`; a file keeps lengths but no names of axes.
  public init(_ name: String, _ tensor: Tensor) {
    self.init(name, lengths: tensor.shape.lengths, .floats(tensor.elements))
  }
}
