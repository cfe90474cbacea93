/// Something that belongs on the screen about a run, as a value: a language makes the sentence.
public enum Fact: Hashable, Sendable {
  /// There is no attention: this is all that is known of the input.
  case withoutAttention(Remainder)
  /// One distribution answers every query.
  case oneDistribution
  /// The decoder goes on from its own last state.
  case carriesState
  /// The decoder begins every step at zeros, as in the tutorials.
  case resetsState
  /// The encoder reads in both directions, so that a state knows what stands beside it.
  case readsBothWays
  /// Every state of the LSTM after the cue remembers it, so that all words from it on can be bright.
  case statesRemember
  /// Scores pass through tanh, which caps the weights.
  case cappedScores
  /// Scores are linear: nothing caps the weights.
  case linearScores
  /// So many images of handwritten digits, `side` × `side` pixels each.
  case handwrittenDigits(images: Int, side: Int)
  /// A stack of causal layers.
  case causalLayers(Int, heads: Int)
  /// An encoder and a decoder of so many layers each, without recurrence.
  case encoderDecoder(layers: Int, heads: Int)
  /// The pairs of a user's file; `heldOut` is nil where there were too few to keep any back.
  case pairs(file: String, source: TextUnit, target: TextUnit, training: Int, heldOut: Int?)
  /// The number of labels of a user's file.
  case labels(Int)
  /// Units of its layers, and heads where it has several.
  case sizes(units: Int, heads: Int?)
  /// How it began to train; see `Timeline.changes` for what was chosen otherwise later.
  case learning(OptimizerName, rate: Float, batch: Int)
  /// The directory that the run lies in.
  case directory(String)
  /// The directory of a run that another program writes.
  case foreignDirectory(String)
  /// What another program trains with.
  case framework(String)
  /// What the model's own files call its architecture.
  case architecture(String)

  /// The layers of an open model, the heads of each, and how many of these keys and values have.
  case modelSizes(layers: Int, heads: Int, keyHeads: Int)
  /// The most tokens that an open model reads, and those that it was made for.
  case context(Int, of: Int)
  /// An open model whose file has no head that scores tokens.
  case withoutScores
  /// How the weights are stored: `Q4_1 and F32`.
  case storedAs(String)

  /// What is known of the input without attention.
  public enum Remainder: String, Hashable, Sendable, CaseIterable {
    /// The encoder's last state.
    case encoderState
    /// The LSTM's last state.
    case lstmState
    /// The mean of the words.
    case meanOfWords
    /// The mean of the encoder's states: there is no cross attention.
    case meanOfStates
    /// Nothing but the token itself.
    case itself
  }
}

/// A side of a file of pairs.
public enum PairSide: String, Hashable, Sendable, CaseIterable {
  /// What is left of the tab.
  case source
  /// What is right of the tab.
  case target
}
