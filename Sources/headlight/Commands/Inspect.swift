import ArgumentParser
import JSON

/// `headlight inspect PATH`: what is in a run, a tensor file or a file of pairs, and what is wrong with it.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what is in a run, a tensor file or a file of pairs, and whether it is whole.",
    discussion: """
      PATH is the directory of a run of this or any other program, a file of tensors (safetensors and \
      its index of shards, GGUF, .npy, .npz), the directory of a pretrained model, its config.json or \
      tokenizer.json, or a file of pairs (.tsv); what it is, is told by its content. Every problem is named with file, tensor and field. Status 0: it is whole; 2: something \
      is missing or cannot be read.
      """)

  @Argument(
    help: .init("A run, a model, a file of tensors or a file of pairs.", valueName: "path"))
  var path: String
  @Flag(help: "One JSON object.")
  var json = false
  @Flag(help: "The numbers of every tensor: all of them with --json, else the first of each.")
  var values = false
  @Flag(
    help: "Of a model: which tensor of the file became which of ours, how, and which are not read.")
  var names = false

  func validate() throws {
    if names, values { throw ValidationError("--names and --values exclude each other.") }
  }

  func run() throws {
    do {
      let found = try names ? Inspection(namesOf: path) : Inspection(path)
      if json {
        try found.writeJSON(values: values)
      } else {
        try found.writeText(values: values)
      }
      if !found.isWhole { throw Failure("", status: .badInput) }
    } catch let failure as Failure where failure.message.isEmpty {
      throw failure
    } catch {
      // Whoever reads JSON reads the reason there as well.
      let failure = Failure(error)
      if json { Output.write(JSONText.line(Inspection.unreadable(path, failure.message)) + "\n") }
      throw failure
    }
  }
}
