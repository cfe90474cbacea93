import Snapshots

extension Diagram.Meaning {
  /// What the operations of the lessons' models are for; `OperationWordsTests` holds it against them.
  static let every: [Self] = [
    .featureProjection, .hiddenProjection, .projectionSum, .hiddenLayer, .score, .cappedScore,
    .maskedScore, .weights, .weighted, .context, .repeatVector, .permute, .multiply, .difference,
    .queries, .keys, .values, .wholeQueries, .wholeKeys, .wholeValues, .splitHeads,
    .transposedHeads, .scaledQueries,
    .mergedHeads, .output, .inputProjection, .updateGate, .resetGate, .candidate, .inputGate,
    .forgetGate, .outputGate, .cell, .state, .stateBefore, .embedding, .positions, .normalized,
    .residual, .activated, .rootMeanSquare, .turnedQueries, .turnedKeys, .feedForward,
    .feedForwardOutput, .bridge, .joined, .tokenScores, .loss,
  ]
}
