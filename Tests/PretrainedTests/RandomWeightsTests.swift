import TensorFiles
import Testing

@testable import Pretrained

/// Weights that lie in no file.
@Suite struct RandomWeightsTests {
  private var table: WeightTable {
    var table = WeightTable()
    table.dense("layer", "h.0.mlp", from: 40, to: 50)
    table.vector("norm.scale", "ln.weight", 7)
    return table
  }

  private func numbers(_ name: String, _ places: Range<Int>) -> [Float] {
    [Float](unsafeUninitializedCapacity: places.count) { buffer, count in
      RandomWeights(table).fill(
        name, places, UnsafeMutableBufferPointer(rebasing: buffer[..<places.count]))
      count = places.count
    }
  }

  @Test func aNumberBelongsToItsPlace() {
    let all = numbers("h.0.mlp.weight", 0..<2_000)
    #expect(numbers("h.0.mlp.weight", 300..<340) == Array(all[300..<340]))
    #expect(Set(all).count > 1_900)
    let mean = all.reduce(0, +) / 2_000
    let deviation = (all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2_000).squareRoot()
    #expect(abs(mean) < 0.002 && abs(deviation - 0.02) < 0.001)
    #expect(numbers("h.0.mlp.bias", 0..<50) == [Float](repeating: 0, count: 50))
    #expect(numbers("ln.weight", 0..<7) == [Float](repeating: 1, count: 7))
  }

  @Test func theShapeIsThatOfGPT2() throws {
    let model = try TextModel.randomGPT2()
    #expect(model.sizes.layers == 12 && model.sizes.heads == 12 && model.longest == 1_024)
    let names = Set(model.table.entries.map(\.source))
    let file = WeightFile.random(RandomWeights(model.table))
    let count = names.reduce(0) { $0 + (file.tensor($1)?.tensor.count ?? 0) }
    #expect(count == 124_439_808)
  }
}
