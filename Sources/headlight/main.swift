import Training
import Snapshots
import Tapes
import CKernels
import Foundation
var o = DatesLesson.Options()
o.seed = UInt64(CommandLine.arguments[1])!
let threads = Int(CommandLine.arguments[2])!
let lesson = DatesLesson(o)
let trainer = Trainer(lesson.objective, optimizer: o.optimizer, seed: o.seed, threads: threads)
print("parameters", trainer.layout.trainedCount)
let reader = lesson.reader(trainer.weights)
let c0 = clock()
for s in 0..<DatesLesson.length {
  let l = try trainer.advance()
  if s % 100 == 99 { print(s + 1, l, trainer.lastAllocations, lesson.evaluate(reader, at: s + 1, examples: 200)) }
}
print("train cpu", Double(clock() - c0) / 1e6)
let c1 = clock()
print(lesson.evaluate(reader, at: trainer.step, examples: 1000), Double(clock() - c1) / 1e6)
print(lesson.snapshot(of: "3rd of May 2014", example: DatesLesson.probe, at: 0, by: reader).reading)
