import Dictionary
import Journal
import Storage

/// What of a record may be shown to a partner, and what was chosen of it.
struct LinkageShowing {
    let node: Node
    let connection: any Connection

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    /// The most sensitive that may be shown: what the people of its case agree to. Of a sighting, which has no case, whoever works with it decides.
    func limit(of record: String, for partner: Partner) throws -> Sensitivity? {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record) else { return nil }
        switch state.kind {
        case "sighting": return .identity
        case "notice": return try CaseFacts.openText(state, "case").flatMap { try limit(ofCase: $0, for: partner) }
        case "person":
            return try LinkageCandidates(node, connection).cases(ofWorker: record).compactMap { try limit(ofCase: $0, for: partner) }.max()
        default: return nil
        }
    }

    private func limit(ofCase record: String, for partner: Partner) throws -> Sensitivity? {
        guard let today = node.today,
            let agreement = try Consents(node: node, connection: connection).effective(for: record, on: today), agreement.allows("matching")
        else { return nil }
        let entries = PartnerEntries(node: node, connection: connection)
        let receiver = try entries.receiver(entries.record(of: partner.identifier), country: partner.country)
        return SharingConsent(agreement, for: receiver, from: node.organisation.country).limit
    }

    /// The fields of a record that can be shown, each with what it says.
    func choices(_ view: RecordView, limit: Sensitivity?) -> [(field: Field, answer: Answer)] {
        guard let kind = SharedRecord.Kind(rawValue: view.kind), let limit else { return [] }
        return kind.fields.compactMap { name in
            guard let field = node.dictionary.field(view.kind, name), field.sensitivity <= limit, let answer = view.answer(name), answer.value != nil else {
                return nil
            }
            return (field, answer)
        }
    }

    /// What goes: the chosen fields as the record says them now, as far as they may be shown now.
    func part(of record: String, choosing names: [String], for partner: Partner) throws -> SharedRecord? {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record) else { return nil }
        var gate = Gate(reader: Reader(account: "linkage", clearance: .identity), node: node, connection: connection)
        let view = try gate.view(state, of: record)
        let allowed = choices(view, limit: try limit(of: record, for: partner)).map(\.field.name)
        return SharedRecord(view, choosing: names.filter(allowed.contains))
    }

    /// Sends what was chosen when we asked or agreed.
    func share(_ pair: LinkagePair) throws {
        let chosen = try LinkagePairs(node, connection).steps(of: pair).last { $0.isOurs && ($0.event == .ask || $0.event == .agree) }?.fields ?? []
        guard let partner = try Partners.find(pair.partner, node, connection), let part = try part(of: pair.record, choosing: chosen, for: partner) else {
            return
        }
        try LinkageSending(node, connection).send(.share(token: pair.token, part: part), to: pair.partner, about: pair.record)
    }
}
