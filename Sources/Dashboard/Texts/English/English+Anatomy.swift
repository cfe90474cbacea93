import Snapshots
import Tensors

extension English: AnatomyTexts {
  // The list.
  var listHeading: String { "the model by its operations" }
  func howAttends(_ query: String) -> String { "how query \(query) attends" }
  func groupName(_ name: String) -> String? {
    switch name {
    case "encoder": "encoder: reads the input"
    case "attention": "attention"
    case "decoder": "decoder: writes"
    default: nil
    }
  }
  func operations(_ count: Int) -> String { "\(count)" }
  func groupSentence(_ name: String, _ count: Int, _ isOpen: Bool) -> String {
    "\(name): \(counted(count, "operation")). Enter \(isOpen ? "closes" : "opens") it."
  }
  func moreLines(_ count: Int) -> String { "\(count) more" }
  func operationName(_ meaning: Diagram.Meaning, _ layer: String?) -> String? {
    switch meaning {
    case .featureProjection: "\(layer ?? "W")(features)"
    case .hiddenProjection: "\(layer ?? "W")(hidden)"
    case .projectionSum: "+ over time"
    case .hiddenLayer: "tanh  \"score\""
    case .score: layer.map { "\($0)(score)" } ?? "q · k  scores"
    case .cappedScore: "tanh of the score"
    case .maskedScore: "+ mask"
    case .weights: "softmax over time"
    case .weighted: "weights × features"
    case .context: "Σ over time"
    case .repeatVector: "RepeatVector"
    case .permute: "Permute"
    case .multiply: "multiply"
    case .difference: "detour − broadcast"
    case .queries: "queries q"
    case .keys: "keys k"
    case .values: "values v"
    case .wholeQueries, .wholeKeys, .wholeValues: "\(layer ?? "Dense")(x), whole width"
    case .splitHeads: "cut into heads"
    case .transposedHeads: "heads in front"
    case .scaledQueries: "q · d^−½"
    case .mergedHeads: "heads side by side"
    case .output: "\(layer ?? "Dense")(heads)"
    case .inputProjection: "x · K + b"
    case .updateGate: "update gate z"
    case .resetGate: "reset gate r"
    case .candidate: "candidate"
    case .inputGate: "input gate i"
    case .forgetGate: "forget gate f"
    case .outputGate: "output gate o"
    case .cell: "cell c"
    case .state: "state h"
    case .stateBefore: "h before"
    case .embedding: "\(layer ?? "embedding")[ids]"
    case .positions: "+ positions"
    case .normalized: "layer norm"
    case .residual: "+ what came in"
    case .feedForward: "relu"
    case .activated: "activation"
    case .rootMeanSquare: "RMS norm"
    case .turnedQueries: "turned q"
    case .turnedKeys: "turned k"
    case .feedForwardOutput: "Dense"
    case .bridge: "first state"
    case .joined: "side by side"
    case .tokenScores: "scores of tokens"
    case .loss: "loss"
    default: nil
    }
  }

  // Sentences.
  func operationSentence(_ meaning: Diagram.Meaning) -> String? {
    switch meaning {
    case .featureProjection:
      "Every position's features times the matrix {layer}, plus a bias: a Dense layer without activation "
        + "is the W of the formula. Computed once, for all queries."
    case .hiddenProjection:
      "The decoder's state, which asks, times its own matrix {layer}: the question of {query} in "
        + "the same units as the positions."
    case .projectionSum:
      "The question is added to every position alike; broadcasting does what expand_dims is for "
        + "in the code."
    case .hiddenLayer:
      "tanh squeezes each unit into −1 … 1. The code calls this \"score\", yet it is a hidden "
        + "layer: still {units} numbers per position."
    case .score:
      "One number per position: how much {query} wants it. Any sign, any size, no fixed sum: "
        + "not weights yet."
    case .cappedScore:
      "tanh after the projection keeps every score in −1 … 1, so no weight can exceed "
        + "e²/(e²+T−1): this attention cannot be sharp."
    case .maskedScore:
      "What must not be looked at gets −1e9 added, so that its weight becomes 0; the rest stays."
    case .weights:
      "e to each score, over the sum of all: shares that sum to 1 over the {keys} positions. These "
        + "are the weights that the Map draws."
    case .weighted: "Every position's features times its one weight: what weighs nothing fades out."
    case .context:
      "What is left is added over all positions: one vector, as wide as what was weighed. It is "
        + "all that reaches {query} from here."
    case .repeatVector:
      "The same row of weights, written once for every unit: [T] becomes [U, T] so that shapes "
        + "will match. No number is new."
    case .permute:
      "Turned over to [T, U]: all columns identical (time is drawn across, so here all rows). Only "
        + "the shape has been made to fit the activations."
    case .multiply:
      "Each activation times the weight of its position: element by element, since Keras 1 could "
        + "multiply equal shapes only."
    case .difference:
      "The detour minus weights × features by broadcasting: 0 everywhere. RepeatVector and Permute "
        + "do nothing else."
    case .queries: "What {query} asks, one short vector per head: a learned projection, no bias."
    case .keys: "What each position is found by: its features projected, {units} numbers per head."
    case .values:
      "What each position gives if it is looked at: a third projection of the same features."
    case .wholeQueries, .wholeKeys, .wholeValues:
      "The published code projects to the whole width at once; every head owns a run of columns."
    case .splitHeads:
      "The width is cut into heads by reshaping: the same numbers under two axes, no arithmetic."
    case .transposedHeads:
      "Heads go in front of positions, so that each head has its own table of positions. Without "
        + "this transpose heads and time would mix."
    case .scaledQueries:
      "q times d^−½: sums of d products grow with √d, and softmax of large scores would be all or "
        + "nothing."
    case .mergedHeads: "What all heads found, side by side again: one vector as wide as the model."
    case .output: "A last matrix mixes what the heads found into one answer."
    case .inputProjection:
      "What comes in times the kernel, for all gates at once: the input's share of this cell."
    case .updateGate: "z, in 0 … 1: how much of the old state stays. At 1 nothing new enters."
    case .resetGate: "r, in 0 … 1: how much of the old state the candidate gets to see."
    case .candidate: "What the new state could be, from the input and the state before."
    case .inputGate: "i, in 0 … 1: how much of the candidate enters the cell."
    case .forgetGate: "f, in 0 … 1: how much of the cell stays."
    case .outputGate: "o, in 0 … 1: how much of the cell is shown as the state."
    case .cell: "The memory: f times what it was plus i times the candidate."
    case .state: "The state h that the next position and the attention see."
    case .stateBefore: "What the last step left; the first query starts from what the encoder left."
    case .embedding: "For each token its row of the table: a learned vector instead of a number."
    case .positions:
      "Where a token stands is added to what it is; attention alone would not know the order."
    case .normalized:
      "Each row is shifted to mean 0 and scaled to variance 1, then scaled as learned."
    case .residual: "What came in is added to what the layer made of it, so that nothing is lost."
    case .rootMeanSquare: "Each row is divided by its root mean square, then scaled as learned."
    case .turnedQueries, .turnedKeys:
      "Pairs of features are turned by an angle that grows with the position: a product of two then "
        + "depends on their distance."
    case .activated: "A smooth function of each number of the hidden layer."
    case .feedForward: "The hidden layer of a small network that works on each position alone."
    case .feedForwardOutput: "What that small network says, as wide again as what came in."
    case .bridge:
      "The state that the decoder begins with, made of what both directions of the encoder ended with."
    case .joined: "Several vectors one behind the other, to be read as one."
    case .tokenScores: "A score for each token that could be written; the largest is written."
    case .loss:
      "How wrong this example is: −ln of the probability that the right token got, averaged."
    default: nil
    }
  }
  func plainSentence(_ operation: String, _ formula: String) -> String {
    "\(operation): \(formula)."
  }
  func operationRemark(_ meaning: Diagram.Meaning) -> String? {
    switch meaning {
    case .score:
      "V is one column because it is the vector v_a of the paper; its bias is added to all scores "
        + "alike, so the weights never feel it."
    case .weights:
      "In Keras the scores are [batch, T, 1]: axis=1 is time. On axis −1, of length 1, every weight would be 1."
    case .featureProjection:
      "Follow a number (enter): it is one column of the kernel against one position's features."
    case .weighted: "Where the code has RepeatVector and Permute, this line is what they are for."
    default: nil
    }
  }

  // Axes.
  func axisName(_ axis: String, _ length: Int) -> String {
    switch axis {
    case "key": "positions"
    case "query": "queries"
    case "feature": "features"
    case "unit", "attention unit": "units"
    case "embedding": "of an embedding"
    case "head": "heads"
    case "token": "tokens it knows"
    case "gate": "gates × units"
    case "depth": "of each head"
    case "combined": "heads together"
    case "hidden", "filter": "hidden units"
    default: axis
    }
  }
  func axisPlace(_ axis: String) -> String { axis }
  func pooledRows(_ count: Int, _ axis: String) -> String { "1 of \(count) \(axis) per row" }
  func pooledColumns(_ count: Int, _ axis: String) -> String { "\(count) \(axis) a column" }
  func ordered(_ kernel: String) -> String { "in order of \(kernel)" }
  var noGradient: String { "no gradient" }

  // Below.
  var waiting: String { "…" }
  var waitingFor: String { "the operations of this step are on their way" }
  func arithmeticMore(_ count: Int, _ sum: String) -> String { "… \(count) more \(sum)" }
  func sameAs(_ source: String) -> String { "the same number as \(source)" }
  func rowOf(_ row: String, _ value: String) -> String { "row \(row) of \(value)" }
  func shiftedBy(_ shift: String) -> String { "after \(shift) is taken from every score" }
  func changedByHand(_ name: String?) -> String {
    name.map { "\($0) changed by hand" } ?? "changed by hand"
  }
  var headLeftOut: String { "heads left out" }
  var headLeftOutSentence: String {
    "Heads that are off (x on the map) count as 0 from here on; the others stay as they are."
  }
  var changeSentence: String {
    "Changed by hand on a copy, and all that follows is computed from it; esc takes it back."
  }
  func howMade(_ name: String) -> String { "\(name) =" }
  var learnedQuestion: String { "the learned question" }
  func sumOfRest(_ count: Int) -> String { "\(count) more" }
  var total: String { "sum" }
  var bias: String { "b" }
  var chosenMark: String { "● chosen  · the other terms" }
  func largestOf(_ count: Int) -> String { "largest of \(count)" }
  func amongOf(_ count: Int, _ least: String, _ most: String) -> String {
    "of \(count) in \(least) … \(most)"
  }
  func changedBy(_ more: String, _ step: Int, _ isScratch: Bool) -> String {
    isScratch ? "\(more) by the edit" : "\(more) since step \(step)"
  }
  func changedMark(_ least: String) -> String { "· changed by \(least) or more" }
  func gradientIs(_ gradient: String) -> String { "gradient \(gradient)" }
  var gradientHeading: String { "∂loss/∂value of this probe's own loss" }
  func nextIs(_ operation: String) -> String { "next: \(operation)" }
  func scoreBound(_ bound: String, _ vector: String) -> String {
    "no score can leave ±\(bound) = Σ|\(vector)| (+ b)"
  }
  func weightBound(_ cap: String) -> String { "no weight above e²/(e²+T−1) = \(cap)" }
  var scratch: String { "scratch" }
  var keras: String { "Keras 3" }
  var askedCode: String { "as the question writes it" }
  var torch: String { "PyTorch" }
  var paper: String { "paper" }

  // Why not, and commands.
  var whyNoDiagram: String { "the operations have not come yet" }
  var whyOneQuery: String { "there is one query only" }
  var whyNoScaleHere: String { "pictures here have their own scale; s changes it on Map" }
  var whyNoSwitchesHere: String { "heads are switched on Map, Heads and Compare" }
  var whyOnlyAnatomy: String { "o shows gradients in Anatomy; A goes there" }
  var whyNoScratch: String { "values are changed in Anatomy, on a copy; A goes there" }
  func isGiven(_ name: String) -> String { "\(name) is given or trained: no operation made it" }
  var gradientOn: String { "drawn: ∂loss/∂value, what this probe's loss gains as a number grows" }
  var gradientOff: String { "drawn: the values" }
  var expectedScratchScale: String {
    ":scale expects linear, sqrt, log, … for the map, or a name and a factor as in :scale V 2"
  }
  var expectedScratchAdd: String {
    ":add expects a number, or a name and a number, as in :add scores 3"
  }
  var expectedScratchAxis: String { "an axis, as in :axis -1 or :axis weights -1" }
  func notThat(_ got: String) -> String { ", not \(got)" }
  func expectedAxisOf(_ axes: [String]) -> String { "one of \(axes.joined(separator: ", "))" }
  func noValue(_ name: String, _ near: [String]) -> String {
    "no single value is called \(name); there is \(near.joined(separator: ", "))"
  }
  func noSoftmax(_ name: String, _ all: [String]) -> String {
    "\(name) is no softmax; there is \(all.joined(separator: ", "))"
  }
  func scratchEdit(_ edit: ScratchEdit) -> String {
    switch edit {
    case .scale(let name, let factor): "\(name) × \(factor)"
    case .add(let name, let constant): "\(name) + \(constant)"
    case .axis(let name, let axis): "\(name) over axis \(axis.name)"
    }
  }
  func scratchIs(_ edit: String) -> String {
    "scratch: \(edit); the run is untouched, esc or :undo takes it back"
  }
  var nothingToUndo: String { "nothing was changed by hand" }
  var scratchIsGone: String { "these are the numbers of the run again" }
  func scratchLeft(_ count: Int) -> String { counted(count, "change") + " left" }

  // Keys.
  func anatomyKey(_ caption: String, _ mode: String) -> String? {
    switch (caption, mode) {
    case ("↑ ↓", "picture"): "row"
    case ("↑ ↓", "vector"): "query"
    case ("↑ ↓", "number"): "term"
    case ("↑ ↓", _): "operation"
    case ("← →", _): "position"
    case ("enter", "open"): "open"
    case ("enter", "close"): "close"
    case ("enter", "number"): "go to it"
    case ("enter", _): "follow"
    case ("esc", _): "back"
    case ("tab", "picture"), ("tab", "vector"): "to list"
    case ("tab", _): "picture"
    case ("o", "gradient"): "value"
    case ("o", _): "gradient"
    case ("[ ]", "head"): "head"
    case ("[ ]", _): "query"
    case ("{ }", _): "layer"
    case (". ,", _): "step"
    default: nil
    }
  }
}
