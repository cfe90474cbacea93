import Tapes
import TensorFiles
import Tensors

/// The tensors of a model file, checked against the tape that is to be played with them.
struct KerasTensors {
  /// The longest axis.
  private static let greatestLength = 1_000_000

  private let file: Safetensors

  /// The file at `path`; its numbers are read later.
  init(reading path: String) throws(KerasModelError) {
    do throws(FileError) { file = try Safetensors(reading: path) } catch { throw .file(error) }
  }

  /// The lengths of a tensor of `rank` axes, from which the widths of a model follow.
  func lengths(_ name: String, rank: Int) throws(KerasModelError) -> [Int] {
    guard let tensor = file[name] else {
      throw .tensor(path: file.path, name: name, problem: "it is missing")
    }
    guard tensor.lengths.count == rank,
      tensor.lengths.allSatisfy({ (1...Self.greatestLength).contains($0) })
    else {
      throw .tensor(
        path: file.path, name: name,
        problem: "expected \(rank) \(rank == 1 ? "axis" : "axes"), none of them empty, "
          + "found \(tensor.lengths)")
    }
    return tensor.lengths
  }

  /// A table of embeddings, which has a row for every number up to `greatest`.
  func table(
    _ name: String, greatest: Int
  ) throws(KerasModelError) -> (tokens: Int, width: Int) {
    let lengths = try lengths(name, rank: 2)
    guard lengths[0] > greatest else {
      throw .tensor(
        path: file.path, name: name,
        problem: "expected at least \(greatest + 1) rows, as many as config.json has symbols, "
          + "found \(lengths[0])")
    }
    return (lengths[0], lengths[1])
  }

  /// The weights of everything that `tapes` train, and nothing else may be in the file.
  ///
  /// `names`: what the file calls a tensor, where that is not the tape's name.
  func weights(
    for tapes: [Tape], names: [String: String] = [:]
  ) throws(KerasModelError) -> ParameterMemory {
    let layout = ParameterLayout(tapes)
    var left = Set(file.tensors.map(\.name))
    for parameter in layout.parameters {
      let name = names[parameter.name] ?? parameter.name
      try check(name, parameter.documentedLengths)
      left.remove(name)
    }
    if let name = left.min() {
      throw .tensor(path: file.path, name: name, problem: "the model has no place for it")
    }
    let memory = ParameterMemory(layout)
    for parameter in layout.parameters {
      let name = names[parameter.name] ?? parameter.name
      let numbers: [Float]
      do throws(FileError) { numbers = try file.floats(name) } catch { throw .file(error) }
      guard numbers.allSatisfy(\.isFinite) else {
        throw .tensor(path: file.path, name: name, problem: "it has a number that is not finite")
      }
      memory[parameter.name] = Tensor(parameter.shape, numbers)
    }
    return memory
  }

  private func check(_ name: String, _ lengths: [Int]) throws(KerasModelError) {
    guard let tensor = file[name] else {
      throw .tensor(path: file.path, name: name, problem: "it is missing")
    }
    guard tensor.lengths == lengths else {
      throw .tensor(
        path: file.path, name: name,
        problem: "expected the shape \(lengths), found \(tensor.lengths)")
    }
    switch tensor.dtype {
    case .f64, .f32, .f16, .bf16: break
    default:
      throw .tensor(
        path: file.path, name: name,
        problem: "expected floats of at least 16 bits, found \(tensor.dtype.rawValue)")
    }
  }
}
