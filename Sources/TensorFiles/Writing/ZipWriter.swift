/// Writes a zip archive whose members are stored as they are, with nothing known of them beforehand.
///
/// Lengths and checksums stand behind each member and in the directory (APPNOTE 6.3, bit 3), so that
/// the archive can be written to a pipe. No member and no archive may have 4 GB.
struct ZipWriter {
  private struct Member {
    var name: [UInt8]
    var start: Int
    var checksum = CRC32()
    var size = 0
  }

  private let file: RawFile
  private var place = 0
  private var members: [Member] = []

  /// An archive that is written to `file`.
  init(_ file: RawFile) { self.file = file }

  /// Begins a member.
  mutating func begin(_ name: String) throws(FileError) {
    let member = Member(name: Array(name.utf8), start: place)
    try put([0x50, 0x4b, 3, 4] + Self.common(member, isKnown: false) + member.name)
    members.append(member)
  }

  /// Writes more of the present member.
  mutating func write(_ bytes: [UInt8]) throws(FileError) {
    members[members.count - 1].checksum.add(bytes)
    members[members.count - 1].size += bytes.count
    try put(bytes)
  }

  /// Ends the present member.
  mutating func end() throws(FileError) {
    try put([0x50, 0x4b, 7, 8] + Self.lengths(members[members.count - 1]))
  }

  /// Writes the directory.
  mutating func finish() throws(FileError) {
    let start = place
    for member in members {
      var entry: [UInt8] = [0x50, 0x4b, 1, 2, 20, 0] + Self.common(member, isKnown: true)
      // No comment, one disk, no attributes.
      entry += [UInt8](repeating: 0, count: 10) + Self.bytes(member.start, 4) + member.name
      try put(entry)
    }
    let count = Self.bytes(members.count, 2)
    try put(
      [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + count + count + Self.bytes(place - start, 4)
        + Self.bytes(start, 4) + [0, 0])
  }

  private mutating func put(_ bytes: [UInt8]) throws(FileError) {
    guard place + bytes.count <= Int(UInt32.max) else {
      throw .unsuitable(
        path: file.path, problem: "would have more than 4 GB",
        advice: "write a .safetensors file")
    }
    try file.write(bytes)
    place += bytes.count
  }

  /// What a header and its entry have in common: version, bit 3 and UTF-8 names, stored, 1 January 1980.
  private static func common(_ member: Member, isKnown: Bool) -> [UInt8] {
    [20, 0, 8, 8, 0, 0, 0, 0, 0x21, 0]
      + (isKnown ? lengths(member) : [UInt8](repeating: 0, count: 12))
      + bytes(member.name.count, 2) + [0, 0]
  }

  private static func lengths(_ member: Member) -> [UInt8] {
    bytes(Int(member.checksum.value), 4) + bytes(member.size, 4) + bytes(member.size, 4)
  }

  private static func bytes(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
