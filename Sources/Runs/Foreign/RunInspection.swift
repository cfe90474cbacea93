public import JSON
import Snapshots
public import TensorFiles

/// What is in the directory of a run, whether it is whole, and everything that is wrong with it.
public struct RunInspection: Sendable {
  /// A site as its last file describes it.
  public struct SiteEntry: Hashable, Sendable {
    /// The axes, outermost first.
    public var axes: [String]
    /// The length of each.
    public var shape: [Int]
    /// How a number is stored.
    public var dtype: String
    /// Who asks and who is asked, as the file or the name of the site says.
    public var kind: String
    /// The layer; nil where there is an axis of layers, or none is counted.
    public var layer: Int?
  }

  /// What a person calls the run.
  public private(set) var title = ""
  /// What it was trained with, where that is said.
  public private(set) var framework = ""
  /// Whether headlight trained it.
  public private(set) var isOwn = false
  /// The steps that have a picture, or of an own run the steps that were measured.
  public private(set) var steps: (count: Int, first: Int?, last: Int?) = (0, nil, nil)
  /// What there are weights of, by the name of the tensor.
  public private(set) var sites: [(name: String, entry: SiteEntry)] = []
  /// The names of what was measured.
  public private(set) var metrics: [String] = []
  /// Everything that is wrong.
  public private(set) var faults: [RunFault] = []
  /// The steps whose numbers were looked at.
  public private(set) var checkedSteps = 0

  /// Whether nothing is missing: strange numbers do not make a run less whole.
  public var isWhole: Bool { !faults.contains { $0.weight == .missing } }

  /// The most numbers that are looked at for sums and NaN.
  private static let mostNumbers = 1 << 28

  /// Whether `path` is a directory: what is in one must be a run.
  public static func isFolder(_ path: String) -> Bool {
    RawFile.kind(RawFile.resolved(path) ?? path) == .folder
  }

  /// Whether there is a file, or a link to one.
  public static func isFile(_ path: String) -> Bool {
    RawFile.kind(RawFile.resolved(path) ?? path) == .file
  }

  /// Looks at everything in the run at `path`.
  public init(_ path: String) throws(FileError) {
    if RawFile.kind(path + "/run.json") != .nothing,
      let own = try? RunDescription(reading: path + "/run.json"), !own.isForeign
    {
      try inspect(own, path)
      return
    }
    var directory = try ForeignDirectory(path)
    _ = try directory.look { false }
    title = directory.title
    framework = directory.description?.framework ?? ""
    var strange: [RunFault] = []
    var numbers = 0
    var (sites, checked) = (self.sites, 0)
    var index = directory.index
    let counting = index
    index.forEachFile { file in
      for own in file.weights {
        let entry = SiteEntry(own)
        if let place = sites.firstIndex(where: { $0.name == own.stored.name }) {
          sites[place].entry = entry
        } else {
          sites.append((own.stored.name, entry))
        }
      }
      let each = file.weights.reduce(0) { $0 + $1.stored.count / max(1, $1.length(.step)) }
      for (place, step) in file.steps.enumerated() where numbers < Self.mostNumbers {
        guard counting.counts(step, in: CrashSafe.split(file.file.path).name) else { continue }
        numbers += each
        checked += 1
        for probe in file.probes {
          var reader = StepReader(file, at: place, probe: probe)
          do throws(RunFault) { try reader.check() } catch { strange.append(error) }
          RunFault.take(reader.faults, into: &strange)
        }
      }
    }
    directory.index = index
    (self.sites, checkedSteps) = (sites, checked)
    steps = (index.steps.count, index.steps.first, index.steps.last)
    metrics = directory.metrics.series.keys.sorted()
    faults = directory.faults + strange
  }

  /// A run of ours: its checkpoints are opened, and its metrics read.
  private mutating func inspect(_ own: RunDescription, _ path: String) throws(FileError) {
    (title, isOwn, framework) = (own.title, true, "headlight")
    let folders = own.runs.isEmpty ? [path] : own.runs.map { path + "/" + $0 }
    for folder in folders {
      let place = folder == path ? "" : CrashSafe.split(folder).name + "/"
      do throws(FileError) {
        let measured = try RunDirectory.readMetrics(folder)
        let rows = measured.rows.map(\.step)
        steps = (max(steps.count, rows.count), rows.first ?? steps.first, rows.last ?? steps.last)
        let names = Set(measured.rows.flatMap { $0.values.members.map(\.key) }).subtracting(["step"]
        )
        metrics = Array(names.union(metrics)).sorted()
        for warning in measured.warnings {
          faults.append(RunFault(place + "metrics.jsonl", warning))
        }
      } catch { faults.append(RunFault(error, in: place + "metrics.jsonl")) }
      do throws(FileError) {
        for step in try RunDirectory.checkpointSteps(folder) {
          let name = place + "checkpoints/" + Checkpoint.fileName(step)
          do throws(FileError) { _ = try RunDirectory.checkpoint(folder, step: step) } catch {
            faults.append(RunFault(error, in: name))
          }
        }
      } catch { faults.append(RunFault(error, in: place + "checkpoints")) }
    }
  }

  /// All of it as one object.
  public var json: JSONValue {
    var steps: JSONObject = ["count": JSONValue(self.steps.count)]
    steps["first"] = self.steps.first.map { JSONValue($0) } ?? .null
    steps["last"] = self.steps.last.map { JSONValue($0) } ?? .null
    var sites = JSONObject()
    for (name, entry) in self.sites {
      sites[name] = .object([
        "axes": .array(entry.axes.map { .string($0) }),
        "shape": .array(entry.shape.map { JSONValue($0) }), "dtype": .string(entry.dtype),
        "kind": .string(entry.kind), "layer": entry.layer.map { JSONValue($0) } ?? .null,
      ])
    }
    return .object([
      "kind": .string("run"), "format": .string(RunDescription.format), "title": .string(title),
      "framework": framework.isEmpty ? .null : .string(framework),
      "steps": .object(steps), "sites": .object(sites),
      "metrics": .array(metrics.map { .string($0) }),
      "problems": .array(
        faults.map { fault in
          .object([
            "file": .string(fault.file), "tensor": fault.tensor.map { .string($0) } ?? .null,
            "field": fault.field.map { .string($0) } ?? .null, "what": .string(fault.what),
          ])
        }),
      "checked_steps": JSONValue(checkedSteps), "whole": .boolean(isWhole),
    ])
  }
}

extension RunInspection.SiteEntry {
  init(_ own: StoredWeights) {
    axes = own.sides.map(\.rawValue)
    shape = own.stored.lengths
    dtype = own.stored.dtype.rawValue
    let site = own.site(layer: 0)
    let isOneSequence = own.length(.query) == own.length(.key)
    kind =
      (own.kind
      ?? (own.sides.contains(.query)
        ? AttentionWeights.Kind(naming: site, isOneSequence: isOneSequence) : .pooling))
      .rawValue
    layer = own.sides.contains(.layer) ? nil : site.layer
  }
}
