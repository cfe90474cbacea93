/// English.
struct English: Sendable {}
