import JSON

/// One array as NumPy stores it, in a file of its own or as a member of an archive.
struct NumPyArray: Sendable {
  /// The array, of the name that its archive has for it.
  let tensor: StoredTensor

  private let header: NumPyHeader
  private let source: ByteSource
  private let path: String

  /// Checks the array in the bytes `range` of `source`.
  init(
    _ source: ByteSource, _ range: Range<Int>, name: String, path: String
  ) throws(FileError) {
    header = try NumPyHeader(source, range, name: name, path: path)
    tensor = StoredTensor(
      name: name, dtype: header.dtype, lengths: header.lengths, range: header.data)
    self.source = source
    self.path = path
  }

  /// The numbers at `places`, the last axis fastest, as float32.
  func floats(_ places: Range<Int>) throws(FileError) -> [Float] {
    guard header.isFortran else {
      let (source, tensor, places) = try straight(places)
      return try source.floats(tensor, places)
    }
    let (source, tensor, all) = try straight(0..<tensor.count)
    return Array(transposed(try source.floats(tensor, all))[places])
  }

  /// The numbers at `places`, the last axis fastest, as float64.
  func doubles(_ places: Range<Int>) throws(FileError) -> [Double] {
    guard header.isFortran else {
      let (source, tensor, places) = try straight(places)
      return try source.doubles(tensor, places)
    }
    let (source, tensor, all) = try straight(0..<tensor.count)
    return Array(transposed(try source.doubles(tensor, all))[places])
  }

  /// The numbers at `places` of an array of whole numbers; nil where one is none or too large.
  func integers(_ places: Range<Int>) throws(FileError) -> [Int64]? {
    guard header.isFortran else {
      let (source, tensor, places) = try straight(places)
      return try source.integers(tensor, places)
    }
    let (source, tensor, all) = try straight(0..<tensor.count)
    return try source.integers(tensor, all).map { Array(transposed($0)[places]) }
  }

  /// All numbers, which must be whole.
  func integers() throws(FileError) -> [Int64] {
    if let numbers = try integers(0..<tensor.count) { return numbers }
    throw .malformed(
      path: path, field: tensor.name.isEmpty ? nil : "array “\(legible(tensor.name, limit: 60))”",
      problem: "expected whole numbers below 2⁶³, found \(tensor.dtype.rawValue)")
  }

  /// Where to find the numbers at `places` with the least byte first: in the file, or turned round in
  /// memory.
  private func straight(
    _ places: Range<Int>
  ) throws(FileError) -> (ByteSource, StoredTensor, Range<Int>) {
    let size = tensor.dtype.blockSize
    guard header.isBigEndian, size > 1 else { return (source, tensor, places) }
    let start = tensor.range.lowerBound + places.lowerBound * size
    var bytes = try source.bytes(start..<(start + places.count * size))
    for first in stride(from: 0, to: bytes.count, by: size) {
      for place in 0..<(size / 2) { bytes.swapAt(first + place, first + size - 1 - place) }
    }
    let turned = StoredTensor(
      name: tensor.name, dtype: tensor.dtype, lengths: [places.count], range: bytes.indices)
    return (.memory(bytes), turned, 0..<places.count)
  }

  /// The numbers with the last axis fastest, where they were stored with the first.
  private func transposed<Number>(_ numbers: [Number]) -> [Number] {
    guard header.isFortran, !numbers.isEmpty else { return numbers }
    // An odometer: the last index turns over at each step, the place in the file follows it.
    let lengths = tensor.lengths
    var steps: [Int] = []
    var step = 1
    for length in lengths {
      steps.append(step)
      step *= length
    }
    var indices = [Int](repeating: 0, count: lengths.count)
    var place = 0
    var turned: [Number] = []
    turned.reserveCapacity(numbers.count)
    while turned.count < numbers.count {
      turned.append(numbers[place])
      var axis = lengths.count - 1
      while axis >= 0 {
        indices[axis] += 1
        place += steps[axis]
        if indices[axis] < lengths[axis] { break }
        place -= steps[axis] * lengths[axis]
        indices[axis] = 0
        axis -= 1
      }
    }
    return turned
  }
}
