extension FieldValue {
    /// The names of one person on one line: the first, and the others, such as the same name in another script, in brackets, so that it is not read as several people.
    public var namesText: String? {
        let names = elements.map(\.displayText)
        guard let first = names.first else { return nil }
        return names.count == 1 ? first : "\(first) (\(names.dropFirst().joined(separator: ", ")))"
    }

    /// The value as a person reads it; codes as their code.
    public var displayText: String {
        switch self {
        case .text(let text), .code(let text), .link(let text): text
        case .date(let date): date.displayText
        case .money(let money): money.description
        case .quantity(let quantity): quantity.description
        case .place(let place): [place.detail, place.locality, place.subdivision, place.country].compactMap { $0 }.joined(separator: ", ")
        case .phone(let phone): phone.number ?? phone.written
        case .identifier(let identifier): "\(identifier.kind) \(identifier.number)" + (identifier.issuer.map { " (\($0))" } ?? "")
        case .name(let name): name.full
        case .file(let file): file.name
        case .list(let values): values.map(\.displayText).joined(separator: "; ")
        }
    }
}
