import Subjects
import Layers
import CKernels
import Snapshots
import Tapes
import TensorFiles
import Tensors

/// An open model that reads texts of token ids: its weights, and a player for each length.
///
/// It belongs to one thread at a time. A reading goes stage by stage, a stage a layer: the weights of a
/// layer are read when its turn comes for the first time, and a reading that nobody wants any more is
/// given up between two of them.
final class TextModel {
  let architecture: any Architecture
  let store: WeightStore
  let table: WeightTable
  var sizes: ModelSizes { architecture.sizes }
  /// The players of the lengths that were read last.
  private var players: [Prepared] = []

  /// The most bytes that attention maps may take.
  static let mostMapBytes = 1 << 30
  private static let mostPlayers = 2

  private struct Prepared {
    let length: Int
    let off: HeadsOff
    let player: Player
  }

  /// What a reading left, until the next one.
  struct Played {
    let player: Player
    /// The tokens that were read.
    let ids: [Int]
    /// The length of the tape, padding included.
    let length: Int
  }

  /// The model of a family whose weights are in `file`.
  init(
    _ architecture: any Architecture, _ table: WeightTable, _ file: WeightFile,
    isPacked: Bool = true
  ) {
    self.architecture = architecture
    self.table = table
    let tapes = [architecture.tape(length: 2)] + [architecture.scoresTape(1)].compactMap(\.self)
    store = WeightStore(tapes, table, file, isPacked: isPacked)
  }

  // MARK: Limits

  /// The most tokens that are read: those that the model was made for, and whose maps have room.
  var longest: Int {
    let room = Self.mostMapBytes / (4 * sizes.layers * sizes.heads)
    return min(sizes.context, Int(Double(room).squareRoot()))
  }

  /// Refuses what cannot be read, before anything is taken for it.
  func check(_ ids: [Int], types: [Int]) throws(ModelError) {
    guard !ids.isEmpty else { throw .unreadable(.empty) }
    if let wrong = ids.first(where: { $0 < 0 || $0 >= sizes.vocabulary }) {
      throw .unreadable(.noToken(wrong, last: sizes.vocabulary - 1))
    }
    if let wrong = types.first(where: { $0 < 0 || $0 >= max(1, sizes.types) }) {
      throw .unreadable(.noKind(wrong, last: max(1, sizes.types) - 1))
    }
    guard types.isEmpty || types.count == ids.count else {
      throw .unreadable(.kinds(types.count, tokens: ids.count))
    }
    guard ids.count <= sizes.context else {
      throw .unreadable(.tooLong(tokens: ids.count, context: sizes.context, fits: longest))
    }
    guard ids.count <= longest else {
      throw .unreadable(.tooLarge(tokens: ids.count, fits: longest))
    }
  }

  // MARK: Reading

  /// Reads a text.
  ///
  /// - `isExact`: whether a tape of just this length is played, without padding.
  /// - `goesOn`: asked between two stages with what share is done, and the bytes still to be read.
  /// - Returns: nil where it was given up.
  func read(
    _ ids: [Int], types: [Int] = [], off: HeadsOff = [:], isExact: Bool = false,
    goesOn: (_ done: Double, _ isLoading: Bool) -> Bool = { _, _ in true }
  ) throws(ModelError) -> Played? {
    try check(ids, types: types)
    let length = isExact ? ids.count : Buckets.length(ids.count, limit: longest)
    let player = player(length, off)
    let positions = architecture.positions(of: ids)
    try store.load(rows: ids, of: "tokens")
    try store.load(rows: positions, of: "positions")
    if sizes.types > 0 { try store.load(rows: types.isEmpty ? [0] : types, of: "types") }
    let padding = length - ids.count
    func padded(_ numbers: [Int], with number: Int) -> [Int32] {
      (numbers + [Int](repeating: number, count: padding)).map { Int32($0) }
    }
    player.set(TextInputs.idsName, positions: padded(ids, with: ids[0]))
    player.set(TextInputs.positionsName, positions: padded(positions, with: positions[0]))
    if sizes.types > 0 {
      let kinds = types.isEmpty ? [Int](repeating: 0, count: ids.count) : types
      player.set(TextInputs.typesName, positions: padded(kinds, with: kinds[0]))
    }
    if !sizes.isDecoder {
      player.set(
        TextInputs.maskName,
        [Float](repeating: 1, count: ids.count) + [Float](repeating: 0, count: padding))
    }
    for stage in 0..<player.stageCount {
      let names = player.tape.parameters(ofStage: stage)
      let isLoading = store.bytesToRead(names) > 0
      guard goesOn(Double(stage) / Double(player.stageCount), isLoading) else { return nil }
      try store.load(names)
      player.forward(stage: stage)
    }
    return Played(player: player, ids: ids, length: length)
  }

  private func player(_ length: Int, _ off: HeadsOff) -> Player {
    if let known = players.firstIndex(where: { $0.length == length && $0.off == off }) {
      let prepared = players.remove(at: known)
      players.append(prepared)
      return prepared.player
    }
    // Maps are large: room for new ones is made before they are taken.
    let bytes = sizes.mapBytes(tokens: length) ?? .max
    if bytes > Self.mostMapBytes / 4 { players = [] }
    if players.count >= Self.mostPlayers { players.removeFirst() }
    let interventions = (0..<sizes.layers).flatMap { layer in
      off.interventions(
        at: sizes.site(layer), heads: sizes.heads, context: ModelSizes.context(layer))
    }
    let player = Player(
      architecture.tape(length: length), weights: store.memory, interventions: interventions)
    players.append(Prepared(length: length, off: off, player: player))
    return player
  }

  /// The scores of all tokens at some positions of what was read; nil: the file has no head for it.
  func scores(_ played: Played, at places: [Int]) throws(ModelError) -> [[Float]]? {
    guard !places.isEmpty, let tape = architecture.scoresTape(places.count) else { return nil }
    try store.load(tape.parameters.map(\.name))
    let player = Player(tape, weights: store.memory)
    var states: [Float] = []
    played.player.withValue(ModelSizes.hidden) { hidden in
      for place in places {
        states += hidden[(place * sizes.width)..<((place + 1) * sizes.width)]
      }
    }
    player.set(ModelSizes.hidden, states)
    player.forward()
    return player.withValue(ModelSizes.scores) { scores in
      places.indices.map { Array(scores[($0 * sizes.vocabulary)..<(($0 + 1) * sizes.vocabulary)]) }
    }
  }

  /// Every operation of one layer of what was read, with its numbers.
  func explain(_ played: Played, layer: Int, off: HeadsOff = [:]) throws(ModelError) -> Diagram {
    let count = played.ids.count
    let tape = architecture.layerTape(layer, length: count)
    let memory = ParameterMemory(ParameterLayout([tape]))
    for parameter in tape.parameters {
      memory[parameter.name] = try store.tensor(parameter.name)
    }
    let player = Player(
      tape, weights: memory, retention: .everything,
      interventions: off.interventions(
        at: sizes.site(layer), heads: sizes.heads, context: ModelSizes.context(layer)))
    let entering = layer == 0 ? ModelSizes.embedded : ModelSizes.state(layer - 1)
    player.set(ModelSizes.entering, played.states(entering, width: sizes.width))
    if tape.inputNames.contains(TextInputs.positionsName) {
      player.set(
        TextInputs.positionsName,
        positions: architecture.positions(of: played.ids).map { Int32($0) })
    }
    if !sizes.isDecoder {
      player.set(TextInputs.maskName, [Float](repeating: 1, count: count))
    }
    player.forward()
    var diagram = player.diagram()
    let sources = Dictionary(
      table.entries.map { ($0.name, $0.source) }, uniquingKeysWith: { first, _ in first })
    for place in diagram.values.indices where diagram.values[place].role == .parameter {
      diagram.values[place].source = sources[diagram.values[place].name]
    }
    return diagram
  }
}

extension TextModel.Played {
  /// A value `[query, …]` of `width` numbers a token, without padding.
  func states(_ name: String, width: Int) -> [Float] {
    player.withValue(name) { Array($0[..<(ids.count * width)]) }
  }

  /// The last states, `[query, embedding]`.
  func hidden(width: Int) -> [Float] { states(ModelSizes.hidden, width: width) }

  /// Calls `body` with each row of a head's weights, `ids.count` keys long.
  func forEachRow(
    _ layer: Int, _ head: Int, _ queries: Range<Int>, _ body: (Span<Float>) -> Void
  ) {
    player.withValue(ModelSizes.weights(layer)) { weights in
      for query in queries {
        let start = (head * length + query) * length
        body(UnsafeBufferPointer(rebasing: weights[start..<(start + ids.count)]).span)
      }
    }
  }

  /// Some weights of a head, row by row.
  func weights(_ layer: Int, _ head: Int, _ queries: Range<Int>, _ keys: Range<Int>) -> [Float] {
    player.withValue(ModelSizes.weights(layer)) { weights in
      var numbers: [Float] = []
      numbers.reserveCapacity(queries.count * keys.count)
      for query in queries {
        let start = (head * length + query) * length
        numbers += weights[(start + keys.lowerBound)..<(start + keys.upperBound)]
      }
      return numbers
    }
  }
}
