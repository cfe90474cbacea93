/// Why something on a screen cannot be written to a file.
public enum ExportProblem: Error, Hashable {
  /// The ending of the name says no format; those that are known.
  case unknownFormat(path: String, known: [String])
  /// There is no attention to draw.
  case noAttention
  /// There is one run, and nothing to put beside it.
  case nothingBeside
  /// Nobody knows the operations behind the picture.
  case noOperations
  /// A format cannot hold what a screen shows; those that can.
  case unsuitable(format: String, view: String, suitable: [String])
  /// So many maps of different sizes are no single array.
  case manyMaps(Int)
  /// The figure would be wider or narrower than any page, in millimetres.
  case width(least: Int, most: Int)
  /// Weights are not there, and nobody sent them.
  case missingWeights
}
