import JSON
import Runs
import TensorFiles

extension RunMetrics {
  /// The rows without what the clock says, which differs from run to run.
  var withoutTimes: [JSONObject] {
    rows.map { row in
      var values = row.values
      values["seconds"] = nil
      return values
    }
  }
}
