import Layers
import Snapshots
import Tensors

extension Diagram.Listing {
  /// What stands around attention in the published Keras models: single layers, each made and called.
  static let kerasModels: Diagram.Listing = {
    var listing = singleLayers
    listing.sizes += [
      .init("K", .unit, of: .encoderProjection), .init("C", "hidden unit", of: .combination),
    ]
    listing.givens += [
      .init("a", ["B", "T", "*"], of: .layersJoined),
      .init("b", ["B", "T", "*"], of: .layersJoined, input: 1),
      .init("c", ["B", "T", "*"], of: .layersJoined, input: 2),
      .init("features", ["B", "T", "*"], of: .maskedFeatures),
      .init("kept", ["B", "T"], of: .maskedFeatures, input: 1),
    ]
    listing.keras += [
      .init("x = ops.concatenate([a, b, c], -1)", .layersJoined, reads: ["a", "b", "c"]),
      .init("project = layers.Dense(K)  # TimeDistributed"),
      .init("k = project(x)", .encoderProjection, layer: "project", reads: ["x"]),
      .init("# zero_output_for_mask in Bidirectional"),
      .init("x = features * kept[..., None]", .maskedFeatures, reads: ["features", "kept"]),
      .init("combine = layers.Dense(C)"),
      .init("y = combine(x)", .combination, layer: "combine", reads: ["x"]),
      .init("y = ops.tanh(y)", .combined, reads: ["y"]),
      .init("p = ops.softmax(logits, axis=-1)", .probabilities, reads: ["logits"]),
    ]
    listing.pytorch += [
      .init("x = torch.cat([a, b, c], dim=-1)", .layersJoined, reads: ["a", "b", "c"]),
      .init("project = torch.nn.LazyLinear(K)"),
      .init("k = project(x)", .encoderProjection, layer: "project", reads: ["x"]),
      .init("x = features * kept[..., None]", .maskedFeatures, reads: ["features", "kept"]),
      .init("combine = torch.nn.LazyLinear(C)"),
      .init("y = combine(x)", .combination, layer: "combine", reads: ["x"]),
      .init("y = torch.tanh(y)", .combined, reads: ["y"]),
      .init("p = torch.softmax(logits, dim=-1)", .probabilities, reads: ["logits"]),
    ]
    return listing
  }()
}
