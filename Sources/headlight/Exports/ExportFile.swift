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

  /// Checks what can be known before there is anything to write.
  static func check(_ request: ExportRequest) throws(Failure) {
    let (view, format) = (request.options.view, request.format)
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

  /// The bytes of the file, and what they are in a few words.
  func content() throws(Failure) -> (bytes: [UInt8], note: String) {
    switch request.format {
    case .svg:
      let figure = try figure(state)
      let page = FigureSVG.page(of: figure, notes: notes)
      return (Array(page.utf8), "\(Int(figure.width)) mm wide")
    case .ansi, .txt, .png, .json, .npy, .safetensors: throw Failure("not yet")
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
