/// A file that somebody wants of what is shown.
public struct ExportRequest: Hashable, Sendable {
  /// Where it is to lie.
  public var path: String
  /// What it is, as the ending of its name says.
  public var format: ExportFormat
  /// How a figure is drawn.
  public var options: FigureOptions
  /// Whether a file that is there may be replaced.
  public var isForced: Bool

  /// A file at `path`.
  public init(path: String, format: ExportFormat, options: FigureOptions, isForced: Bool) {
    (self.path, self.format, self.options, self.isForced) = (path, format, options, isForced)
  }
}
