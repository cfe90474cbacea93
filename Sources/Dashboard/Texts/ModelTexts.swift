/// What a language says about models that are opened, and about the text that they read.
protocol ModelTexts {
  /// How far a decoder has written: `token 3 of 10`.
  func writtenTokens(_ now: Int, _ latest: Int) -> String
  /// That it writes.
  var writing: String { get }
  /// How much of a reading is done, in percent, and what gives it up.
  func reading(_ percent: Int) -> String
  /// The same in few cells.
  func readingShort(_ percent: Int) -> String
  /// That no text was read yet, and how one is.
  var nothingRead: String { get }
  /// What the axis of written tokens is called.
  var tokenAxis: String { get }
  /// The heading of what could be written next.
  var nextToken: String { get }
  /// The heading of what could stand in the place of a mask, counted from 1.
  func maskAt(_ place: Int) -> String
  /// How a head that is left out changes the logarithm of a probability.
  var logChange: String { get }
  /// What stands below a probability: its logarithm, and how it changed.
  var logProbability: String { get }
  /// What space and . , do where tokens are written.
  var writeShort: String { get }
  var tokenShort: String { get }
  /// Why there is no token before.
  var whyNothingWritten: String { get }
  /// Why there are no gradients.
  var whyNoGradients: String { get }
  /// Why there is no token after the present one.
  var whyLastToken: String { get }
  /// What was chosen about how tokens are chosen; nil: the likeliest.
  func temperatureIs(_ temperature: Float?) -> String
  /// What is expected behind `:temperature`.
  var expectedTemperature: String { get }
  /// That two texts are compared where they have the same tokens.
  func alignedTexts(_ equal: Int, _ all: Int) -> String
  /// Why two texts cannot be compared.
  var whyNotAligned: String { get }
}
