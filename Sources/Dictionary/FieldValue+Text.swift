extension FieldValue {
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
