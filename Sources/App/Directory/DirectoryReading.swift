import Dictionary
import Interchange
import Journal
import Storage

/// An organisation or a service of the directory as a reader may see it.
struct DirectoryEntry: Sendable {
    var record: String
    var view: RecordView
    /// Fields that have an answer, whether this reader sees it or not.
    var answered: Set<String>
    /// When it was last changed here, milliseconds since 1970.
    var changed: UInt64 = 0
}

/// Reads the directory of one organisation of the node. Everything goes through the ``Gate``.
struct DirectoryReading {
    /// More entries than this are not shown at once.
    static let limit = 20_000

    let node: Node
    let connection: any Connection
    private var gate: Gate

    init(_ node: Node, reader: Reader, _ connection: any Connection) {
        self.node = node
        self.connection = connection
        gate = Gate(reader: reader, node: node, connection: connection)
    }

    /// All entries of a kind, in the order in which they were written. O(entries).
    mutating func entries(_ kind: String) throws -> [DirectoryEntry] {
        let rows = try connection.all(
            "SELECT record, state FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 ORDER BY created, record LIMIT ?",
            [.integer(node.organisation.number), .text(kind), .integer(Int64(Self.limit))]
        ) { ($0.text(0), try RecordState(canonicalBytes: $0.blob(1))) }
        return try rows.filter { !$0.1.isErased }.map { try entry($0.0, $0.1) }
    }

    /// - Throws: ``WebError/notFound`` if there is no such entry in the organisation's directory.
    mutating func entry(_ record: String) throws -> DirectoryEntry {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record), !state.isRetracted, !state.isErased,
            ["organisation", "service"].contains(state.kind)
        else { throw WebError.notFound }
        return try entry(record, state)
    }

    /// The services of an organisation.
    mutating func services(of organisation: String) throws -> [DirectoryEntry] {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        let linked = try rows.linking(to: organisation).filter { $0.field == "organisation" && $0.row.state.kind == "service" }
        return try linked.filter { !$0.row.state.isRetracted && !$0.row.state.isErased }.map { try entry($0.row.record, $0.row.state) }
    }

    private mutating func entry(_ record: String, _ state: RecordState) throws -> DirectoryEntry {
        let answered = state.fields.filter { $0.value.answer != .cleared }.map(\.key)
        return DirectoryEntry(record: record, view: try gate.view(state, of: record), answered: Set(answered), changed: state.changed.milliseconds)
    }
}

extension DirectoryListing {
    /// What the search compares of a service.
    /// - Parameter organisation: its organisation; nil if none is linked.
    init(_ service: DirectoryEntry, of organisation: DirectoryEntry?, today: CalendarDay, response: MeasuredResponse?) {
        self.init(service: service.record, organisation: organisation?.record ?? "")
        let view = service.view
        serviceName = view.text("name") ?? ""
        organisationName = organisation?.view.firstName ?? ""
        types = Set(view.codes("types"))
        nationalities = Set(view.codes("nationalities"))
        sexes = Set(view.codes("sexes"))
        sectors = Set(view.codes("sectors"))
        statuses = Set(view.codes("migration-statuses"))
        let own = Set(view.codes("countries"))
        countries = own.isEmpty ? Set([organisation?.view.code("country")].compactMap { $0 }) : own
        area = view.text("area") ?? ""
        corridorsFrom = Set(organisation?.view.codes("corridors-from") ?? [])
        corridorsTo = Set(organisation?.view.codes("corridors-to") ?? [])
        let spoken = view.codes("languages")
        languages = Set(spoken.isEmpty ? organisation?.view.codes("languages") ?? [] : spoken)
        hours = view.text("hours").flatMap(OpeningHours.init)
        hasPhone = service.answered.contains("phone") || organisation?.answered.contains("phones") == true
        hasEmergencyPhone = service.answered.contains("emergency-phone") || organisation?.answered.contains("duty-phone") == true
        // What cannot be says nothing: fewer places than none, more than there are, days to come.
        let all = DirectoryValues.places(view.answer("capacity")?.value)
        placesFree = DirectoryValues.places(view.answer("places-free")?.value).flatMap { free in free > all ?? .max ? nil : free }
        capacityAge = view.past("capacity-on", today).map { max(0, today.daysSinceEpoch - $0.daysSinceEpoch) }
        status = view.code("status")
        let confirmed = [view.past("confirmed-on", today), organisation?.view.past("confirmed-on", today)].compactMap { $0 }.max()
        confirmedAge = confirmed.map { max(0, today.daysSinceEpoch - $0.daysSinceEpoch) }
        isConfirmationDue = view.isConfirmationDue(today)
        self.response = response
    }
}

extension RecordView {
    /// The first of the names.
    var firstName: String? { answer("names")?.value?.elements.first?.displayText }

    func count(_ field: String) -> Int? {
        if case .quantity(let quantity)? = answer(field)?.value { Int(quantity.amount.description) } else { nil }
    }

    /// The day of a field that has been; nil for one that is still to come.
    func past(_ field: String, _ today: CalendarDay) -> CalendarDay? {
        date(field)?.earliest.flatMap { DirectoryValues.hasBeen($0, today: today) ? $0 : nil }
    }

    /// When the entry was last confirmed; a day that is still to come counts as never.
    func confirmation(_ today: CalendarDay?) -> PartialDate? {
        guard let today else { return date("confirmed-on") }
        return past("confirmed-on", today) == nil ? nil : date("confirmed-on")
    }

    /// Whether the entry should have been confirmed by now.
    func isConfirmationDue(_ today: CalendarDay) -> Bool { date("confirm-by")?.latest.map { $0 < today } ?? false }
}
