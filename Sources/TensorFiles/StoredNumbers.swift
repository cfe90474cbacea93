extension [UInt8] {
  /// The whole number at `place` of an array of `dtype`; nil when it is none or too large.
  func integer(_ place: Int, _ dtype: StoredTensor.DType) -> Int64? {
    let start = place * dtype.blockSize
    switch dtype {
    case .i64: return number(at: start, as: Int64.self)
    case .i32: return Int64(number(at: start, as: Int32.self))
    case .i16: return Int64(number(at: start, as: Int16.self))
    case .i8: return Int64(number(at: start, as: Int8.self))
    case .u64: return Int64(exactly: number(at: start, as: UInt64.self))
    case .u32: return Int64(number(at: start, as: UInt32.self))
    case .u16: return Int64(number(at: start, as: UInt16.self))
    case .u8: return Int64(self[start])
    case .bool: return self[start] == 0 ? 0 : 1
    default: return nil
    }
  }
}

extension ByteSource {
  /// The numbers at `places` of a tensor as float64; only whole numbers beyond 2⁵³ are rounded.
  func doubles(_ tensor: StoredTensor, _ places: Range<Int>) throws(FileError) -> [Double] {
    let dtype = tensor.dtype
    // Every other type has only numbers that a float32 has.
    guard dtype.isInteger || dtype == .f64 else {
      return try floats(tensor, places).map(Double.init)
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(places.count)
    try forEachPart(of: tensor, places) { part, count in
      for place in 0..<count {
        switch dtype {
        case .f64:
          numbers.append(Double(bitPattern: part.number(at: 8 * place, as: UInt64.self)))
        case .u64: numbers.append(Double(part.number(at: 8 * place, as: UInt64.self)))
        default: numbers.append(Double(part.integer(place, dtype) ?? 0))
        }
      }
    }
    return numbers
  }

  /// The numbers at `places` of a tensor of whole numbers; nil when one is none or too large.
  func integers(_ tensor: StoredTensor, _ places: Range<Int>) throws(FileError) -> [Int64]? {
    guard tensor.dtype.isInteger || places.isEmpty else { return nil }
    var numbers: [Int64] = []
    numbers.reserveCapacity(places.count)
    var isExact = tensor.dtype.isInteger
    try forEachPart(of: tensor, places) { part, count in
      for place in 0..<count {
        let number = part.integer(place, tensor.dtype)
        isExact = isExact && number != nil
        numbers.append(number ?? 0)
      }
    }
    return isExact ? numbers : nil
  }

  /// Calls `body` with the bytes of up to 65,536 numbers and their count, from first to last; each
  /// number is stored for itself.
  private func forEachPart(
    of tensor: StoredTensor, _ places: Range<Int>, _ body: ([UInt8], Int) -> Void
  ) throws(FileError) {
    let size = tensor.dtype.blockSize
    var place = places.lowerBound
    while place < places.upperBound {
      let end = min(places.upperBound, place + 65_536)
      let start = tensor.range.lowerBound
      body(try bytes((start + place * size)..<(start + end * size)), end - place)
      place = end
    }
  }
}
