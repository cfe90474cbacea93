import Dashboard
import Runs
import Screens
import Snapshots
import Subjects
import TensorFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file of what a state shows: the same for the key and the command.
struct ExportFile {
  let request: ExportRequest
  /// What is shown; of a moving picture its last step.
  let state: State
  /// The steps of a moving picture, the last of them `state`; empty where it stands still.
  var steps: [State] = []
  /// How long each of them is seen, in seconds.
  var pace = 0.2

  /// Checks what can be known before there is anything to write.
  static func check(_ request: ExportRequest, isMoving: Bool = false) throws(Failure) {
    let (view, format) = (request.options.view, request.format)
    guard !isMoving || format == .svg else {
      throw Failure("--steps is for a moving picture, which is an .svg, not a .\(format.rawValue)")
    }
    let suitable = ExportFormat.suitable(for: view)
    guard suitable.contains(format) else {
      throw Failure(
        .export(
          .unsuitable(
            format: format.rawValue, view: view.rawValue, suitable: suitable.map(\.rawValue))))
    }
    guard request.isForced || access(request.path, F_OK) != 0 else {
      throw Failure(CrashSafe.exists(request.path))
    }
  }

  /// Writes the file, in full or not at all.
  ///
  /// - Returns: what it holds, in a few words.
  func write() throws(Failure) -> String {
    let (bytes, note) = try content()
    do { try CrashSafe.write(bytes, to: request.path, replacing: request.isForced) } catch {
      throw Failure(error)
    }
    return note
  }

  /// Writes the file, and says that it did or why it did not.
  var written: Notice {
    do throws(Failure) {
      guard request.isForced || access(request.path, F_OK) != 0 else {
        return .notReplaced(request.path)
      }
      try Self.check(request)
      _ = try write()
      return .exported(request.path)
    } catch { return .problem(error.problem) }
  }

  /// The bytes of the file, and what they are in a few words.
  func content() throws(Failure) -> (bytes: [UInt8], note: String) {
    switch request.format {
    case .svg where !steps.isEmpty: return try movie()
    case .svg:
      let figure = try figure(state)
      return (
        Array(FigureSVG.page(of: figure, notes: notes).utf8),
        "\(Int(figure.width.rounded())) × \(Int(figure.height.rounded())) mm"
      )
    case .png: return try bareMaps()
    case .ansi: return (Array((ANSIText.text(of: view(state)) + said + "\n").utf8), screenSize)
    case .txt: return (Array((view(state).picture + "\n" + said + "\n").utf8), screenSize)
    case .json, .npy, .safetensors: return try numbers()
    }
  }

  /// The steps one after the other, on one scale.
  private func movie() throws(Failure) -> (bytes: [UInt8], note: String) {
    var options = request.options
    options.isFrame = true
    options.reaching = steps.compactMap { $0.reach(of: options.view) }.max()
    var figures: [Figure] = []
    for step in steps {
      do { figures.append(try step.figure(options)) } catch { throw Failure(.export(error)) }
    }
    let page = FigureMovie(figures, pace: pace).page(notes: notes)
    return (
      Array(page.utf8),
      "\(figures.count) steps, \(Int(figures[0].width.rounded())) mm wide, \(page.utf8.count / 1_024) KB"
    )
  }

  private var screenSize: String { "\(state.desk.columns) × \(state.desk.rows) cells" }

  /// Where a screen comes from, in one line below it.
  private var said: String { notes.map { "\($0.name): \($0.text)" }.joined(separator: " · ") }

  /// The cells alone, each a square of pixels.
  private func bareMaps() throws(Failure) -> (bytes: [UInt8], note: String) {
    let maps: FieldImage
    do { maps = try state.fieldImage(request.options) } catch { throw Failure(.export(error)) }
    let image = maps.image
    let side = max(1, min(32, 640 / max(1, image.rows, image.columns)))
    let size =
      "\(maps.maps) bare map\(maps.maps == 1 ? "" : "s") of \(maps.rows) × \(maps.columns) cells "
      + "without labels, \(side) × \(side) pixels a cell"
    let texts = notes.map { (keyword: $0.name, text: $0.text) } + [(keyword: "pixels", text: size)]
    return (PNG.encoded(image.enlarged(by: side), texts: texts), size)
  }

  private func numbers() throws(Failure) -> (bytes: [UInt8], note: String) {
    guard let maps = state.exportedMaps(request.options.view) else {
      throw Failure(.export(.missingWeights))
    }
    guard !maps.isEmpty else { throw Failure(.export(.noAttention)) }
    let file = NumbersFile(maps: maps, notes: notes)
    let sizes = Set(maps.map { "\($0.heads.count), \($0.queries.count), \($0.keys.count)" })
    let size =
      "float32 [head, query, key] = " + sizes.sorted().map { "[\($0)]" }.joined(separator: ", ")
    switch request.format {
    case .json: return (file.json, size)
    case .safetensors: return (file.safetensors, size)
    default:
      let (bytes, heads) = try file.npy()
      let own = "[\(heads.count), \(maps[0].queries.count), \(maps[0].keys.count)]"
      return (
        bytes,
        "float32 [head, query, key] = \(own), heads \(heads.joined(separator: " ")); "
          + "the file cannot say where it is from: \(said)"
      )
    }
  }

  private func figure(_ state: State) throws(Failure) -> Figure {
    do { return try state.figure(request.options) } catch { throw Failure(.export(error)) }
  }

  /// Where it comes from, with the hash of the weights that are shown.
  var notes: [(name: String, text: String)] {
    var notes = [(name: "made by", text: "headlight \(RunRecorder.version)")]
    notes += state.provenance(request.options.view)
    if let maps = state.exportedMaps(request.options.view), !maps.isEmpty {
      notes.append((name: "map_sha256", text: Digest.sha256(maps.map(\.weights))))
    }
    return notes
  }
}
