/// Moves `state` on by one event and returns the effects it asks for.
///
/// It is pure: the same state and event always give the same result.
public func update(_ state: inout State, _ event: Event) -> [Command] {
  []
}
