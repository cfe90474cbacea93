import Screens
import Snapshots
import Subjects

extension State {
  /// Where what is shown comes from, by name, as it stands in every file: in English, whatever the
  /// language of the screen.
  public func provenance(_ view: ScreenName) -> [(name: String, text: String)] {
    var lines: [(name: String, text: String)] = []
    func add(_ name: String, _ text: String?) {
      if let text, !text.isEmpty { lines.append((name, safe(text))) }
    }
    let shown = view == .compare ? company.runs.compactMap { sightings[$0] } : [sighting]
    add("run", run.title)
    add(
      "shown",
      shown.compactMap { $0.run.way.map(English().way) ?? $0.run.mistake?.rawValue }
        .joined(separator: ", "))
    add("recording", timeline?.recording)
    add("seed", run.seed.map(String.init))
    add("data", run.data)
    add("step", step.map(String.init))
    add("input", snapshot?.reading.source)
    if view != .compare { add("output", snapshot?.reading.text) }
    add("view", view.rawValue)
    if let name = selectedHead, view != .compare {
      add("site", view == .heads ? stack?.path : name.site.name)
      if view != .heads { add("head", stack?[name]?.label ?? "\(name.head)") }
    }
    let off = shown.flatMap { sighting in
      sighting.switches.keys.filter { State.headSwitch($0, sighting.switches) == .off }
        .map { $0.site.name + " \($0.head)" }
    }
    add("heads left out", off.sorted().joined(separator: ", "))
    if view == .words || view == .anatomy, let crosshair, let picture {
      add("query", "\(crosshair.row) \(picture.queries[crosshair.row])")
    }
    if view != .anatomy {
      add("scale", (view == .compare ? standpoint.map.scale : shownScale).rawValue)
    }
    return lines
  }
}
