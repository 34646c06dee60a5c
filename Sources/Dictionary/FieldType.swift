/// What kind of value a field takes.
public enum FieldType: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case text
    /// One code of the field's vocabulary.
    case code
    /// Several codes of the field's vocabulary.
    case codes
    case date
    case money
    case quantity
    case place
    case phone
    case identifier
    case name
    /// Long text.
    case narrative
    case file
    /// The identifier of another record.
    case link

    /// The name as the dictionary writes it.
    public var description: String { rawValue }
}

/// Who may see a field's values. The more a value tells about who a person is, the greater its sensitivity.
public enum Sensitivity: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Coded facts that statistics may read.
    case open
    /// Health, status, precise dates and places: sealed.
    case sensitive
    /// Names, numbers, addresses, faces, narratives: sealed, and read for a reason only.
    case identity

    private var rank: Int {
        switch self {
        case .open: 0
        case .sensitive: 1
        case .identity: 2
        }
    }

    /// Less is what more people may see: open < sensitive < identity.
    public static func < (left: Sensitivity, right: Sensitivity) -> Bool { left.rank < right.rank }
}
