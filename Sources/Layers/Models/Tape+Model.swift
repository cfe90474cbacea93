import Tapes

extension Tape {
  /// Records a whole model: what no layer says of its own is a single layer.
  static func recordModel(explaining: Bool, _ body: (Recorder) -> Void) -> Tape {
    record(explaining: explaining) { recorder in
      recorder.mechanism(.singleLayers) { body(recorder) }
    }
  }
}
