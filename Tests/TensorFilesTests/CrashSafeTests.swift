import TensorFiles
import Testing
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct CrashSafeTests {
  private let folder = TemporaryFolder()

  @Test func aFileIsWrittenAndReplaced() throws {
    try CrashSafe.write([1, 2, 3], to: folder / "a")
    #expect(contents(folder / "a") == [1, 2, 3])
    try CrashSafe.write([], to: folder / "a")
    #expect(contents(folder / "a") == [])
    let large = [UInt8](repeating: 7, count: 3_000_000)
    try CrashSafe.write(large, to: folder / "a")
    #expect(contents(folder / "a") == large)
    #expect(folder.names == ["a"])
  }

  @Test func aFileIsKeptUnlessReplacing() throws {
    put([1], folder / "a")
    let error = #expect(throws: FileError.self) {
      try CrashSafe.write([2], to: folder / "a", replacing: false)
    }
    #expect(error.map { "\($0)" }?.contains("--force") == true)
    #expect(contents(folder / "a") == [1])
    try CrashSafe.write([3], to: folder / "b", replacing: false)
    #expect(folder.names == ["a", "b"])
  }

  @Test func aLinkIsFollowedAndAPipeIsWrittenTo() throws {
    put([1], folder / "a")
    folder.makeLink("link", to: "a")
    try CrashSafe.write([2], to: folder / "link")
    #expect(contents(folder / "a") == [2])
    #expect(folder.names == ["a", "link"])

    let pipe = folder.makePipe("pipe")
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try CrashSafe.write([5, 6], to: pipe)
    var bytes: [UInt8] = [0, 0, 0]
    #expect(read(reader, &bytes, 3) == 2)
    #expect(bytes == [5, 6, 0])
    #expect(folder.names == ["a", "link", "pipe"])
  }

  #if os(Linux)
    @Test func aFullDiskIsASentence() {
      let error = #expect(throws: FileError.self) {
        try CrashSafe.write([1], to: "/dev/full")
      }
      #expect(
        error.map { "\($0)" }
          == "cannot write /dev/full: the disk is full; "
          + "free some space or choose another folder")
    }
  #endif

  @Test func whereNothingCanBeWrittenNothingIsLeft() {
    put([1], folder / "file")
    for path in [folder / "file/a", folder / "absent/a", folder.path, folder / "a\u{0}b", ""] {
      let error = #expect(throws: FileError.self) { try CrashSafe.write([1], to: path) }
      #expect(error?.path == path)
    }
    #expect(folder.names == ["file"])
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func aReadOnlyFolderIsASentence() {
    let inner = folder.makeFolder("inner")
    chmod(inner, 0o555)
    defer { chmod(inner, 0o755) }
    let error = #expect(throws: FileError.self) { try CrashSafe.write([1], to: inner + "/a") }
    #expect(error.map { "\($0)" }?.contains("permission denied") == true)
  }

  @Test func whatALivingProcessWritesIsKept() throws {
    let path = folder / (CrashSafe.temporaryPrefix + "1-1")
    put([1], path)
    let writer = open(path, O_RDONLY)
    #expect(flock(writer, LOCK_EX) == 0)
    #expect(CrashSafe.removeLeftovers(in: folder.path) == 0)
    close(writer)
    #expect(CrashSafe.removeLeftovers(in: folder.path) == 1)
  }

  @Test func namesFromFilesStayInTheirFolder() {
    for name in ["a", "a.b", "...", " ", "model-00001-of-00002.safetensors", "é"] {
      #expect(isBareFileName(name), "\(name)")
    }
    for name in ["", ".", "..", "/a", "a/", "a/b", "../a", "a\u{0}b", "a\\b"] {
      #expect(!isBareFileName(name), "\(name)")
    }
  }

  @Test func errorsShowPathsLegibly() {
    let error = FileError.refused(action: "open", path: "a\u{1b}[2J\u{202e}b", code: ENOENT)
    #expect(
      "\(error)" == #"cannot open a\u{1b}[2J\u{202e}b: there is no such file or folder; "#
        + "check the path")
    let long = FileError.missing(path: String(repeating: "d/", count: 5_000) + "end", name: "w")
    #expect("\(long)".hasSuffix("d/end has no “w”"))
    #expect("\(long)".count < 250)
  }
}
