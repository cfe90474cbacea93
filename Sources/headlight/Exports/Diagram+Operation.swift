import Screens
import Snapshots

extension Diagram {
  /// The operation that writes the value called `name`.
  func place(ofOperation name: String) throws(Failure) -> Int {
    let names = operations.map { values[$0.output].name }
    guard let place = names.firstIndex(of: name) else {
      throw Failure(
        "--operation \(safe(name)): there is none; there are " + names.joined(separator: ", "))
    }
    return place
  }
}
