import Synchronization

/// Where a run comes from.
public enum Origin: Hashable, Sendable, CaseIterable {
  /// A lesson that trains here.
  case lesson
  /// A run of ours that lies on disk.
  case recording
  /// A run of another program, while it is written.
  case watched
  /// A model that somebody else has trained.
  case model
}
