/// `word` as a shell takes it for one word, quoted where that is needed.
public func shellQuoted(_ word: String) -> String {
  let plain = "-_./:=,+@%"
  let isPlain = word.unicodeScalars.allSatisfy {
    $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
      || plain.unicodeScalars.contains($0)
  }
  if isPlain, !word.isEmpty { return word }
  return "'"
    + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
