/// Heads that are left out of a reading, by the site of their attention.
///
/// Leaving heads out is a way to look, never a way to train: the weights stay those of all heads.
public typealias HeadsOff = [Site: Set<Int>]
