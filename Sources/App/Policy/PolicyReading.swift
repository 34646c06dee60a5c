import Dictionary
import Entitlements
import Formats
import Journal
import Storage
import Vault

/// An entry of the register as an organisation has it, with what the organisation keeps about it.
struct PolicyEntry: Sendable {
    var instrument: Instrument
    /// The record of this organisation; nil while the entry is only the program's.
    var record: String?
    /// Records of own versions, by identifier of the version.
    var versionRecords: [String: String] = [:]
    var reviewer: String?
    var reviewBy: CalendarDay?
    var reviewedOn: PartialDate?
    /// Identifier of the organisation whose feed it came with; nil for own entries and the program's.
    var owner: String?
    /// Where it came from, in words.
    var source: String?

    var origin: Origin { owner != nil ? .feed : record == nil ? .program : .own }

    enum Origin: String, Sendable { case program, own, feed }

    func isReviewDue(_ today: CalendarDay) -> Bool { reviewBy.map { $0 < today } ?? false }

    /// The part of an address that leads to it. Identifiers hold slashes and no dots.
    var address: String { PolicyEntry.address(instrument.identifier) }

    static func address(_ identifier: String) -> String {
        String(decoding: identifier.utf8.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
    }

    static func identifier(_ address: String) -> String {
        String(decoding: address.utf8.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: "/") : $0 }, as: UTF8.self)
    }
}

/// The register of one organisation at one moment: what comes with the program, and over it what the organisation and the feeds it follows say.
struct PolicyRegister: Sendable {
    let register: Register
    private let entries: [String: PolicyEntry]

    init(_ entries: [PolicyEntry]) {
        register = Register(entries.map(\.instrument))
        self.entries = Dictionary(entries.map { ($0.instrument.identifier, $0) }) { _, last in last }
    }

    subscript(identifier: String) -> PolicyEntry? { entries[identifier] }

    var all: [PolicyEntry] { register.entries.compactMap { entries[$0.identifier] } }

    func entries(_ query: Register.Query) -> [PolicyEntry] { register.entries(query).compactMap { entries[$0.identifier] } }

    /// The entries of which this organisation answers for the review that are overdue, the longest first.
    func due(_ today: CalendarDay, reviewer: String? = nil) -> [PolicyEntry] {
        all.filter { entry in entry.isReviewDue(today) && (reviewer.map { $0 == entry.reviewer } ?? true) }
            .sorted { ($0.reviewBy ?? today, $0.instrument.identifier) < ($1.reviewBy ?? today, $1.instrument.identifier) }
    }
}

/// Reads the register. All of it is open: laws are no secret; what an organisation writes about them is its own all the same.
struct PolicyReading {
    /// More records than this are not read.
    private static let limit = 50_000

    let node: Node
    let connection: any Connection
    private var gate: Gate

    init(_ node: Node, reader: Reader, _ connection: any Connection) {
        self.node = node
        self.connection = connection
        gate = Gate(reader: reader, node: node, connection: connection)
    }

    init(_ access: CaseAccess, _ connection: any Connection) {
        self.init(access.node, reader: Reader(account: access.session.account, clearance: .open), connection)
    }

    /// O(entries of the program + own records).
    mutating func register() throws -> PolicyRegister {
        var entries: [String: PolicyEntry] = [:]
        for instrument in try RegisterLibrary.entries() { entries[instrument.identifier] = PolicyEntry(instrument: instrument) }
        let own = try views(PolicyKinds.entry)
        guard !own.isEmpty else { return PolicyRegister(Array(entries.values)) }
        let versions = Dictionary(grouping: try views(PolicyKinds.version)) { $0.view.links("instrument").first ?? "" }
        let translations = Dictionary(grouping: try views(PolicyKinds.translation)) { $0.view.links("version").first ?? "" }
        for (record, view) in own {
            let entry = Self.entry(record, view, versions[record] ?? [], translations, over: entries)
            entries[entry.instrument.identifier] = entry
        }
        return PolicyRegister(Array(entries.values))
    }

    mutating func view(_ state: RecordState, of record: String) throws -> RecordView { try gate.view(state, of: record) }

    mutating func views(_ kind: String) throws -> [(record: String, view: RecordView)] {
        let rows = try connection.all(
            "SELECT record, state FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 ORDER BY created, record LIMIT ?",
            [.integer(node.organisation.number), .text(kind), .integer(Int64(Self.limit))]
        ) { ($0.text(0), try RecordState(canonicalBytes: $0.blob(1))) }
        return try rows.filter { !$0.1.isErased }.map { ($0.0, try gate.view($0.1, of: $0.0)) }
    }

    // MARK: One entry

    private static func entry(
        _ record: String, _ view: RecordView, _ versions: [(record: String, view: RecordView)], _ translations: [String: [(record: String, view: RecordView)]],
        over entries: [String: PolicyEntry]
    ) -> PolicyEntry {
        let owner = view.text("feed-owner")
        let named = view.text("identifier")
        // A feed's entries stand beside the program's and the own ones, never in their place.
        let identifier = owner == nil ? named ?? record : record
        let base = entries[identifier]?.instrument
        var instrument = Instrument(
            identifier: identifier, kind: view.code("kind").flatMap(InstrumentKind.init(rawValue:)) ?? base?.kind ?? .law,
            title: view.text("title") ?? base?.title ?? identifier, countries: list(view, "countries") ?? base?.countries ?? [],
            origins: list(view, "corridors-from") ?? base?.origins ?? [], destinations: list(view, "corridors-to") ?? base?.destinations ?? [],
            sectors: list(view, "sectors") ?? base?.sectors ?? [], treaty: view.text("treaty") ?? base?.treaty ?? "")
        var held = Dictionary((base?.versions ?? []).map { ($0.identifier, $0) }) { first, _ in first }
        var records: [String: String] = [:]
        for (versionRecord, versionView) in versions {
            let version = version(versionRecord, versionView, translations[versionRecord] ?? [], over: held)
            records[version.identifier] = versionRecord
            held[version.identifier] = versionView.code("withdrawn") == "yes" ? nil : version
        }
        instrument.versions = Instrument.ordered(Array(held.values))
        return PolicyEntry(
            instrument: instrument, record: record, versionRecords: records, reviewer: view.links("reviewer").first, reviewBy: view.date("review-by")?.latest,
            reviewedOn: view.date("reviewed-on"), owner: owner, source: view.text("source"))
    }

    private static func version(
        _ record: String, _ view: RecordView, _ translations: [(record: String, view: RecordView)], over held: [String: InstrumentVersion]
    ) -> InstrumentVersion {
        let identifier = view.text("identifier") ?? record
        let base = held[identifier]
        var version = InstrumentVersion(
            identifier: identifier, from: known(view, "from"), until: known(view, "until"),
            standing: view.code("standing").flatMap(Standing.init(rawValue:)) ?? .inForce, summary: view.text("summary") ?? "",
            language: view.text("language") ?? "en", translations: base?.translations ?? [:],
            sources: view.answer("sources")?.value?.elements.map(\.displayText) ?? [],
            confidence: view.code("confidence").flatMap(Confidence.init(rawValue:)) ?? .low, note: view.text("remark") ?? "", asOf: known(view, "as-of"),
            provisions: base?.provisions ?? [])
        for (_, translation) in translations {
            guard let language = translation.text("language"), let text = translation.text("text") else { continue }
            version.translations[language] = SummaryTranslation(text: text, original: translation.text("original") ?? "")
        }
        return version
    }

    private static func list(_ view: RecordView, _ field: String) -> [String]? {
        guard view.answer(field) != nil else { return nil }
        return view.codes(field)
    }

    private static func known(_ view: RecordView, _ field: String) -> KnownDate? {
        view.date(field).flatMap { date -> KnownDate? in
            guard let first = date.earliest, let last = date.latest else { return nil }
            return KnownDate(
                earliest: Entitlements.Day(number: first.daysSinceEpoch), latest: Entitlements.Day(number: last.daysSinceEpoch))
        }
    }
}

extension KnownDate {
    /// For pages and records, with the precision that is known.
    var partial: PartialDate? { try? PartialDate(edtf: description) }
}

extension CalendarDay {
    /// As the engine of law counts days.
    var lawDay: Entitlements.Day { Entitlements.Day(number: daysSinceEpoch) }
}

extension Entitlements.Day {
    var calendar: CalendarDay? { CalendarDay(daysSinceEpoch: number) }
}
