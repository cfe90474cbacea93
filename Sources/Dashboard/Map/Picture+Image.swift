import Screens
import Snapshots

extension Picture {
  /// The image that was read, where each of its columns is a key.
  var image: InputImage? {
    reading.image.flatMap { $0.width == keys.count ? $0 : nil }
  }

  /// The weight of `query` on each part of the image, all of its columns together.
  func weights(on parts: [InputImage.Part], of query: Int) -> [Float] {
    parts.map { part in part.columns.reduce(0) { $0 + self[query, $1] } }
  }
}
