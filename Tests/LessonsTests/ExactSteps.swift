import Lessons
import Testing
import Training

/// A trainer of `lesson` on so many threads.
func trainer(_ lesson: Lesson, threads: Int = 1) -> Trainer {
  Trainer(
    lesson.objective, optimizer: lesson.settings.optimizer, seed: lesson.settings.seed,
    threads: threads)
}

/// One thread and two give the same bits, and going back and on again does.
func expectExactSteps(_ lesson: Lesson) throws {
  let (one, two) = (trainer(lesson), trainer(lesson, threads: 2))
  for _ in 0..<4 {
    let (first, second) = (try one.advance(), try two.advance())
    #expect(first.isFinite && first == second)
  }
  let isEqual = one.state == two.state
  #expect(isEqual, "1 and 2 threads differ")
  let later = one.state
  one.go(to: 1)
  one.go(to: 4)
  let isBack = one.state == later
  #expect(isBack, "back and on again differs")
}
