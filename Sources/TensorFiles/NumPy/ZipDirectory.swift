import JSON

/// What a zip archive says that it holds, checked against the file and against itself.
///
/// APPNOTE.TXT of PKWARE, 6.3: the directory at the end of the file, with 64-bit lengths where
/// they are needed, and for each member a header in front of its bytes, which must agree. Nothing is
/// decompressed.
package struct ZipDirectory: Sendable {
  /// A file in the archive.
  package struct Member: Sendable {
    /// Its name, with folders.
    package let name: String
    /// How its bytes are compressed: 0 not at all, 8 deflated.
    package let method: UInt16
    /// The checksum of its bytes as they were before compression.
    let checksum: UInt32
    /// Where its bytes are.
    let range: Range<Int>
  }

  /// The most members.
  static let greatestCount = 100_000

  /// The members, in the order of the directory.
  package private(set) var members: [Member] = []

  private let source: ByteSource
  private let path: String
  private let length: Int

  /// Reads the directory of the archive at `path`.
  package init(reading path: String) throws(FileError) {
    try self.init(.file(try RawFile.reading(path)), path: path)
  }

  /// Reads the directory of the archive in `source`.
  init(_ source: ByteSource, path: String) throws(FileError) {
    self.source = source
    self.path = path
    length = try source.length()
    let (directory, count) = try findDirectory()
    try readMembers(directory, count)
    try refuseClashes()
  }

  private func wrong(_ expected: String, found: String? = nil, at offset: Int) -> FileError {
    .malformed(
      path: path, field: "zip directory", offset: offset,
      problem: "expected \(expected)" + (found.map { ", found \($0)" } ?? ""),
      advice: "the archive is cut or damaged: copy or download it again")
  }

  // MARK: The end of the file

  /// Where the directory is and how many members it lists, as the end of the file says.
  private func findDirectory() throws(FileError) -> (Range<Int>, Int) {
    // The record at the end is followed by a comment of at most 65,535 bytes.
    let start = max(0, length - 22 - 65_535)
    let tail = try source.bytes(start..<length)
    var place = tail.count - 22
    while place >= 0 {
      if tail[place..<(place + 4)].elementsEqual([0x50, 0x4b, 5, 6]),
        place + 22 + Int(tail.number(at: place + 20, as: UInt16.self)) == tail.count
      {
        break
      }
      place -= 1
    }
    guard place >= 0 else { throw wrong("a directory at the end", at: length) }
    let disks = tail.number(at: place + 4, as: UInt32.self)
    var count = UInt64(tail.number(at: place + 10, as: UInt16.self))
    var size = UInt64(tail.number(at: place + 12, as: UInt32.self))
    var offset = UInt64(tail.number(at: place + 16, as: UInt32.self))
    var end = start + place
    if count == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff {
      (end, count, size, offset) = try findLargeDirectory(before: end)
    } else if disks != 0 {
      throw wrong("an archive in one file", at: start + place + 4)
    }
    guard offset <= UInt64(end), size == UInt64(end) - offset else {
      throw wrong(
        "a directory of \(size) bytes from \(offset) to the record of its end", found: "\(end)",
        at: end)
    }
    guard count <= size / 46, count <= UInt64(Self.greatestCount) else {
      throw wrong(
        "at most \(min(size / 46, UInt64(Self.greatestCount))) members", found: "\(count)",
        at: start + place + 10)
    }
    return (Int(offset)..<end, Int(count))
  }

  /// The same of an archive with 64-bit lengths: its own record stands in front of `end`.
  private func findLargeDirectory(
    before end: Int
  ) throws(FileError) -> (end: Int, count: UInt64, size: UInt64, offset: UInt64) {
    guard end >= 20 + 56 else { throw wrong("a record with 64-bit lengths", at: end) }
    let locator = try source.bytes((end - 20)..<end)
    guard locator.starts(with: [0x50, 0x4b, 6, 7]),
      let place = Int(exactly: locator.number(at: 8, as: UInt64.self)), place <= end - 20 - 56
    else { throw wrong("a record with 64-bit lengths", at: end - 20) }
    let record = try source.bytes(place..<(place + 56))
    guard record.starts(with: [0x50, 0x4b, 6, 6]) else {
      throw wrong("a record with 64-bit lengths", at: place)
    }
    return (
      place, record.number(at: 32, as: UInt64.self), record.number(at: 40, as: UInt64.self),
      record.number(at: 48, as: UInt64.self)
    )
  }

  // MARK: Members

  private mutating func readMembers(_ range: Range<Int>, _ count: Int) throws(FileError) {
    let bytes = try source.bytes(range)
    var place = 0
    for _ in 0..<count {
      let offset = range.lowerBound + place
      guard bytes.count - place >= 46,
        bytes[place..<(place + 4)].elementsEqual([0x50, 0x4b, 1, 2])
      else { throw wrong("\(count) members", found: "\(members.count)", at: offset) }
      let nameLength = Int(bytes.number(at: place + 28, as: UInt16.self))
      let extraLength = Int(bytes.number(at: place + 30, as: UInt16.self))
      let commentLength = Int(bytes.number(at: place + 32, as: UInt16.self))
      let nameEnd = place + 46 + nameLength
      guard bytes.count - nameEnd >= extraLength + commentLength else {
        throw wrong("a name and \(extraLength + commentLength) more bytes", at: offset + 46)
      }
      guard let name = String(validating: bytes[(place + 46)..<nameEnd], as: UTF8.self) else {
        throw wrong("a name in UTF-8", at: offset + 46)
      }
      let sizes = Self.sizes(
        bytes, [(place + 24), (place + 20), (place + 42)], nameEnd..<(nameEnd + extraLength))
      let entry = Entry(
        name: name, flags: bytes.number(at: place + 8, as: UInt16.self),
        method: bytes.number(at: place + 10, as: UInt16.self),
        checksum: bytes.number(at: place + 16, as: UInt32.self), size: sizes[0],
        compressedSize: sizes[1])
      members.append(try member(entry, at: sizes[2], before: range.lowerBound))
      place = nameEnd + extraLength + commentLength
    }
    guard place == bytes.count else {
      throw wrong("the end of the directory", at: range.lowerBound + place)
    }
  }

  /// A member as the directory has it.
  private struct Entry {
    let name: String
    let flags: UInt16
    let method: UInt16
    let checksum: UInt32
    let size: UInt64
    let compressedSize: UInt64
  }

  /// The 32-bit numbers at `places`; one that is 2³² − 1 is found with 64 bits in the extra field.
  private static func sizes(_ bytes: [UInt8], _ places: [Int], _ extra: Range<Int>) -> [UInt64] {
    var large: [UInt64] = []
    var place = extra.lowerBound
    while place + 4 <= extra.upperBound {
      let kind = bytes.number(at: place, as: UInt16.self)
      let end = min(
        extra.upperBound, place + 4 + Int(bytes.number(at: place + 2, as: UInt16.self)))
      place += 4
      if kind == 1, large.isEmpty {
        while place + 8 <= end {
          large.append(bytes.number(at: place, as: UInt64.self))
          place += 8
        }
      }
      place = end
    }
    var next = large.makeIterator()
    return places.map { place in
      let small = UInt64(bytes.number(at: place, as: UInt32.self))
      return small == 0xffff_ffff ? next.next() ?? small : small
    }
  }

  /// The member whose header stands at `offset`, which must say what the directory says.
  private func member(
    _ entry: Entry, at offset: UInt64, before end: Int
  ) throws(FileError) -> Member {
    guard let start = Int(exactly: offset), start <= end - 30 else {
      throw wrong("a member in front of the directory", found: "one at \(offset)", at: end)
    }
    let fixed = try source.bytes(start..<(start + 30))
    let nameLength = Int(fixed.number(at: 26, as: UInt16.self))
    let extraLength = Int(fixed.number(at: 28, as: UInt16.self))
    let dataStart = start + 30 + nameLength + extraLength
    guard fixed.starts(with: [0x50, 0x4b, 3, 4]), dataStart <= end else {
      throw wrong("the header of “\(legible(entry.name, limit: 60))”", at: start)
    }
    guard let size = Int(exactly: entry.compressedSize), size <= end - dataStart else {
      throw wrong(
        "at most \(end - dataStart) bytes of “\(legible(entry.name, limit: 60))”",
        found: "\(entry.compressedSize)", at: start)
    }
    let header = try source.bytes(start..<dataStart)
    let sizes = Self.sizes(header, [22, 18], (30 + nameLength)..<header.count)
    // With bit 3 the numbers stand behind the bytes, since they were not known in front of them.
    let isLater = entry.flags & 8 != 0
    let agrees =
      sizes == [entry.size, entry.compressedSize]
      && header.number(at: 14, as: UInt32.self) == entry.checksum
    guard header[30..<(30 + nameLength)].elementsEqual(entry.name.utf8),
      header.number(at: 6, as: UInt16.self) == entry.flags,
      header.number(at: 8, as: UInt16.self) == entry.method, agrees || isLater
    else {
      throw wrong(
        "a header of “\(legible(entry.name, limit: 60))” that agrees with the directory", at: start)
    }
    guard entry.flags & 1 == 0 else {
      throw .malformed(
        path: path, field: "“\(legible(entry.name, limit: 60))”", problem: "expected no encryption")
    }
    guard entry.method != 0 || entry.size == entry.compressedSize else {
      throw wrong(
        "\(entry.compressedSize) bytes of “\(legible(entry.name, limit: 60))”",
        found: "\(entry.size)", at: start)
    }
    return Member(
      name: entry.name, method: entry.method, checksum: entry.checksum,
      range: dataStart..<(dataStart + size))
  }

  /// Refuses two members of one name, and two that share bytes: a small file would say a large one.
  private func refuseClashes() throws(FileError) {
    var names: Set<NameBytes> = []
    for member in members where !names.insert(NameBytes(member.name)).inserted {
      throw wrong("“\(legible(member.name, limit: 60))” once", found: "it twice", at: length)
    }
    let ranges = members.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
    for (first, second) in zip(ranges, ranges.dropFirst())
    where first.upperBound > second.lowerBound {
      throw wrong("bytes of its own for each member", at: second.lowerBound)
    }
  }

  // MARK: Bytes

  /// Refuses a member whose bytes are not those that its checksum was taken of.
  func verify(_ member: Member) throws(FileError) {
    var checksum = CRC32()
    var place = member.range.lowerBound
    while place < member.range.upperBound {
      let end = min(member.range.upperBound, place + 1 << 18)
      checksum.add(try source.bytes(place..<end))
      place = end
    }
    guard checksum.value == member.checksum else {
      throw .malformed(
        path: path, field: "“\(legible(member.name, limit: 60))”",
        problem: "expected bytes of the checksum that the archive has for them",
        advice: "the archive is damaged: copy or download it again")
    }
  }
}
