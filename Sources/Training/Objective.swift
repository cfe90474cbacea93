public import Tapes

/// What is trained: a program for any number of rows, and the data of every step.
public struct Objective {
  /// The number of examples in a batch.
  public var batchSize: Int
  /// The program for a shard of so many rows; its loss is called `loss`.
  public var tape: (_ rows: Int) -> Tape
  /// How shards are padded to their own lengths; nil where all have one length.
  public var padded: Padded?
  /// Sets a player's inputs to the `rows` of the batch of `step`: a pure function of its arguments.
  public var fill: (_ player: Player, _ step: Int, _ rows: Range<Int>) -> Void
  /// The learning rate of a step; it depends on step and lesson, never on when training ends.
  public var learningRate: (_ step: Int) -> Float

  /// An objective.
  public init(
    batchSize: Int, tape: @escaping (_ rows: Int) -> Tape,
    fill: @escaping (_ player: Player, _ step: Int, _ rows: Range<Int>) -> Void,
    learningRate: @escaping (_ step: Int) -> Float
  ) {
    self.batchSize = batchSize
    self.tape = tape
    self.fill = fill
    self.learningRate = learningRate
  }

  /// How shards are padded to their own lengths.
  public struct Padded {
    /// What the program without a padding of its own is padded to: room for every row.
    public var longest: Padding
    /// What the `rows` of the batch of `step` need.
    public var padding: (_ step: Int, _ rows: Range<Int>) -> Padding
    /// The program for so many rows that are padded to this.
    public var tape: (_ rows: Int, _ padding: Padding) -> Tape

    /// Shards of `tape` that are padded to what their rows need, at most to `longest`.
    public init(
      longest: Padding, padding: @escaping (_ step: Int, _ rows: Range<Int>) -> Padding,
      tape: @escaping (_ rows: Int, _ padding: Padding) -> Tape
    ) {
      self.longest = longest
      self.padding = padding
      self.tape = tape
    }
  }

  /// An objective whose shards are padded to their own lengths.
  ///
  /// - `fill`: finds the padding in the shapes of the player's inputs.
  public init(
    batchSize: Int, padded: Padded,
    fill: @escaping (_ player: Player, _ step: Int, _ rows: Range<Int>) -> Void,
    learningRate: @escaping (_ step: Int) -> Float
  ) {
    self.init(
      batchSize: batchSize, tape: { padded.tape($0, padded.longest) }, fill: fill,
      learningRate: learningRate)
    self.padded = padded
  }
}
