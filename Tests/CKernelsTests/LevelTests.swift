import CKernels
import Testing

extension KernelTests {
  @Suite struct Level {
    @Test func namesAndSupport() {
      #expect(hk_level_supported(Int32(HK_BASELINE)) == 1)
      #expect(hk_level_supported(3) == 0)
      #expect(hk_level_supported(-1) == 0)
      #expect((0...2).map { String(cString: hk_level_name($0)) } == ["baseline", "avx2", "avx512"])
    }

    @Test func settingALevel() {
      let common = hk_level()
      #expect(hk_set_level(7) == 0)
      #expect(hk_set_level(common) == 1)
      #expect(hk_set_thread_level(7) == 0)
      #expect(hk_level() == common)
      for level in levels {
        at(level) { #expect(hk_level() == level) }
        #expect(hk_level() == common)
      }
    }

    @Test(arguments: levels) func registerPeak(level: Int32) {
      #expect(hk_register_peak(level, 1_000) > 1_000)
      #expect(hk_register_peak(9, 1_000) == 0)
    }
  }

  @Suite struct Heap {
    /// The fewest allocations seen in any of several goes, as other threads may allocate meanwhile.
    static func fewestAllocations(_ body: () -> Void) -> Int {
      var fewest = Int.max
      for _ in 0..<50 where fewest > 0 {
        let before = hk_thread_allocations()
        body()
        fewest = min(fewest, hk_thread_allocations() - before)
      }
      return fewest
    }

    @Test func countsAllocations() {
      guard hk_allocations() >= 0 else { return }
      let (before, own) = (hk_allocations(), hk_thread_allocations())
      let memory = UnsafeMutableRawPointer.allocate(byteCount: 1_000, alignment: 16)
      let aligned = UnsafeMutableRawPointer.allocate(byteCount: 1_000, alignment: 256)
      aligned.storeBytes(of: 1, as: UInt8.self)
      memory.storeBytes(of: 1, as: UInt8.self)
      #expect(Int(bitPattern: aligned) % 256 == 0)
      memory.deallocate()
      aligned.deallocate()
      #expect(hk_allocations() >= before + 2 && hk_thread_allocations() >= own + 2)
    }

    @Test(arguments: levels) func kernelsAllocateNothing(level: Int32) {
      var numbers = Numbers(1)
      let count = 300 * 300
      let a = numbers.some(count)
      let b = numbers.some(count)
      var c = numbers.some(count)
      var (m, v) = (numbers.some(1_000), numbers.some(1_000))
      at(level) {
        let fewest = Self.fewestAllocations {
          hk_matmul(300, 300, 300, a, 1, 300, b, 1, 300, 1, a, &c, 300)
          hk_matmul(200, 3, 300, a, 300, 1, b, 3, 1, 0, nil, &c, 3)
          hk_softmax(30, 300, a, nil, 0, &c)
          hk_additive_score(4, 4, 50, a, 200, b, b, nil, &c, 4)
          hk_adam(1_000, a, b, 0.1, 0.1, 0.001, 1e-7, &c, &m, &v)
        }
        #expect(fewest <= 0)
      }
    }
  }
}
