import Snapshots
import Subjects
import TensorFiles

/// One run of another program, with the picture of it that was read last.
struct ForeignModel {
  var directory: ForeignDirectory
  let id: RunID
  /// The last picture that could be read; nil until there is one.
  private(set) var snapshot: Snapshot?
  /// The names of its probes; one nil where there is only one.
  private(set) var probes: [String?] = [nil]
  /// Why the directory cannot be looked at now.
  private(set) var problem: Problem?
  /// Whether it could not be looked at before, and can again.
  private(set) var isBack = false
  private var curves = MetricCurves()
  private var heads = HeadHistory()
  private var conditions = ForeignConditions()
  private var isStopTold = false
  /// What the picture was read from.
  private var source: Source?
  private var told: Set<RunFault> = []
  private var strange: [RunFault] = []

  private struct Source: Equatable {
    var file: SnapshotIndex.Place
    var probe: Int
  }

  init(_ directory: ForeignDirectory, _ id: RunID) { (self.directory, self.id) = (directory, id) }

  /// The steps of several runs together.
  static func union(_ lists: [[Int]]) -> [Int] {
    guard lists.count > 1 else { return lists.first ?? [] }
    return Set(lists.joined()).sorted()
  }

  /// The last step that anything is known of.
  var latestStep: Int {
    max(directory.latest ?? 0, directory.metrics.series.values.compactMap(\.steps.last).max() ?? 0)
  }

  /// The steps of the metric that a screen shows.
  var measuredSteps: [Int] { directory.metrics.series[curves.mainName]?.steps ?? [] }

  // MARK: Looking

  mutating func look(until isDue: () -> Bool) -> Bool {
    do throws(FileError) {
      let isNew = try directory.look(until: isDue)
      isBack = problem != nil
      problem = nil
      if isNew {
        curves.follow(directory.metrics.series)
        heads.follow(directory.index.steps, isComplete: directory.isComplete)
      }
      return isNew || isBack
    } catch {
      // What was read stays; the directory may come back.
      problem = Problem(error)
      return false
    }
  }

  /// What is wrong and was not said yet.
  mutating func newFaults() -> [Notice] {
    // Where something begins is known once everything was measured.
    let known = directory.faults + (isMeasured ? strange : [])
    let new = known.filter { !told.contains($0) }
    told.formUnion(new)
    guard let first = new.first else { return [] }
    return [
      .problem(
        .inRun(
          FileProblem(path: directory.path, .malformed, words: first.sentence),
          others: new.count - 1))
    ]
  }

  // MARK: Reading

  /// Reads the picture at or before `step`, unless it is the one that is there.
  ///
  /// - Returns: why it cannot be read; the one before stays then.
  mutating func read(_ step: Int?, _ probe: Int) -> Problem? {
    guard let step, let own = Steps.listed(directory.index.steps).nearest(step) else { return nil }
    let place = directory.index.place(of: own)
    if let source, source.file == place, source.probe == probe { return nil }
    guard let (file, inner) = directory.index.file(of: own) else {
      return .file(
        FileProblem(
          path: directory.path, .malformed,
          words: RunFault(
            "snapshots/" + (place?.name ?? ""), "the picture of step \(own) is there no more"
          ).sentence))
    }
    probes = file.probes
    let name = probes.indices.contains(probe) ? probes[probe] : probes.last ?? nil
    var reader = StepReader(file, at: inner, probe: name)
    do throws(RunFault) {
      snapshot = try reader.snapshot()
      source = directory.index.place(of: own).map { Source(file: $0, probe: probe) }
      RunFault.take(reader.faults, into: &strange)
      return nil
    } catch {
      return .file(FileProblem(path: directory.path, .malformed, words: error.sentence))
    }
  }

  /// Adds parts of maps that somebody looks at.
  mutating func add(_ tiles: [TileRequest]) {
    guard let source, let step = snapshot?.step, let (file, inner) = directory.index.file(of: step)
    else { return }
    let name = probes.indices.contains(source.probe) ? probes[source.probe] : probes.last ?? nil
    let reader = StepReader(file, at: inner, probe: name)
    for request in tiles {
      guard let tile = try? reader.tile(request) else { continue }
      snapshot?.add(tile, at: request.site)
    }
  }

  // MARK: Measuring

  /// Whether the heads of all pictures were measured that are to be.
  var isMeasured: Bool { heads.isComplete }

  /// Measures the heads of one picture more.
  mutating func measureNext() {
    guard let step = heads.next else { return }
    guard let (file, inner) = directory.index.file(of: step) else { return heads.skip(step) }
    guard let measured = Self.measure(file, inner, &strange) else { return heads.skip(step) }
    heads.add(measured)
  }

  /// What the heads do in all probes of a picture; nil where that is too much to be read along the way.
  ///
  /// Sites of the first probe are called as they are, those of others by their whole names.
  static func measure(
    _ file: SnapshotFile, _ place: Int, _ faults: inout [RunFault], isSmall: Bool = true
  ) -> HeadMeasurement? {
    var all: HeadMeasurement?
    for (number, probe) in file.probes.enumerated() {
      var reader = StepReader(file, at: place, probe: probe)
      guard !isSmall || reader.isSmall else { return all }
      do throws(RunFault) {
        let measured = HeadMeasurement(try reader.snapshot(), at: file.steps[place])
        RunFault.take(reader.faults, into: &faults)
        var known = all ?? HeadMeasurement(step: measured.step, statistics: [:])
        for (site, statistics) in measured.statistics {
          let name = number == 0 ? site : Site("\(probe ?? "")/\(site.name)")
          known.statistics[name] = statistics
        }
        all = known
      } catch { RunFault.take([error], into: &faults) }
    }
    return all
  }

  /// Whether something was measured since it was asked last.
  mutating func takeMeasured() -> Bool { heads.takeNews() }

  // MARK: Conditions

  /// Judges conditions and alarms at the steps that are new.
  mutating func judge(
    _ breakpoints: [Breakpoint]
  ) -> (events: [ForeignConditions.Event], alarms: [Alarm], missing: [Notice]) {
    if heads.takeRestart() { conditions.beginAgain() }
    return conditions.follow(
      breakpoints, directory.metrics.series, curves.mainName, heads.measurements)
  }

  /// Why the writer has ended, once.
  mutating func newStop() -> String? {
    guard let reason = directory.metrics.stopped, !isStopTold else { return nil }
    isStopTold = true
    return reason
  }

  // MARK: Showing

  /// The run as it stands at `step` of `steps`.
  func scene(_ step: Int?, _ steps: [Int], _ input: Input, _ pulse: Pulse) -> Scene {
    var run = Run(directory, id: id)
    run.inputs = probes.count
    var timeline = Timeline()
    timeline.pulse = pulse
    timeline.known = .listed(steps)
    timeline.step = step ?? 0
    timeline.metrics = curves.curves
    timeline.curveName = curves.mainName
    timeline.values = directory.metrics.series.compactMapValues { $0.value(at: step ?? 0) }
    timeline.lastLoss = timeline.values[timeline.curveName]
    timeline.newest = directory.metrics.series.compactMapValues(\.values.last)
    timeline.newest["step"] = Double(latestStep)
    timeline.heads = heads.measurements
    timeline.alarms = conditions.watch.alarms
    let empty = Snapshot(
      step: step ?? 0, reading: Reading(source: "", target: nil, text: "", written: []),
      attention: [])
    return Scene(run: run, timeline: timeline, input: input, snapshot: snapshot ?? empty)
  }
}
