import JSON
import Pretrained
import Screens
import Snapshots
import Tensors

/// `headlight predict MODEL`: what a pretrained model makes of texts, as it writes it.
struct ModelWriting {
  let path: String
  let options: WritingOptions

  func run() throws(Failure) {
    let session: ModelSession
    do { session = try ModelSession(opening: path) } catch { throw Failure(error) }
    if let text = options.numbers.text { return try write(on: text, session) }
    let texts: [ModelText]
    do { texts = try options.text.texts() } catch { throw Failure(error) }
    for text in texts { try write(on: text, session) }
    guard texts.isEmpty else { return }
    var input = LineInput()
    while let line = try input.next() {
      do throws(Failure) { try write(on: ModelText(line), session) } catch {
        throw error.message.isEmpty ? error : input.failure(error.message)
      }
    }
  }

  private func write(on text: ModelText, _ session: ModelSession) throws(Failure) {
    let made: Continuation
    do {
      made = try session.write(
        on: text, tokens: options.tokens ?? WritingOptions.defaultTokens,
        temperature: options.temperature, seed: options.seed ?? 1
      ) { part in
        // Elsewhere than on a terminal the bytes are what was asked for.
        options.json || Output.write(Output.isTerminal ? Self.shown(part) : part)
      }
    } catch { throw Failure(error) }
    let rest =
      options.json
      ? JSONText.line(made.json) : made.masks.map(Self.line).joined(separator: "\n")
    guard Output.write(rest + "\n"), Output.problem == nil else {
      throw Output.failure(Output.problem ?? 0)
    }
  }

  /// Text with nothing in it that a terminal would obey, but for the ends of lines.
  private static func shown(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { safe(String($0)) }
      .joined(separator: "\n")
  }

  /// What could stand in one place: `4: mat .31, floor .12`.
  private static func line(_ mask: Candidates) -> String {
    let best = mask.best.map { candidate in
      let share = Transcendental.exponential(Double(candidate.logProbability))
      return safe(candidate.label) + " " + share.shownAsShare
    }
    return "\(mask.place): " + best.joined(separator: ", ")
  }
}

extension Double {
  /// Three places behind the point: `.312`.
  fileprivate var shownAsShare: String {
    let thousandths = Int((self * 1_000).rounded())
    guard thousandths < 1_000 else { return "1.000" }
    let digits = "\(thousandths)"
    return "." + String(repeating: "0", count: 3 - digits.count) + digits
  }
}

extension Continuation {
  /// One object.
  fileprivate var json: JSONValue {
    var page: JSONObject = ["read": .array(read.map { JSONValue($0) })]
    guard masks.isEmpty else {
      page["masks"] = .array(
        masks.map { mask in
          .object(["place": JSONValue(mask.place), "candidates": .array(mask.best.map(\.json))])
        })
      return .object(page)
    }
    page["ids"] = .array(ids.map { JSONValue($0) })
    page["tokens"] = .array(tokens.map { .string($0) })
    page["log_probabilities"] = .array(logProbabilities.map { JSONValue($0) })
    page["text"] = .string(text)
    return .object(page)
  }
}

extension Candidates.Candidate {
  fileprivate var json: JSONValue {
    .object([
      "id": JSONValue(Int(id)), "token": .string(label),
      "log_probability": JSONValue(logProbability),
    ])
  }
}
