/// Whether the terminal writes light on dark or dark on light.
public enum Background: String, Hashable, Sendable {
  case dark, light
}
