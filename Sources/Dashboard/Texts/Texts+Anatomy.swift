import Snapshots
import Tensors

/// The words of the Anatomy.
struct AnatomyTexts: Sendable {
  // The list.
  var listHeading = "the model, operation by operation"
  var howAttends: @Sendable (String) -> String = { "how query \($0) attends" }
  var groupName: [String: String] = [
    "encoder": "encoder: reads the input", "attention": "attention",
    "decoder": "decoder: writes",
  ]
  var operations: @Sendable (Int) -> String = { "\($0)" }
  var groupSentence: @Sendable (String, Int, Bool) -> String = { name, count, isOpen in
    "\(name): \(count) operations. Enter \(isOpen ? "closes" : "opens") it."
  }
  var moreLines: @Sendable (Int) -> String = { "\($0) more" }

  /// What an operation is called, by what it is for and by its layer's name; nil leaves it its own.
  var operationName: @Sendable (Diagram.Meaning, String?) -> String? = { meaning, layer in
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
    case .wholeProjection: "\(layer ?? "Dense")(x), whole width"
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
    case .joined: "side by side"
    case .tokenScores: "scores of tokens"
    case .loss: "loss"
    }
  }

  /// What an operation does and why; {query}, {keys} and {units} are filled in.
  var sentence: [Diagram.Meaning: String] = [
    .featureProjection:
      "Every position's features times the matrix {layer}, plus a bias: a Dense layer without activation "
      + "is the W of the formula. Computed once, for all queries.",
    .hiddenProjection:
      "The decoder's state, which asks, times its own matrix {layer}: the question of {query} in "
      + "the same units as the positions.",
    .projectionSum:
      "The question is added to every position alike; broadcasting does what expand_dims is for "
      + "in the code.",
    .hiddenLayer:
      "tanh squeezes each unit into −1 … 1. The code calls this \"score\", yet it is a hidden "
      + "layer: still {units} numbers a position.",
    .score:
      "One number a position: how much {query} wants it. Any sign, any size, no fixed sum: "
      + "not weights yet.",
    .cappedScore:
      "tanh after the projection keeps every score in −1 … 1, so no weight can exceed "
      + "e²/(e²+T−1): this attention cannot be sharp.",
    .maskedScore:
      "What must not be looked at gets −1e9 added, so that its weight becomes 0; the rest stays.",
    .weights:
      "e to each score, over the sum of all: shares that sum to 1 over the {keys} positions. These "
      + "are the weights that the Map draws.",
    .weighted:
      "Every position's features times its one weight: what weighs nothing fades out.",
    .context:
      "What is left is added over all positions: one vector, as wide as what was weighed. It is "
      + "all that reaches {query} from here.",
    .repeatVector:
      "The same row of weights, written once for every unit: [T] becomes [U, T] so that shapes "
      + "will match. No number is new.",
    .permute:
      "Turned over to [T, U]: all columns identical (time is drawn across, so here all rows). Only "
      + "the shape has been made to fit the activations.",
    .multiply:
      "Each activation times the weight of its position: element by element, since Keras 1 could "
      + "multiply equal shapes only.",
    .difference:
      "The detour minus weights × features by broadcasting: 0 everywhere. RepeatVector and Permute "
      + "do nothing else.",
    .queries: "What {query} asks, one short vector a head: a learned projection, no bias.",
    .keys: "What each position is found by: its features projected, {units} numbers a head.",
    .values:
      "What each position gives if it is looked at: a third projection of the same features.",
    .wholeProjection:
      "The published code projects to the whole width at once; every head owns a run of columns.",
    .splitHeads:
      "The width is cut into heads by reshaping: the same numbers under two axes, no arithmetic.",
    .transposedHeads:
      "Heads go in front of positions, so that each head has its own table of positions. Without "
      + "this transpose heads and time would mix.",
    .scaledQueries:
      "q times d^−½: sums of d products grow with √d, and softmax of large scores would be all or "
      + "nothing.",
    .mergedHeads: "What all heads found, side by side again: one vector as wide as the model.",
    .output: "A last matrix mixes what the heads found into one answer.",
    .inputProjection:
      "What comes in times the kernel, for all gates at once: the input's share of this cell.",
    .updateGate:
      "z, in 0 … 1: how much of the old state stays. At 1 nothing new enters.",
    .resetGate: "r, in 0 … 1: how much of the old state the candidate gets to see.",
    .candidate: "What the new state could be, from the input and the state before.",
    .inputGate: "i, in 0 … 1: how much of the candidate enters the cell.",
    .forgetGate: "f, in 0 … 1: how much of the cell stays.",
    .outputGate: "o, in 0 … 1: how much of the cell is shown as the state.",
    .cell: "The memory: f times what it was plus i times the candidate.",
    .state: "The state h that the next position and the attention see.",
    .stateBefore:
      "What the last step left; the first query starts from what the encoder left.",
    .embedding: "For each token its row of the table: a learned vector instead of a number.",
    .positions:
      "Where a token stands is added to what it is; attention alone would not know the order.",
    .normalized: "Each row is shifted to mean 0 and scaled to variance 1, then scaled as learned.",
    .residual: "What came in is added to what the layer made of it, so that nothing is lost.",
    .feedForward: "The hidden layer of a small network that works on each position alone.",
    .joined: "Several vectors one behind the other, to be read as one.",
    .tokenScores: "A score for each token that could be written; the largest is written.",
    .loss: "How wrong this example is: −ln of the probability that the right token got, averaged.",
  ]
  /// What operations without a meaning do, by their arithmetic.
  var plainSentence: @Sendable (String, String) -> String = { operation, formula in
    "\(operation): \(formula)."
  }
  /// What more can be said of some operations where there is room.
  var moreSentence: [Diagram.Meaning: String] = [
    .score:
      "V is one column because it is the vector v_a of the paper; its bias is added to all scores "
      + "alike, so the weights never feel it.",
    .weights:
      "In Keras the scores are [batch, T, 1]: axis=1 is time. On axis −1, of length 1, every weight would be 1.",
    .featureProjection:
      "Follow a number (enter): it is one column of the kernel against one position's features.",
    .weighted: "Where the code has RepeatVector and Permute, this line is what they are for.",
  ]

  // Axes.
  var axisName: @Sendable (String, Int) -> String = { axis, length in
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
  /// What one place along an axis is called, before its number.
  var axisPlace: @Sendable (String) -> String = { $0 }
  var pooledRows: @Sendable (Int, String) -> String = { "1 of \($0) \($1) a row" }
  var pooledColumns: @Sendable (Int, String) -> String = { "\($0) \($1) a column" }
  var ordered: @Sendable (String) -> String = { "in order of \($0)" }
  var noGradient = "no gradient"

  // Below.
  var waiting = "…"
  var waitingFor = "the operations of this step are on their way"
  var arithmeticMore: @Sendable (Int, String) -> String = { "… \($0) more \($1)" }
  var sameAs: @Sendable (String) -> String = { "the same number as \($0)" }
  var rowOf: @Sendable (String, String) -> String = { "row \($0) of \($1)" }
  var shiftedBy: @Sendable (String) -> String = { "after \($0) is taken from every score" }
  var changedByHand: @Sendable (String?) -> String = { name in
    name.map { "\($0) changed by hand" } ?? "changed by hand"
  }
  var headLeftOut = "heads left out"
  var headLeftOutSentence =
    "Heads that are off (x on the map) count as 0 from here on; the others stay as they are."
  var changeSentence =
    "Changed by hand on a copy, and all that follows is computed from it; esc takes it back."
  var howMade: @Sendable (String) -> String = { "\($0) =" }
  var learnedQuestion = "the learned question"
  var sumOfRest: @Sendable (Int) -> String = { "\($0) more" }
  var total = "sum"
  var bias = "b"
  var chosenMark = "● chosen  · the other terms"
  var largestOf: @Sendable (Int) -> String = { "largest of \($0)" }
  var amongOf: @Sendable (Int, String, String) -> String = { "of \($0) in \($1) … \($2)" }
  var changedBy: @Sendable (String, Int, Bool) -> String = { more, step, isScratch in
    isScratch ? "\(more) by the edit" : "\(more) since step \(step)"
  }
  var changedMark: @Sendable (String) -> String = { "· changed by \($0) or more" }
  var gradientIs: @Sendable (String) -> String = { "gradient \($0)" }
  var gradientHeading = "∂loss/∂value of this probe's own loss"
  var nextIs: @Sendable (String) -> String = { "next: \($0)" }
  var scoreBound: @Sendable (String, String) -> String = { bound, vector in
    "no score can leave ±\(bound) = Σ|\(vector)| (+ b)"
  }
  var weightBound: @Sendable (String) -> String = { "no weight above e²/(e²+T−1) = \($0)" }
  var scratch = "scratch"
  var keras = "Keras 3"
  var torch = "PyTorch"
  var paper = "paper"

  // Why not, and commands.
  var whyNoDiagram = "the operations have not come yet"
  var whyOneQuery = "there is one query only"
  var whyNoScaleHere = "pictures here have their own scale; s changes it on Map"
  var whyNoSwitchesHere = "heads are switched on Map, Heads and Compare"
  var whyOnlyAnatomy = "o shows gradients in Anatomy; A goes there"
  var whyNoScratch = "values are changed in Anatomy, on a copy; A goes there"
  var isGiven: @Sendable (String) -> String = {
    "\($0) is given or trained: no operation made it"
  }
  var gradientOn = "drawn: ∂loss/∂value, what this probe's loss gains as a number grows"
  var gradientOff = "drawn: the values"
  var expectedScratchScale =
    ":scale expects linear, sqrt, log, … for the map, or a name and a factor as in :scale V 2"
  var expectedScratchAdd = ":add expects a number, or a name and a number, as in :add scores 3"
  var expectedScratchAxis = "an axis, as in :axis -1 or :axis weights -1"
  var notThat: @Sendable (String) -> String = { ", not \($0)" }
  var expectedAxisOf: @Sendable ([String]) -> String = { "one of \($0.joined(separator: ", "))" }
  var noValue: @Sendable (String, [String]) -> String = { name, near in
    "no single value is called \(name); there is \(near.joined(separator: ", "))"
  }
  var noSoftmax: @Sendable (String, [String]) -> String = { name, all in
    "\(name) is no softmax; there is \(all.joined(separator: ", "))"
  }
  var scratchEdit: @Sendable (ScratchEdit) -> String = { edit in
    switch edit {
    case .scale(let name, let factor): "\(name) × \(factor)"
    case .add(let name, let constant): "\(name) + \(constant)"
    case .axis(let name, let axis): "\(name) over axis \(axis.name)"
    }
  }
  var scratchIs: @Sendable (String) -> String = {
    "scratch: \($0); the run is untouched, esc or :undo takes it back"
  }
  var nothingToUndo = "nothing was changed by hand"
  var scratchIsGone = "these are the numbers of the run again"
  var scratchLeft: @Sendable (Int) -> String = { "\($0) change\($0 == 1 ? "" : "s") left" }

  // Keys.
  /// What keys do here, by their caption and what has the arrows: the list, a group, the picture or
  /// a number that is written out.
  var anatomyKey: @Sendable (String, String) -> String? = { caption, mode in
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
