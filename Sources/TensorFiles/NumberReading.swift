import CKernels

#if canImport(Glibc)
  import Glibc
#endif

// Numbers of every type made float32 on their way from the file into memory: with RawFile the only
// file of this module that holds unsafe pointers. A piece of the file is read, converted and
// forgotten, so that a tensor takes the memory of its result and of one piece.

extension ByteSource {
  /// The bytes that are read at once: they and their numbers stay in a processor's own memory.
  private static let piece = 1 << 17

  /// The numbers at `places` of `tensor` as float32, in the order in which they are stored.
  func floats(_ tensor: StoredTensor, _ places: Range<Int>) throws(FileError) -> [Float] {
    var result: Result<Void, FileError> = .success(())
    let numbers = [Float](unsafeUninitializedCapacity: places.count) { buffer, count in
      let part = UnsafeMutableBufferPointer(rebasing: buffer[..<places.count])
      Self.expectUse(of: part)
      result = Result { () throws(FileError) in try read(tensor, places, into: part) }
      if case .success = result { count = places.count }
    }
    try result.get()
    return numbers
  }

  /// Writes the numbers at `places` of `tensor` into `numbers`, which has room for exactly these.
  ///
  /// Places may begin and end inside a block.
  func read(
    _ tensor: StoredTensor, _ places: Range<Int>, into numbers: UnsafeMutableBufferPointer<Float>
  ) throws(FileError) {
    precondition(
      places.lowerBound >= 0 && places.upperBound <= tensor.count, "outside the tensor")
    precondition(numbers.count == places.count, "room for another count of numbers")
    guard var target = numbers.baseAddress, !places.isEmpty else { return }
    let (size, length) = (tensor.dtype.blockSize, tensor.dtype.blockLength)
    let start = tensor.range.lowerBound
    if tensor.dtype == .f32, case .file(let file) = self {
      let bytes = UnsafeMutableRawBufferPointer(numbers)
      return try file.read(into: bytes, at: start + places.lowerBound * size)
    }
    let capacity = max(size, min(Self.piece, (places.count / length + 2) * size))
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 64)
    let block = UnsafeMutableBufferPointer<Float>.allocate(capacity: length)
    defer {
      piece.deallocate()
      block.deallocate()
    }
    var place = places.lowerBound
    while place < places.upperBound {
      let (first, offset) = place.quotientAndRemainder(dividingBy: length)
      let left = places.upperBound - place
      let isWhole = offset == 0 && left >= length
      let blocks = isWhole ? min(left / length, capacity / size) : 1
      let bytes = UnsafeMutableRawBufferPointer(rebasing: piece[..<(blocks * size)])
      try copy(into: bytes, at: start + first * size)
      guard let source = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
        let room = isWhole ? target : block.baseAddress
      else { return }
      hk_dequantise(tensor.dtype.kernel, blocks, source, room)
      let count = isWhole ? blocks * length : min(length - offset, left)
      if !isWhole { target.update(from: room + offset, count: count) }
      target += count
      place += count
    }
  }

  private func copy(into bytes: UnsafeMutableRawBufferPointer, at start: Int) throws(FileError) {
    switch self {
    case .file(let file): try file.read(into: bytes, at: start)
    case .memory(let memory):
      memory.withUnsafeBytes {
        bytes.copyMemory(from: .init(rebasing: $0[start...].prefix(bytes.count)))
      }
    }
  }

  /// Tells the system that all of `numbers` will be written: memory comes in pages of 2 MB instead of
  /// 4 KB, which is most of what reading a large tensor costs.
  private static func expectUse(of numbers: UnsafeMutableBufferPointer<Float>) {
    #if canImport(Glibc)
      let page = 1 << 21
      let bytes = UnsafeMutableRawBufferPointer(numbers)
      guard bytes.count >= 4 * page, let base = bytes.baseAddress else { return }
      let skipped = (page - Int(bitPattern: base) % page) % page
      // Advice that is not taken changes nothing but the time.
      _ = madvise(base + skipped, (bytes.count - skipped) / page * page, Int32(MADV_HUGEPAGE))
    #endif
  }
}

extension StoredTensor.DType {
  /// The number by which the kernels know the type.
  fileprivate var kernel: Int32 {
    let kind =
      switch self {
      case .f64: HK_F64
      case .f32: HK_F32
      case .f16: HK_F16
      case .bf16: HK_BF16
      case .f8e4m3: HK_F8_E4M3
      case .f8e5m2: HK_F8_E5M2
      case .i64: HK_I64
      case .i32: HK_I32
      case .i16: HK_I16
      case .i8: HK_I8
      case .u64: HK_U64
      case .u32: HK_U32
      case .u16: HK_U16
      case .u8: HK_U8
      case .bool: HK_BOOL
      case .q4_0: HK_Q4_0
      case .q4_1: HK_Q4_1
      case .q5_0: HK_Q5_0
      case .q5_1: HK_Q5_1
      case .q8_0: HK_Q8_0
      case .iq4nl: HK_IQ4_NL
      case .q2k: HK_Q2_K
      case .q3k: HK_Q3_K
      case .q4k: HK_Q4_K
      case .q5k: HK_Q5_K
      case .q6k: HK_Q6_K
      case .iq4xs: HK_IQ4_XS
      }
    return Int32(kind)
  }
}
