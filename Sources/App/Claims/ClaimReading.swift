import Dictionary
import Entitlements
import Storage

/// Reads a case for the pages of its claim, as whoever asks may see it; that identity was seen is written down.
struct ClaimReading: Sendable {
    let access: CaseAccess
    let services: AppServices
    let now: UInt64

    init(_ request: WebRequest, _ services: AppServices) throws {
        access = try CaseAccess(try request.signedIn(), services)
        self.services = services
        now = request.now
    }

    /// - Throws: ``WebError/notFound`` if the case does not open for this person, or was only passed on to them: what is claimed is reckoned by who acts for the worker.
    func sheet(of caseRecord: String) throws -> CaseSheet {
        guard let today = access.node.clock.day(of: now) else { throw WebError.badRequest(key: "platform.error.malformed") }
        let sheet = try access.node.database.read { connection in
            var reading = try CaseSheetReading(of: caseRecord, access, connection)
            return try reading.sheet(of: caseRecord, today: today)
        }
        guard !sheet.isPartner else { throw WebError.notFound }
        if sheet.showsIdentity, services.readings.isDue(caseRecord, by: access.session.account, now: now) {
            try access.node.change(by: access.session.account) { try $0.logReading(of: caseRecord, kind: "case", ground: nil) }
        }
        return sheet
    }

    /// The workers of a case, each once.
    static func workers(_ sheet: CaseSheet) -> [RecordView] {
        var seen: Set<String> = []
        return sheet.people.filter { $0.role == "worker" && !$0.view.isErased && seen.insert($0.view.record).inserted }.map(\.view)
    }

    func worker(_ record: String, _ sheet: CaseSheet) throws -> RecordView {
        guard let worker = Self.workers(sheet).first(where: { $0.record == record }) else { throw WebError.notFound }
        return worker
    }

    func compute(_ worker: RecordView, _ sheet: CaseSheet) throws -> ComputedClaim {
        guard let today = access.node.clock.day(of: now) else { throw WebError.badRequest(key: "platform.error.malformed") }
        return try ComputedClaim(ClaimFacts(of: worker, in: sheet, dictionary: access.node.dictionary), today: today)
    }
}
