import CKernels
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Tapes
import Tensors
import Training

/// A fixed training job by which the speed of the core is measured.
///
/// float32, Adam, one batch that stays in memory; the loss is read after every step.
public struct Workload {
  /// `W1`.
  public let name: String
  /// What is trained, in a line.
  public let summary: String
  /// The matrix products of one step, forward and backward, in operations.
  public let operationsPerStep: Double
  let objective: Objective

  /// All workloads.
  public static var all: [Workload] { [w1, w2, w3, w4] }
}

/// What a workload reached.
public struct Measurement: Hashable, Sendable {
  /// `W1`.
  public var workload: String
  /// The threads that trained.
  public var threads: Int
  /// Training steps a second of wall time.
  public var stepsPerSecond: Double
  /// Training steps a second of processor time, of all threads together.
  public var stepsPerCPUSecond: Double
  /// Matrix-product operations a processor second, in 10⁹.
  public var gflops: Double
  /// The same for one 256³ matrix product after the other, in the same rounds.
  public var referenceGflops: Double
  /// The median over the rounds of `gflops` / `referenceGflops`.
  public var fractionOfReference: Double
  /// The reference over what independent multiply-adds in registers reach.
  public var referenceOfPeak: Double
  /// Heap allocations of a step; nil where they cannot be counted.
  public var allocationsPerStep: Int?
  /// The level of the kernels.
  public var kernels: String
}

extension Workload {
  /// Measures in `rounds` rounds, each of which takes the reference and the workload in turn.
  ///
  /// The median of the rounds' ratios stands, because the processor's other core is not ours.
  public func measure(threads: Int, rounds: Int = 9, secondsPerRound: Double = 0.35)
    -> Measurement
  {
    let trainer = Trainer(objective, optimizer: .kerasAdam, seed: 1, threads: threads)
    let reference = Reference()
    for _ in 0..<3 { _ = try? trainer.advance() }
    let once = Clock.time { _ = try? trainer.advance() }
    let steps = max(2, Int(secondsPerRound / max(once.cpu, 1e-4)))
    var samples: [(fraction: Double, reference: Double, peak: Double, cpu: Double, wall: Double)] =
      []
    for _ in 0..<rounds {
      let peak = reference.registerPeak()
      let before = reference.matrixProducts()
      let time = Clock.time { for _ in 0..<steps { _ = try? trainer.advance() } }
      let after = reference.matrixProducts()
      let product = (before + after) / 2
      let rate = operationsPerStep * Double(steps) / time.cpu
      samples.append(
        (
          rate / product, product, product / peak, Double(steps) / time.cpu,
          Double(steps) / time.wall
        ))
    }
    func median(_ value: (Int) -> Double) -> Double {
      samples.indices.map(value).sorted()[samples.count / 2]
    }
    let perCPU = median { samples[$0].cpu }
    return Measurement(
      workload: name, threads: threads, stepsPerSecond: median { samples[$0].wall },
      stepsPerCPUSecond: perCPU, gflops: perCPU * operationsPerStep / 1e9,
      referenceGflops: median { samples[$0].reference } / 1e9,
      fractionOfReference: median { samples[$0].fraction },
      referenceOfPeak: median { samples[$0].peak },
      allocationsPerStep: hk_allocations() < 0 ? nil : trainer.lastAllocations,
      kernels: String(cString: hk_level_name(hk_level())))
  }
}

/// The yardstick: our own matrix product of 256³ and, for it in turn, the registers' peak.
private final class Reference {
  private let a: UnsafeMutablePointer<Float>
  private let b: UnsafeMutablePointer<Float>
  private let c: UnsafeMutablePointer<Float>
  private let size = 256

  init() {
    func matrix(_ count: Int) -> UnsafeMutablePointer<Float> {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
        .bindMemory(to: Float.self, capacity: count)
      for place in 0..<count { memory[place] = Float(place % 13) * 0.1 - 0.6 }
      return memory
    }
    a = matrix(size * size)
    b = matrix(size * size)
    c = matrix(size * size)
  }

  deinit {
    a.deallocate()
    b.deallocate()
    c.deallocate()
  }

  /// Operations a processor second.
  func matrixProducts() -> Double {
    let times = 60
    let time = Clock.time {
      for _ in 0..<times {
        hk_matmul(size, size, size, a, size, 1, b, size, 1, 0, nil, c, size)
      }
    }
    return Double(times * 2 * size * size * size) / time.cpu
  }

  /// Operations a processor second.
  func registerPeak() -> Double {
    var operations = 0.0
    let time = Clock.time { operations = hk_register_peak(hk_level(), 2_000_000) }
    return operations / time.cpu
  }
}
