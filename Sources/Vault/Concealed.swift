/// A value that holds a secret: printing, interpolating, `dump` and debuggers' mirrors show its kind and nothing of its contents.
public protocol Concealed: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What may be said of the value in a log: its kind, perhaps a public identifier.
    var description: String { get }
}

extension Concealed {
    /// The kind of the value, without its contents.
    public var description: String { "\(Self.self)(concealed)" }
    /// The same as the description.
    public var debugDescription: String { description }
    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
