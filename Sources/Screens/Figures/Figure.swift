/// A drawing for a page: marks in millimetres, from the upper left corner on.
///
/// It is no screen: nothing in it has the width of a cell, and whoever prints it chose its width.
public struct Figure: Hashable, Sendable {
  /// The millimetres of a point, in which the sizes of letters are counted.
  public static let millimetresPerPoint = 25.4 / 72
  /// Letters smaller than this cannot be read in print, in points.
  public static let leastPoints = 7.0

  /// In millimetres.
  public var width: Double
  /// In millimetres.
  public var height: Double
  /// What it is a figure of, in a few words.
  public var title: String
  /// What is drawn, from back to front.
  public var marks: [Mark]

  /// A figure of this size.
  public init(width: Double, height: Double, title: String, marks: [Mark] = []) {
    self.width = width
    self.height = height
    self.title = title
    self.marks = marks
  }

  /// Something drawn.
  public enum Mark: Hashable, Sendable {
    /// A filled rectangle.
    case box(Box, Ink)
    /// The edge of a rectangle, of this thickness.
    case frame(Box, Ink, Double)
    /// A line.
    case line(Line)
    /// A disc with an edge, which shows on every colour.
    case dot(Point, radius: Double, Ink, edge: Ink)
    /// Letters.
    case words(Words)
    /// Pixels, each a rectangle of its own.
    case image(PixelImage, Box)
    /// Colours that pass into each other from left to right.
    case ramp([Ink], Box)
  }

  /// A place in millimetres.
  public struct Point: Hashable, Sendable {
    /// From the left.
    public var x: Double
    /// From the top.
    public var y: Double

    /// The place `x` from the left and `y` from the top.
    public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
  }

  /// A rectangle in millimetres.
  public struct Box: Hashable, Sendable {
    /// Of its left edge.
    public var x: Double
    /// Of its upper edge.
    public var y: Double
    /// From left to right.
    public var width: Double
    /// From top to bottom.
    public var height: Double

    /// A rectangle with its upper left corner at `x` and `y`.
    public init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
      (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
  }

  /// A straight line.
  public struct Line: Hashable, Sendable {
    /// Where it begins.
    public var from: Point
    /// Where it ends.
    public var to: Point
    /// Its colour.
    public var ink: Ink
    /// In millimetres.
    public var thickness: Double

    /// The line between two places.
    public init(_ from: Point, _ to: Point, _ ink: Ink, thickness: Double = 0.15) {
      (self.from, self.to, self.ink, self.thickness) = (from, to, ink, thickness)
    }
  }

  /// Letters on a line.
  public struct Words: Hashable, Sendable {
    /// Which end of the letters stands at their place.
    public enum Anchor: String, Hashable, Sendable {
      case start, middle, end
    }

    /// What is written; it is made safe when it is written.
    public var text: String
    /// Where the line that letters stand on begins, has its middle or ends.
    public var place: Point
    /// Which of these.
    public var anchor: Anchor
    /// Their colour.
    public var ink: Ink
    /// Their size.
    public var points: Double
    /// Whether they go upwards rather than to the right.
    public var isTurned: Bool
    /// Whether they are heavy.
    public var isBold: Bool
    /// Whether all letters have one width, as in a program.
    public var isCode: Bool

    /// `text` at `place`.
    public init(
      _ text: String, at place: Point, _ anchor: Anchor = .start, _ ink: Ink,
      points: Double = Figure.leastPoints, isTurned: Bool = false, isBold: Bool = false,
      isCode: Bool = false
    ) {
      (self.text, self.place, self.anchor, self.ink) = (text, place, anchor, ink)
      (self.points, self.isTurned, self.isBold, self.isCode) = (points, isTurned, isBold, isCode)
    }
  }
}

/// A colour of a figure, `0xRRGGBB`.
public struct Ink: Hashable, Sendable {
  /// Red, green and blue.
  public var value: UInt32

  /// The colour `0xRRGGBB`.
  public init(_ value: UInt32) { self.value = value & 0xFFFFFF }

  /// What stands behind a cell of a screen; nil where that is the terminal's own colour.
  public init?(_ color: Color) {
    switch color {
    case .standard: return nil
    case .rgb(let red, let green, let blue):
      value = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    case .indexed(let entry): value = Color.table(entry)
    }
  }

  /// As it is written in a page: `#rrggbb`, or `#rgb` where that is the same.
  var name: String {
    let digits = String(value, radix: 16)
    let all = Array(String(repeating: "0", count: 6 - digits.count) + digits)
    let isShort = all[0] == all[1] && all[2] == all[3] && all[4] == all[5]
    return "#" + String(isShort ? [all[0], all[2], all[4]] : all)
  }
}
