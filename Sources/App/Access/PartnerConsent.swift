import Dictionary
import Journal
import Storage

/// Whether the workers of a case have agreed that a partner sees who they are. Without it a partner sees what may be counted only.
struct PartnerConsent {
    /// Codes of the list `consent-scope` that let the identity go to a partner.
    private static let scopes: Set<String> = ["share-with-partner", "share-across-border"]

    let node: Node
    let connection: any Connection

    /// Of each person the latest consent counts; one that names nobody counts for all. In a case of several workers all have to agree.
    func isInForce(on caseRecord: String) throws -> Bool {
        guard let today = CalendarDay(daysSinceEpoch: Int(node.now() / 86_400_000)) else { return false }
        var gate = Gate(reader: Reader(account: "", clearance: .sensitive), node: node, connection: connection)
        var agreed: [String: Bool] = [:]
        var workers: Set<String> = []
        // In the order in which they were made, so that a later one replaces an earlier one.
        for linked in try RecordRows(connection: connection, organisation: node.organisation.number).linking(to: caseRecord) where !linked.row.state.isRetracted {
            let state = linked.row.state
            if state.kind == "relation", linked.field == "to", CaseFacts.countedPersonRoles.contains(CaseFacts.openText(state, "role") ?? "") {
                workers.formUnion([CaseFacts.openText(state, "from")].compactMap { $0 })
            }
            guard state.kind == "consent" else { continue }
            let view = try gate.view(state, of: linked.row.record)
            agreed[CaseFacts.openText(state, "person") ?? ""] = !state.isErased && Self.agrees(view, on: today)
        }
        if let all = agreed[""], agreed.count == 1 { return all }
        return !workers.isEmpty && workers.allSatisfy { agreed[$0] ?? agreed[""] ?? false }
    }

    /// Given, not withdrawn, for a purpose that reaches a partner, and not past its end.
    private static func agrees(_ view: RecordView, on today: CalendarDay) -> Bool {
        guard view.answer("given")?.value == .code("yes"), view.answer("withdrawn-on") == nil,
            view.answer("scopes")?.value?.elements.contains(where: { scopes.contains($0.displayText) }) == true
        else { return false }
        if case .date(let until)? = view.answer("until")?.value, let last = until.latest { return today <= last }
        return true
    }
}
