import JSON
import Dashboard
import Snapshots
import Subjects
import TensorFiles

/// The numbers of what is shown, in a file that other programs read.
struct NumbersFile {
  let maps: [ExportedMap]
  /// Where they come from.
  let notes: [(name: String, text: String)]

  /// JSON: what is known of them, then each map with the names of its rows and columns.
  var json: [UInt8] {
    var page = JSONObject()
    for note in notes { page[note.name] = .string(note.text) }
    page["maps"] = .array(
      maps.map { map in
        .object([
          "name": .string(map.name), "site": .string(map.site.name), "heads": names(map.heads),
          "queries": names(map.queries), "keys": names(map.keys), "weights": weights(map),
        ])
      })
    return Array((JSONText.line(.object(page)) + "\n").utf8)
  }

  private func names(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }

  private func weights(_ map: ExportedMap) -> JSONValue {
    let (rows, columns) = (map.queries.count, map.keys.count)
    return .array(
      map.heads.indices.map { head in
        .array(
          (0..<rows).map { row in
            let first = (head * rows + row) * columns
            return .array(map.weights[first..<(first + columns)].map { JSONValue($0) })
          })
      })
  }

  /// safetensors: a tensor `[head, query, key]` for each map; what is known of them, and the names of
  /// heads, rows and columns as JSON, are its metadata.
  var safetensors: [UInt8] {
    var metadata = notes.map { (key: $0.name, value: $0.text) }
    for map in maps {
      for (what, own) in [("heads", map.heads), ("queries", map.queries), ("keys", map.keys)] {
        metadata.append((key: "\(map.name).\(what)", value: JSONText.line(names(own))))
      }
    }
    return Safetensors.encoded(
      maps.map { map in NamedNumbers(map.name, lengths: lengths(map), map.weights) },
      metadata: metadata)
  }

  private func lengths(_ map: ExportedMap) -> [Int] {
    [map.heads.count, map.queries.count, map.keys.count]
  }

  /// NumPy: one array `[head, query, key]`; maps of one size are heads of it, one behind the other.
  ///
  /// - Returns: the file, and which heads they are, since it cannot say so itself.
  func npy() throws(Failure) -> (bytes: [UInt8], heads: [String]) {
    guard let first = maps.first else { throw Failure(.export(.noAttention)) }
    let isOneSize = maps.allSatisfy {
      $0.queries.count == first.queries.count && $0.keys.count == first.keys.count
    }
    guard isOneSize else { throw Failure(.export(.manyMaps(maps.count))) }
    let heads = maps.flatMap { map in
      maps.count > 1 && map.heads.count == 1 ? [map.name] : map.heads
    }
    let array = NamedNumbers(
      "", lengths: [heads.count, first.queries.count, first.keys.count], maps.flatMap(\.weights))
    return (NumPyFile.encoded(array), heads)
  }
}
