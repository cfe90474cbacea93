/// What a file is, as the ending of its name says.
public enum ExportFormat: String, Hashable, Sendable, CaseIterable {
  case svg, png, ansi, txt, json, npy, safetensors

  /// The format of the file at `path`; nil where its ending says none.
  public init?(path: String) {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
    self.init(rawValue: name[name.index(after: dot)...].lowercased())
  }

  /// The endings.
  public static var endings: [String] { allCases.map { "." + $0.rawValue } }

  /// Whether it holds numbers rather than a picture.
  public var isNumbers: Bool { [.json, .npy, .safetensors].contains(self) }

  /// The formats that can hold what a screen shows.
  public static func suitable(for view: ScreenName) -> [ExportFormat] {
    switch view {
    case .map, .heads, .compare: allCases
    case .words: allCases.filter { $0 != .png }
    case .anatomy: [.svg, .ansi, .txt]
    }
  }
}
