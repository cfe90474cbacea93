/// A name as its UTF-8 bytes; strings that only look the same are different names.
struct NameBytes: Hashable {
  let name: String

  init(_ name: String) { self.name = name }

  static func == (a: NameBytes, b: NameBytes) -> Bool { a.name.utf8.elementsEqual(b.name.utf8) }

  func hash(into hasher: inout Hasher) {
    for byte in name.utf8 { hasher.combine(byte) }
  }
}
