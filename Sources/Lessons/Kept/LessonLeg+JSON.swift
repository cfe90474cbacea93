public import JSON
import Snapshots
public import TensorFiles
import Training

/// A leg as a member of `actions` in `run.json`:
/// `{"step": 400, "learning_rate": 0.001, "batch_size": 16, "optimizer": "sgd", "heads_off": {"att": [1]}}`.
extension LessonLeg {
  /// What `actions` says of it; what stays as it was is absent.
  public var json: JSONValue {
    var members: JSONObject = ["step": JSONValue(start)]
    if let learningRate { members["learning_rate"] = JSONValue(learningRate) }
    if let batchSize { members["batch_size"] = JSONValue(batchSize) }
    if let optimizer { members["optimizer"] = .string(optimizer.name) }
    if let headsOff {
      var sites = JSONObject()
      for (site, heads) in headsOff.sorted(by: { $0.key.name < $1.key.name }) {
        sites[site.name] = .array(heads.sorted().map { JSONValue($0) })
      }
      members["heads_off"] = .object(sites)
    }
    return .object(members)
  }

  /// The legs that `actions` of the `run.json` at `path` lists, sorted by their steps.
  ///
  /// What is not known is refused: a run whose past was otherwise would be another run.
  public static func list(_ actions: [JSONValue], _ path: String) throws(FileError) -> [LessonLeg] {
    var legs: [LessonLeg] = []
    for (number, action) in actions.enumerated() {
      let place = "actions[\(number)]"
      func wrong(_ key: String, _ problem: String) -> FileError {
        .malformed(path: path, field: key.isEmpty ? place : "\(place).\(key)", problem: problem)
      }
      guard let members = action.object else { throw wrong("", "expected an object") }
      guard let step = members["step"]?.integer, step >= 0, step >= legs.last?.start ?? 0 else {
        throw wrong("step", "expected a step, none before that of an earlier action")
      }
      var leg = LessonLeg(from: step)
      for member in members.members where member.key != "step" {
        let (key, value) = (member.key, member.value)
        switch key {
        case "learning_rate":
          guard let rate = value.double.map(Float.init), rate > 0, rate.isFinite else {
            throw wrong(key, "expected a number above 0")
          }
          leg.learningRate = rate
        case "batch_size":
          guard let size = value.integer, (1...4_096).contains(size) else {
            throw wrong(key, "expected a number in 1 … 4096")
          }
          leg.batchSize = size
        case "optimizer":
          guard let optimizer = Optimizer.named(value.string ?? "") else {
            throw wrong(key, "expected adam or sgd")
          }
          leg.optimizer = optimizer
        case "heads_off":
          guard let sites = value.object else { throw wrong(key, "expected an object") }
          var off: HeadsOff = [:]
          for member in sites.members {
            let heads = member.value.array
            let numbers = heads?.compactMap(\.integer)
            guard let numbers, numbers.count == heads?.count else {
              throw wrong("\(key).\(member.key)", "expected numbers of heads")
            }
            off[Site(member.key)] = Set(numbers)
          }
          leg.headsOff = off
        default: throw wrong(key, "expected nothing of that name")
        }
      }
      legs.append(leg)
    }
    return legs
  }
}
