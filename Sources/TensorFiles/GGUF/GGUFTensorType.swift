/// How a GGUF file stores a tensor, by the number that the file has for it.
enum GGUFTensorType {
  /// The type that has `number`; nil when it is none that can be read.
  static func dtype(_ number: UInt32) -> StoredTensor.DType? {
    switch number {
    case 0: .f32
    case 1: .f16
    case 2: .q4_0
    case 3: .q4_1
    case 6: .q5_0
    case 7: .q5_1
    case 8: .q8_0
    case 10: .q2k
    case 11: .q3k
    case 12: .q4k
    case 13: .q5k
    case 14: .q6k
    case 20: .iq4nl
    case 23: .iq4xs
    case 24: .i8
    case 25: .i16
    case 26: .i32
    case 27: .i64
    case 28: .f64
    case 30: .bf16
    default: nil
    }
  }

  /// What the type of `number` is called that cannot be read.
  static func name(_ number: UInt32) -> String {
    let names: [UInt32: String] = [
      4: "Q4_2, which was given up in 2023", 5: "Q4_3, which was given up in 2023", 9: "Q8_1",
      15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 21: "IQ3_S",
      22: "IQ2_S", 29: "IQ1_M", 31: "Q4_0_4_4", 32: "Q4_0_4_8", 33: "Q4_0_8_8", 34: "TQ1_0",
      35: "TQ2_0", 36: "IQ4_NL_4_4", 37: "IQ4_NL_4_8", 38: "IQ4_NL_8_8", 39: "MXFP4", 40: "NVFP4",
    ]
    return names[number].map { "\(number) (\($0))" } ?? "\(number)"
  }

  /// The names of all that can be read.
  static let known = (0...30).compactMap { dtype($0)?.rawValue }.joined(separator: " ")
}
