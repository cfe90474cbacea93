extension English: CommandTexts {
  var commandsHeading: String { "commands" }
  func commandHelp(_ name: CommandName) -> String {
    switch name {
    case .add: "adds a constant to a value of the Anatomy: add 3"
    case .anatomy: "goes to the Anatomy"
    case .axis: "takes the softmax over another axis: axis -1"
    case .baseline: "trains the lesson without attention, for comparison"
    case .breakpoint: "stops at a condition: break loss < .1; alone: lists all"
    case .colors: "the colours of weights"
    case .compare: "puts the ways of the lesson side by side"
    case .copy: "copies the read-out"
    case .curve: "draws another metric over the steps: curve accuracy"
    case .data: "trains on your own pairs: data FILE.tsv"
    case .difference: "draws the difference to the pin, or to the first pane"
    case .example: "a held-out example: next, previous, wrong"
    case .exhibit: "a mechanism that is wrong on purpose, beside the others"
    case .export: "writes what is shown: export FILE.svg, then 174mm, dark"
    case .filter: "shows some heads: a role, or induction > .5"
    case .heads: "goes to the heads; heads overview: a cell each, heads thumbnails: a map each"
    case .help: "opens help"
    case .lessons: "lists all lessons"
    case .map: "goes to the map"
    case .mouse: "listens to the mouse, or leaves it to the terminal"
    case .pace: "steps per second"
    case .pair: "reads a second text with this one, as a pair: pair TEXT; alone: one text again"
    case .pause: "pauses training"
    case .pin: "pins what is here, to compare with it"
    case .probe: "reads a text: probe 3 May 2019"
    case .quit: "leaves the program"
    case .restart: "begins again at step 0"
    case .run: "trains"
    case .save: "keeps the run in a new directory, from its first step on: save RUN"
    case .scale: "how weights become colours; in the Anatomy: scale V 2"
    case .seek: "goes to a step: seek 120"
    case .set: "another learning rate, batch size, optimizer; units, heads, seed begin again"
    case .sort: "the order of the heads"
    case .step: "so many steps on, or back: step -5"
    case .teacher: "gives the decoder the right answer instead of its own"
    case .temperature: "chooses tokens at random: temperature .8; 0 takes the likeliest"
    case .undo: "takes the last change of the Anatomy back"
    case .words: "goes to the words"
    case .wrong: "finds an example that the model gets wrong"
    }
  }
  func settingHelp(_ setting: Setting) -> String {
    switch setting {
    case .learningRate: "0 … 10, falling over the length of the run; at once"
    case .batchSize: "1 … 4096 examples; at once"
    case .optimizer: "adam or sgd; at once, its moments begin at 0"
    case .units: "1 … 1024; begins again"
    case .heads: "1 … 64, they must divide the units; begins again"
    case .seed: "other weights and other data; begins again"
    }
  }
  var glossaryHeading: String { "words" }
  var glossary: [(word: String, says: String)] {
    [
      ("query", "what asks: on a map one row, the character that is being written"),
      ("key", "what is looked at: one column, a character of the input"),
      ("weights", "shares that one row gives to all keys; they sum to 1"),
      ("head", "one of several attentions side by side, each with weights of its own"),
      ("exact", "the share of held-out examples that are right from end to end"),
      ("pattern", "how many rows have their largest weight where they should look"),
      ("held out", "examples that no training step has seen"),
      ("entropy", "how spread a row is: 0 is one key, 1 is all keys alike"),
      ("role", "what a head does, where it does it clearly: previous token, induction, …"),
      ("uniform", "all weights alike, 1 / number of keys: the start of every lesson"),
      ("sink", "a key that takes a large part of all weights and says nothing"),
      ("column mean", "the mean weight that all rows give to a key"),
    ]
  }
}
