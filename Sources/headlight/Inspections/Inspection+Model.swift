import JSON
import Pretrained
import Screens
import TensorFiles
import Tokenizers

extension Inspection {
  /// A model: what its files say of it, and its tensors.
  init(model path: String) throws {
    let model = try ModelDescription(model: path)
    let format: TensorFormat? = model.weightsPath.flatMap { TensorFormat(endingOf: $0) }
    let weights = model.weightsPath ?? path
    let listing = try TensorListing(weights, format ?? .gguf)
    let tensors = Inspection(listing)
    var object = model.json
    for member in tensors.json.object?.members ?? [] where member.key != "kind" {
      object[member.key] = member.value
    }
    self.init(json: .object(object), text: model.text + tensors.text, isWhole: true)
    self.tensors = listing
  }

  /// A config.json by itself.
  init(configuration path: String) throws {
    let model = try ModelDescription(configuration: path)
    var object = model.json
    object["kind"] = .string("config_json")
    (object["problems"], object["whole"]) = (.array([]), .boolean(true))
    self.init(
      json: .object(object), text: model.text + Self.row("whole", "yes"), isWhole: true)
  }

  /// A tokenizer by itself.
  init(tokenizer path: String) throws {
    let tokenizer = try Tokenizer(opening: path)
    var object = tokenizer.json
    (object["problems"], object["whole"]) = (.array([]), .boolean(true))
    self.init(
      json: .object(JSONObject.beginning("kind", "tokenizer_json", object)),
      text: tokenizer.text + Self.row("whole", "yes"), isWhole: true)
  }

  /// The same with what model a GGUF file is: a file that is none, or not one that is known, is whole.
  func adding(modelOf path: String) -> Inspection {
    var object = json.object ?? JSONObject()
    var page: String
    do throws(ModelError) {
      let model = try ModelDescription(model: path)
      object["model"] = .object(model.json)
      page = model.text
    } catch {
      object["model"] = .object(["problem": .string("\(error)")])
      page = Self.row("model", "cannot be opened: " + safe("\(error)"))
    }
    var whole = Inspection(json: .object(object), text: text + page, isWhole: isWhole)
    whole.tensors = tensors
    return whole
  }

  /// Which tensor of a model's file became which of ours.
  init(namesOf path: String) throws {
    let model = try ModelDescription(model: path)
    guard !model.names.isEmpty else {
      throw Failure(
        "\(legible(path)): the tensors of a Keras model have the names that Keras gave them; leave "
          + "--names out")
    }
    var object = model.json
    object["names"] = .array(
      model.names.map { name in
        .object([
          "theirs": .string(name.theirs),
          "shape": .array(name.lengths.map { JSONValue($0) }), "ours": .string(name.ours),
          "how": .string(name.how),
        ])
      })
    object["unread"] = .array(
      model.unread.map {
        .object(["theirs": .string($0.theirs), "why": .string($0.why)])
      })
    (object["problems"], object["whole"]) = (.array([]), .boolean(true))
    self.init(json: .object(object), text: model.text + model.nameLines, isWhole: true)
  }
}

extension JSONObject {
  /// The members of an object behind another one.
  fileprivate static func beginning(
    _ key: String, _ value: String, _ rest: JSONObject
  ) -> JSONObject {
    var object: JSONObject = [key: .string(value)]
    for member in rest.members { object[member.key] = member.value }
    return object
  }
}

extension ModelDescription {
  /// One object, without what is wrong.
  fileprivate var json: JSONObject {
    var object: JSONObject = [
      "kind": .string("model"), "title": .string(title), "family": .string(family),
    ]
    if let sizes {
      for (name, count) in [
        ("layers", sizes.layers), ("heads", sizes.heads), ("key_heads", sizes.keyHeads),
        ("head_width", sizes.depth), ("width", sizes.width), ("vocabulary", sizes.vocabulary),
        ("context", sizes.context),
      ] {
        object[name] = JSONValue(count)
      }
      object["decoder"] = .boolean(sizes.isDecoder)
    }
    object["parameters"] = parameterCount.map { JSONValue($0) }
    object["storage"] = storage.map { .string($0) }
    object["tokenizer"] = tokenizer.map { .object($0.json) }
    return object
  }

  /// The same for a person, line by line.
  fileprivate var text: String {
    var text = Inspection.row("model", safe("\(title), \(family)", cells: 100))
    if let sizes {
      let keys = sizes.keyHeads == sizes.heads ? "" : ", \(sizes.keyHeads) of them for keys"
      text += Inspection.row(
        "sizes",
        "\(sizes.layers) layers × \(sizes.heads) heads of \(sizes.depth)\(keys), \(sizes.width) wide, "
          + "\(sizes.vocabulary) tokens, at most \(sizes.context) at a time, "
          + (sizes.isDecoder ? "each sees those before it" : "each sees all"))
    }
    if let parameterCount {
      let stored = storage.map { ", stored as \($0)" } ?? ""
      text += Inspection.row("numbers", "\(parameterCount)\(stored)")
    }
    if let tokenizer { text += tokenizer.text }
    return text
  }

  /// A line for each tensor, in columns.
  fileprivate var nameLines: String {
    let rows = names.map { name in
      [
        safe(name.theirs, cells: 80),
        name.lengths.map(String.init).joined(separator: " × "), name.ours, name.how,
      ]
    }
    let widths = (0..<3).map { column in rows.map { width(of: $0[column]) }.max() ?? 0 }
    var text = ""
    for row in rows {
      var line = ""
      for column in 0..<3 {
        line += row[column]
        line += String(repeating: " ", count: widths[column] - width(of: row[column]) + 2)
      }
      text += line + row[3] + "\n"
    }
    for name in unread {
      text += Inspection.row("not read", "\(safe(name.theirs, cells: 80)): \(name.why)")
    }
    return text
  }
}

extension Tokenizer {
  fileprivate var json: JSONObject {
    var known = JSONObject()
    for (purpose, id) in special.named { known[purpose] = JSONValue(id) }
    return [
      "model": .string(kind), "vocabulary": JSONValue(vocabularyCount),
      "markers": .string(markers.rawValue), "special": .object(known),
    ]
  }

  fileprivate var text: String {
    let known = special.named.map { purpose, id in
      "\(purpose) \(safe(token(id) ?? "", cells: 30)) \(id)"
    }
    return Inspection.row(
      "tokenizer",
      (["\(kind) of \(vocabularyCount) tokens"] + known).joined(separator: ", "))
  }
}
