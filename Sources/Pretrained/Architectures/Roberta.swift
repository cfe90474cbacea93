import Tapes

/// RoBERTa: BERT with positions that begin behind the padding's number, and another head.
///
/// Source: Liu and others 2019; transformers' `modeling_roberta.py`.
enum Roberta {
  /// The model of a config.json.
  static func read(_ fields: Configuration, _ tensors: TensorNames) throws(ModelError) -> Bert {
    let names = Bert.Names(
      family: "RoBERTa", body: "roberta.", headDense: "lm_head.dense",
      headNorm: "lm_head.layer_norm", headBias: "lm_head.bias", decoder: "lm_head.decoder",
      headActivation: .gelu)
    return try Bert(fields, tensors, names: names, countsFromPadding: true)
  }
}
