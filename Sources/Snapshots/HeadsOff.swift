/// Heads that are left out, by the site of their attention.
///
/// Leaving heads out of a reading is a way to look: training keeps them, unless a leg leaves them out.
public typealias HeadsOff = [Site: Set<Int>]
