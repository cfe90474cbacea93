extension English: TourTexts {
  // The stops.
  var tourQuestions: [String] {
    [
      "1 Which is right?", "2 RepeatVector and Permute?", "3 Why is a Dense layer called a weight?",
      "4 Why is V a single unit?", "5 What does V(score) do?",
    ]
  }
  func stopOf(_ question: Int, _ questions: Int, _ part: Int, _ parts: Int) -> String {
    "question \(question) of \(questions) · stop \(part) of \(parts)"
  }
  var lastStop: String { "the last stop" }
  var fiveAnswers: String { "The five answers" }
  func trying(_ keys: String) -> String { "Try \(keys)" }
  var colon: String { ": " }
  var tourWords: [TourWords] {
    [
      TourWords(
        "All three are right: weights that sum to 1, then a weighted sum. The first method, additive, "
          + "asks anew for every output; the second, pooling, asks once for all of them; "
          + "multi-head attention asks several times at once."),
      TourWords(
        "The first method: the decoder state asks, anew for each output character: {queries} rows over "
          + "{keys} characters.",
        tryKeys: "j", "the rows of two panes change, pooling's does not."),
      TourWords(
        "The second method: the question never varies. One learned vector asks every text the same thing, so there is "
          + "one row for the whole text. Its scores pass through tanh, so no weight can exceed "
          + "e²/(e²+T−1) = {cap}. The asker's lines also stop before the sum over time: what they "
          + "make has T rows and is no context yet."),
      TourWords(
        "The same asking, {heads} times in parallel, by scaled dot products of learned q and k. The "
          + "accepted answer on Stack Overflow recommends this one: the general modern form, not the only correct one.",
        tryKeys: "j", "the rows of two panes change, pooling's does not."),
      TourWords(
        "One number for each time step: Flatten has dropped the axis of length 1 that Dense(1) leaves. "
          + "The activations are T × {letter}, {units} numbers for each step."),
      TourWords("The same row, {letter} times: {letter} rows of T numbers."),
      TourWords(
        "Turned over: now T goes down, and all {letter} columns are the same. Only the shape has been "
          + "made to fit that of the activations."),
      TourWords(
        "Under the text again: old merge(mode='mul') needed equal shapes; broadcasting does the same in one step, with a "
          + "difference of {difference}. The accepted answer guesses at a missing matrix product: "
          + "that is not the reason.",
        tryKeys: "enter", "any cell is one weight times one activation."),
      TourWords(
        "Without an activation, Dense is x·kernel + bias at every time step: the kernel is the W of "
          + "the formula; the layer owns it and training changes it."),
      TourWords(
        "{products} products, their sum, and b: one unit is one column of W1 against one character's "
          + "features.",
        tryKeys: ". then ,",
        "the kernel's cells change by one training step, and come back to the same bits."),
      TourWords(
        "V is the vector v_a of the paper: it turns the U numbers of a character into one score."),
      TourWords(
        "{keys} characters, {keys} dot products, {keys} scores. U is free to choose; the 1 is not: "
          + "softmax needs one number per character.",
        tryKeys: "← →", "the column under ▾ and V give the bar below it."),
      TourWords(
        "The accepted answer calls this strange and unlike the paper. It is the paper.",
        tryKeys: ":scale V 0 then :scale V 2",
        "at 0 all weights are 1/T = {uniform}; at 2 the row is sharper. Its largest weight: {largest} "
          + "in the run, {now} here."),
      TourWords("What the code calls score is a hidden layer, [T,U]."),
      TourWords("These are the scores, [T,1]: any size, no fixed sum."),
      TourWords(
        "Now they are weights. With axis=1 the softmax is over time. Axis −1 of the scores, [T,1], has "
          + "length 1: over it every weight is 1, and nothing is chosen.",
        tryKeys: ":axis -1", "every weight becomes 1: the mistake that looks right."),
      TourWords(
        "Each character's features, times its weight, added: the context, as wide as the features.",
        tryKeys: ":add 3",
        "all scores + 3, and nothing moves. That is why V's bias changes nothing."),
      TourWords(
        "1 All three are right: the first asks for each output, the second once.\n"
          + "2 They only repeat the weights until shapes fit; broadcasting does it.\n"
          + "3 A Dense layer owns a kernel: that is the W of the formula.\n"
          + "4 V makes one score of the U numbers of each character.\n"
          + "5 V(score) is the score; the softmax over time makes weights of it."),
    ]
  }

  // Before it.
  var tourName: String { "Questions" }
  var tourHeading: String { "Five questions about three ways to attend" }
  var tourIntro: String {
    "They were asked about Keras on Stack Overflow (56987142), where an accepted answer recommends "
      + "multi-head attention. The tour answers them on the numbers of three trained runs, side by side: additive "
      + "attention, attention pooling and multi-head attention, on the same data from one seed."
  }
  var trainChoice: String {
    "train the three now, until additive attention has 95 % of unseen dates right: a few seconds"
  }
  var recordingChoice: String { "take the recording that comes with headlight: at once" }
  var noRecording: String {
    "There is no recording here: samples/tour was not found beside the program. "
      + "HEADLIGHT_SAMPLES can name the directory samples."
  }
  var keptAside: String { "The present run waits, paused, and comes back with esc." }
  func tourTraining(_ step: Int, _ loss: String, _ exact: String?) -> String {
    "Training the three: step \(step), loss \(loss); "
      + (exact.map { "\($0) of unseen dates are right" }
        ?? "how many unseen dates are right is not yet known")
      + " (measured every 50 steps); the tour begins at .95."
  }
  var tourOpening: String { "The operations of the three runs are being copied …" }
  var trainKey: String { "train" }
  var recordingKey: String { "recording" }
  var leaveOffer: String { "back" }
  var offerKeys: String { "enter or s begins, esc goes back" }

  // Keys.
  var nextStop: String { "next" }
  var previousStop: String { "previous" }
  var leaveTour: String { "leave" }
  var toQuestion: String { "question" }
  func whyNoQuestion(_ questions: Int) -> String {
    "1 to \(questions) go to a question; counts and heads are off on the tour"
  }
  var whyLastOnTour: String { "this is the last stop; esc leaves the tour, N goes back" }
  var whyFirstOnTour: String { "this is the first stop; n goes on" }
  var whyNoLessonsOnTour: String { "esc leaves the tour, then L has the lessons" }
  var whyTouring: String { "this is the tour already: n next, N previous, esc leaves" }
  func scratchLeavesBias(_ layer: String) -> String {
    "of the scores only the bias of \(layer) is left"
  }
  func scratchIsOnTour(_ edit: String) -> String {
    "scratch: \(edit); the run is untouched, n or :undo takes it back"
  }
}
