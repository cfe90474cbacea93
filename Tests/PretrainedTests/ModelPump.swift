import Dispatch
import Snapshots
import Subjects
import Testing

@testable import Pretrained

/// Asks an open model for things and waits for what it shows.
final class ModelPump {
  let model: OpenModel
  private let signal: DispatchSemaphore
  private(set) var notices: [Notice] = []

  init(_ paths: [String], texts: [ModelText] = []) throws {
    let signal = DispatchSemaphore(value: 0)
    self.signal = signal
    model = try OpenModel(paths, texts: texts) { signal.signal() }
  }

  deinit {
    model.stop()
    _ = model.end(within: .seconds(5))
  }

  /// The next frame, within 20 seconds.
  func frame() throws -> Frame {
    while true {
      if let frame = model.frames.take() {
        notices += frame.notices
        return frame
      }
      try #require(signal.wait(timeout: .now() + 20) == .success, "no frame within 20 seconds")
    }
  }

  /// The first scene for which `isIt` holds.
  func scene(_ run: Int = 0, where isIt: (Scene) -> Bool) throws -> Scene {
    for _ in 0..<1_000 {
      let scene = try frame().scenes[run]
      if isIt(scene) { return scene }
    }
    throw Nothing()
  }

  /// Asks, and waits for the first scene for which `isIt` holds.
  func ask(_ request: Request, run: Int = 0, where isIt: (Scene) -> Bool) throws -> Scene {
    model.send(request, model.runs[run].id)
    return try scene(run, where: isIt)
  }

  struct Nothing: Error {}
}
