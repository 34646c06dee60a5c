/// A value that is bound to a statement's parameter.
public enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

extension Value {
    public static func optional(_ text: String?) -> Value {
        text.map { .text($0) } ?? .null
    }

    public static func bool(_ value: Bool) -> Value {
        .integer(value ? 1 : 0)
    }
}
