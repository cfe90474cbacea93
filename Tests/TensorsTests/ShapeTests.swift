import Tensors
import Testing

@Suite struct ShapeTests {
  private let shape: Shape = [.batch: 2, .key: 3, .unit: 4]

  @Test func aShapeIsReadByNames() {
    #expect(shape.count == 24)
    #expect(shape[.key] == 3)
    #expect(shape[.query] == nil)
    #expect(shape.description == "batch 2 × key 3 × unit 4")
    #expect(Shape.scalar.count == 1 && Shape.scalar.description == "scalar")
  }

  @Test func aMissingAxisStandsStill() {
    #expect(shape.stride(of: .unit) == 1)
    #expect(shape.stride(of: .key) == 4)
    #expect(shape.stride(of: .batch) == 12)
    #expect(shape.stride(of: .query) == 0)
  }

  @Test func axesComeGoAndChangeTheirNames() {
    #expect(shape.removing(.key) == [.batch: 2, .unit: 4])
    #expect(shape.prepending(.query, 5).axes == [.query, .batch, .key, .unit])
    #expect(shape.renaming(.unit, to: .feature)[.feature] == 4)
    #expect(shape.replacing(.key, with: 7).lengths == [2, 7, 4])
    #expect(shape.union([.unit: 4, .token: 6]).axes == [.batch, .key, .unit, .token])
  }

  @Test func twoLengthsOfOneAxisStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = Shape(axes: [.batch], lengths: [2]).union([.batch: 3])
    }
  }
}

@Suite struct TensorTests {
  private let tensor = Tensor([.query: 2, .key: 3], [1, 2, 3, 4, 5, 6])

  @Test func permutingMovesTheAxesAndKeepsTheNumbers() {
    let turned = tensor.permuted(to: [.key, .query])
    #expect(turned.shape == [.key: 3, .query: 2])
    #expect(turned.elements == [1, 4, 2, 5, 3, 6])
    #expect(turned.permuted(to: [.query, .key]) == tensor)
  }

  @Test func aPartLosesItsAxis() {
    #expect(tensor.at(1, of: .query).elements == [4, 5, 6])
    #expect(tensor.at(2, of: .key).elements == [3, 6])
    #expect(tensor[1, 0] == 4)
  }

  @Test func closenessKnowsNaNAndInfinity() {
    let odd = Tensor([.key: 3], [.nan, .infinity, 1])
    #expect(odd.isClose(to: Tensor([.key: 3], [.nan, .infinity, 1.05]), tolerance: 0.1))
    #expect(!odd.isClose(to: Tensor([.key: 3], [.nan, -.infinity, 1]), tolerance: 0.1))
    #expect(!odd.isClose(to: Tensor([.key: 3], [0, .infinity, 1]), tolerance: 0.1))
    #expect(!tensor.isClose(to: Tensor([.key: 6], tensor.elements), tolerance: 1))
  }
}
