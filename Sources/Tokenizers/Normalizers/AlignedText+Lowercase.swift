extension AlignedText {
  /// Replaces every scalar by its full lower case, whatever stands around it.
  mutating func lowercase() {
    flatMap { value, lower in
      if value < 0x80 {
        lower.append(0x41...0x5a ~= value ? value + 32 : value)
      } else if ScalarProperties.bits(value) & ScalarProperties.alphabetic == 0 {
        lower.append(value)
      } else if let scalar = Unicode.Scalar(value) {
        for mapped in scalar.properties.lowercaseMapping.unicodeScalars {
          lower.append(mapped.value)
        }
      }
    }
  }
}
