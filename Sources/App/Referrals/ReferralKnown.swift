import Dictionary
import Referral
import Storage

/// Cases here that a referral which came in may belong to: told before somebody accepts it, so that one worker's case is not there twice.
struct ReferralKnown: Sendable {
    /// The sender says that it is the case of an earlier referral.
    var earlier: [CaseLine] = []
    /// Somebody of that name or number has a case here. That may be another person.
    var alike: [SearchResult] = []

    var isEmpty: Bool { earlier.isEmpty && alike.isEmpty }

    init() {}

    /// Nothing where there is nothing to decide, or the reader may not see whom it is about.
    init(_ sheet: ReferralSheet, _ access: CaseAccess, _ services: AppServices, now: UInt64) throws {
        let row = sheet.row
        guard row.direction == .incoming, row.caseRecord.isEmpty, row.state.isUndecided, sheet.showsIdentity, row.kind != .requestForCase,
            row.kind != .information
        else { return }
        earlier = try access.node.database.read { connection in
            let cases = try ReferralEarlier.rows(of: row.referral, ReferralRows(access.node, connection)).map(\.caseRecord)
            var (seen, reading): (Set<String>, CaseLines) = ([], CaseLines(access, access.node.listFields, connection))
            return try reading.lines(cases.filter { seen.insert($0).inserted })
        }
        try CaseListRoutes.logReading(of: earlier, access, services, now)
        let people = sheet.parts.flatMap(\.content.part.items).filter { $0.kind == "person" }
        let asked = people.flatMap(\.fields).filter { ["names", "mobile-phones", "identifiers"].contains($0.name) }.map(\.answer)
        guard !asked.isEmpty else { return }
        let known = Set(earlier.map(\.record))
        alike = try DuplicateHints(access, services).find(asked, now: now).filter { !known.contains($0.line.record) }
    }
}
