/// What a column of a file of people or organisations tells.
public enum ColumnMeaning: String, Sendable, CaseIterable {
    case recordIdentifier = "record-identifier"
    case givenName = "given-name"
    case middleName = "middle-name"
    case surname
    case fullName = "full-name"
    case otherName = "other-name"
    /// The name of a father, mother, husband or wife.
    case kinName = "kin-name"
    case birthDate = "birth-date"
    case date
    case birthYear = "birth-year"
    case age
    case sex
    case phone
    case email
    case document
    case houseNumber = "house-number"
    case address
    case place
    case postcode
    case nationality
    case category
    case text
    case number
    /// Not compared.
    case ignored

    /// How values of such a column are compared.
    var comparison: ComparisonKind {
        switch self {
        case .givenName, .middleName, .surname, .otherName, .kinName: .name
        case .fullName: .fullName
        case .birthDate, .date: .date
        case .birthYear, .age: .quantity
        case .sex, .nationality, .category: .category
        case .phone: .phone
        case .document: .identifier
        case .houseNumber, .postcode, .number: .code
        case .email, .address, .place, .text: .text
        case .recordIdentifier, .ignored: .none
        }
    }
}

/// A way of comparing two values; each has its own forms of values and its own degrees of agreement.
public enum ComparisonKind: String, Sendable, CaseIterable {
    /// One part of a name.
    case name
    /// A whole name, its parts in any order.
    case fullName = "full-name"
    /// Several words: an address, a town.
    case text
    case date
    /// Characters that mean nothing together: passport, permit, bank account.
    case identifier
    /// The last nine digits of a telephone number.
    case phone
    /// A short number or code: house number, postcode.
    case code
    /// One of few values.
    case category
    /// A whole number such as an age.
    case quantity
    case none
}
