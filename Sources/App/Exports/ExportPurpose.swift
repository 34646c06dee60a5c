import Dictionary

/// What an export is for. What the organisation keeps for itself holds everything; what is for somebody else, only what was agreed to.
public enum ExportPurpose: Sendable, Hashable {
    case ownUse
    /// Cases whose people agree to a scope of the list `consent-scope` at the moment of the export.
    case sharing(scope: String)

    /// Notes and tasks are the organisation's own work and never go to anybody else.
    static let internalKinds: Set<String> = ["note", "task"]

    /// - Parameter text: `own-use` or a code of the list `consent-scope`.
    /// - Throws: ``AppError`` that names the codes.
    public init(_ text: String, dictionary: DataDictionary) throws {
        if text == "own-use" {
            self = .ownUse
            return
        }
        let scopes = dictionary.vocabulary("consent-scope")
        guard scopes?.contains(text) == true else {
            let codes = (scopes?.terms ?? []).map(\.code).joined(separator: ", ")
            throw AppError("«\(text)» is no purpose of an export. Give own-use, or what people must have agreed to: \(codes).", isWrongUse: true)
        }
        self = .sharing(scope: text)
    }
}
