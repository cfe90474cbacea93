/// Named JSON values in the order in which they are written.
///
/// A name is its UTF-8 bytes: `é` in one scalar and `é` in two are different names, though they
/// are equal as strings.
public struct JSONObject: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// A name and its value.
  public struct Member: Hashable, Sendable {
    /// The name.
    public var key: String
    /// The value.
    public var value: JSONValue

    /// A value called `key`.
    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The members in order.
  public package(set) var members: [Member] = []

  /// An object without members.
  public init() {}

  /// An object of `members`, in which no name may occur twice.
  package init(members: [Member]) {
    self.members = members
    precondition(duplicate == nil, "a name occurs twice")
  }

  /// An object of `members`, whose names are known to be different: of many none is looked for.
  public init(unique members: [Member]) { self.members = members }

  /// An object written as `["step": .integer(1)]`; no name occurs twice.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }

  /// The value called `key`; setting nil removes it, setting another keeps its place.
  public subscript(key: String) -> JSONValue? {
    get { members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value }
    set {
      let place = members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(key, value))
      case (nil, nil): break
      }
    }
  }

  /// The place of a name that stands before it already.
  ///
  /// Sorting finds it in n log n whatever the names are; a hash table could be made slow.
  package var duplicate: Int? {
    guard members.count > 1 else { return nil }
    let order = members.indices.sorted {
      let (a, b) = (members[$0].key.utf8, members[$1].key.utf8)
      return a.elementsEqual(b) ? $0 < $1 : a.lexicographicallyPrecedes(b)
    }
    for (first, second) in zip(order, order.dropFirst())
    where members[first].key.utf8.elementsEqual(members[second].key.utf8) {
      return second
    }
    return nil
  }
}
