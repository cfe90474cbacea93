import ArgumentParser
import Pretrained
import Subjects
import Tensors
import Terminal
import Training

/// `headlight open MODEL…`: a pretrained model, and the attention of every head for a text.
struct Open: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Open a pretrained model: type a sentence, see every head.",
    discussion: """
      MODEL is a Hugging Face directory (config.json, model.safetensors, tokenizer.json), a GGUF file, \
      or one of the samples. Nothing is downloaded or converted, and nothing of it is changed. Several \
      models with one tokenizer stand side by side, such as one model in two quantisations.
      Families: BERT, DistilBERT, RoBERTa, GPT-2, GPT-NeoX, Llama (also Mistral, SmolLM), Qwen2.
      """)

  @Argument(help: .init("A model, or several.", valueName: "model"))
  var models: [String]
  @OptionGroup(title: "The text") var text: TextOptions
  @Option(help: "The seed of tokens that are chosen at random (:temperature X).")
  var seed: UInt64 = 1
  @OptionGroup(title: "The screen") var screen: ScreenOptions

  func run() throws {
    guard systemGivesThreads(within: 2) else { throw Failure.noThread }
    let texts = try text.texts()
    let wake = Relay()
    let subject: OpenModel
    do {
      subject = try OpenModel(
        models, texts: texts, seed: seed, begin: { Terminal.protectThread() }
      ) { wake.poke() }
    } catch { throw Failure(error) }
    let notes = Notes()
    let terminal: Terminal
    do { terminal = try Terminal.open(options: screen.terminal) } catch {
      subject.stop()
      _ = subject.end(within: .seconds(1))
      throw Failure(error)
    }
    wake.connect(terminal.wakeUp)
    let bench = Workbench(subject, subject.runs, notes, terminal.wakeUp)
    try ScreenLoop(
      terminal: terminal, bench: bench, runs: subject.runs, notes: notes, screen: screen,
      pace: nil, hasRecording: TourRecording.directory != nil, opensTour: false
    ).follow()
  }
}
