/// Simplified Chinese.
///
/// What can be typed stays as it is typed: commands, options, names of mechanisms, and roles and
/// `entropy`, which are typed behind `/`, `:filter` and `:sort`.
struct Chinese: Sendable {}
