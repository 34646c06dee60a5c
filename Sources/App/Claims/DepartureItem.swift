import Dictionary

/// What has to be taken down before a worker leaves, so that the claim survives it: the shortest list, what cannot be made up for later first.
enum DepartureItem: String, Sendable, CaseIterable {
    case mandate, statement, contacts, account, copies, permission

    /// Whether it was taken down already.
    func isDone(_ sheet: CaseSheet, _ worker: RecordView?) -> Bool {
        switch self {
        case .mandate: MandateRoutes.holder(sheet.claims) != nil || hasDocument(sheet, ["mandate"])
        case .statement:
            sheet.actions.contains { $0.code("type") == "statement-before-departure" }
                || hasDocument(sheet, ["statement-worker", "affidavit", "interview-record"])
        case .contacts: Self.contacts(sheet) >= 2
        case .account: worker?.answer("bank-account") != nil
        case .copies: hasDocument(sheet, ["contract", "identity-document", "pay-record", "messages", "time-record", "travel-document"])
        case .permission: sheet.agreement.standing == .given
        }
    }

    private func hasDocument(_ sheet: CaseSheet, _ kinds: Set<String>) -> Bool { sheet.documents.contains { kinds.contains($0.code("kind") ?? "") } }

    /// People at home who can be reached.
    static func contacts(_ sheet: CaseSheet) -> Int { sheet.people.filter { $0.role == "family-contact" }.count }

    /// The kinds of document that its upload offers; the first is chosen.
    var documentKinds: [String] {
        switch self {
        case .mandate: ["mandate"]
        case .statement: ["statement-worker", "audio", "video"]
        case .copies: ["identity-document", "contract", "pay-record", "messages", "time-record", "travel-document", "photograph", "other"]
        case .contacts, .account, .permission: []
        }
    }
}
