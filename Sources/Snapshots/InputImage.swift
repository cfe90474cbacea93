/// An input that is an image, read column by column.
public struct InputImage: Hashable, Sendable {
  /// Something that can be read in the image.
  public struct Part: Hashable, Sendable {
    /// What it is, as a person reads it.
    public var name: String
    /// The columns it stands in.
    public var columns: Range<Int>

    /// What is called `name` in `columns`.
    public init(_ name: String, columns: Range<Int>) {
      self.name = name
      self.columns = columns
    }
  }

  /// The height in pixels.
  public var height: Int
  /// The width in pixels: key k of the attention stands at column k.
  public var width: Int
  /// The pixels, row by row from the top left: 0 is paper, 1 is ink.
  public var pixels: [Float]
  /// The columns that a key sees, its own in the middle.
  public var window: Int
  /// What can be read, from left to right and without overlap.
  public var parts: [Part]

  /// An image of `height` × `width` pixels.
  public init(height: Int, width: Int, pixels: [Float], window: Int = 1, parts: [Part] = []) {
    precondition(pixels.count == height * width, "a number for every pixel")
    self.height = height
    self.width = width
    self.pixels = pixels
    self.window = window
    self.parts = parts
  }

  /// The pixel in a row from the top and a column from the left.
  public subscript(row row: Int, column column: Int) -> Float { pixels[row * width + column] }

  /// Which part `column` belongs to; nil on paper between them.
  public func part(at column: Int) -> Int? {
    parts.firstIndex { $0.columns.contains(column) }
  }
}
