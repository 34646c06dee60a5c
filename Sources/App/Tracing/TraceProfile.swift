import Dictionary
import Journal
import Matching
import Storage

/// What tracing compares of a notice, a sighting or a person.
struct TraceProfile: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable {
        case notice, sighting, person
    }

    var record: String
    var kind: Kind
    var names: [String] = []
    var born: ComparedDate?
    var place: String?
    /// Where the person comes from: somebody who was met says so, and it is written down as a place or in a sentence.
    var home: String?
    /// Numbers of papers and telephones, also those that stand in a narrative.
    var numbers: [String] = []
    /// A code of the list `sex`.
    var sex: String?
    /// Codes of the list `country`.
    var nationalities: Set<String> = []
    /// Where the person was last known to be, or was seen: codes of the list `country`.
    var countries: Set<String> = []
    /// Names of employer and agent, as the seeker knows them.
    var businesses: [String] = []
    /// Words of narratives without case and accents.
    var words: Set<String> = []
    /// Records that are no find: the missing person's own and the seeker's.
    var own: Set<String> = []
    /// Whether it still takes part in comparisons: the person was not found, and it is not closed, expired, retracted or erased.
    var isOpen = true
    /// Whether there is still something to do with it: as ``isOpen``, and also from the person's being found until the notice is closed.
    var isRunning = true
    /// The last day on which it takes part, if there is one.
    var end: CalendarDay?
    /// The identifier at its source, of a notice that came from elsewhere.
    var source: String?
    /// The notices on whose public page it was told.
    var toldAbout: Set<String> = []
    /// Whether it says that a place was searched and the person was not there: then it is no find of anybody.
    var isAbsence = false
    /// Whether the seeker chose that the notice is shown in public; consent is asked when it is shown.
    var isPublic = false

    var isComparable: Bool { !names.isEmpty || !numbers.isEmpty || !toldAbout.isEmpty }
}

/// Reads what tracing knows of records, through the gate.
struct TraceProfileReader {
    private let rows: RecordRows
    private var gate: Gate
    private let today: CalendarDay?

    init(_ node: Node, _ connection: any Connection, reader: Reader = Reader(account: "tracing", clearance: .identity)) {
        rows = RecordRows(connection: connection, organisation: node.organisation.number)
        gate = Gate(reader: reader, node: node, connection: connection)
        today = node.today
    }

    /// Nil where there is no such record, or it is of another kind.
    mutating func profile(of record: String) throws -> TraceProfile? {
        guard let state = try rows.state(of: record), let kind = TraceProfile.Kind(rawValue: state.kind) else { return nil }
        var profile = TraceProfile(record: record, kind: kind)
        guard !state.isRetracted, !state.isErased else {
            (profile.isOpen, profile.isRunning) = (false, false)
            return profile
        }
        let view = try gate.view(state, of: record)
        add(view, to: &profile)
        switch kind {
        case .notice:
            profile.own = Set(view.links("missing-person") + view.links("seeker"))
            profile.isRunning = today.map { NoticeTerm.isRunning(view, on: $0) } ?? true
            profile.isOpen = today.map { NoticeTerm.isSought(view, on: $0) } ?? true
            profile.end = NoticeTerm.end(of: view)
            if view.links("case").isEmpty { profile.source = view.text("source-record") }
            profile.isPublic = view.codes("publish").contains(where: Poster.publicUses.contains)
            if let person = view.links("missing-person").first { try addPerson(person, to: &profile) }
        case .sighting:
            profile.toldAbout = Set(view.links("told-about"))
            profile.isAbsence = view.code("kind") == "not-found-here"
            profile.end = view.date("expires-on")?.latest
            if let today, let end = profile.end { profile.isOpen = end >= today }
            profile.isRunning = profile.isOpen
            if let person = view.links("person").first { try addPerson(person, to: &profile) }
        case .person: break
        }
        return profile
    }

    private mutating func addPerson(_ record: String, to profile: inout TraceProfile) throws {
        guard let state = try rows.state(of: record), state.kind == "person", !state.isRetracted, !state.isErased else { return }
        add(try gate.view(state, of: record), to: &profile)
    }

    private func add(_ view: RecordView, to profile: inout TraceProfile) {
        for entry in view.fields {
            for answer in [entry.answer] + entry.others.map(\.answer) {
                for value in answer?.value?.elements ?? [] { add(value, entry.field, to: &profile) }
            }
        }
    }

    private func add(_ value: FieldValue, _ field: Field, to profile: inout TraceProfile) {
        switch (field.name, value) {
        case ("full-name", .name(let name)), ("names", .name(let name)), ("other-names", .name(let name)):
            if !profile.names.contains(name.full) { profile.names.append(name.full) }
        case ("date-of-birth", .date(let date)): profile.born = profile.born ?? ComparedDate(date.edtf)
        case ("sex", .code(let code)): profile.sex = profile.sex ?? code
        case ("nationality", .code(let code)): profile.nationalities.insert(code)
        case ("last-country", .code(let code)), ("country", .code(let code)): profile.countries.insert(code)
        case ("last-place", .place(let place)), ("place", .place(let place)), ("home-place", .place(let place)):
            profile.place = profile.place ?? place.locality ?? place.detail
            if field.name == "home-place" { profile.home = profile.home ?? place.locality ?? place.detail }
            profile.words.formUnion(SearchWords.words(FieldValue.place(place).displayText))
        case ("last-employer", .text(let text)), ("last-agent", .text(let text)): profile.businesses.append(text)
        case ("description", .text(let text)), ("remarks", .text(let text)):
            profile.words.formUnion(SearchWords.words(text))
            profile.numbers += NumbersInText.numbers(in: text)
        case (_, .phone), (_, .identifier):
            for number in SearchContentReader.numbers(value) where !profile.numbers.contains(number) { profile.numbers.append(number) }
        default: break
        }
    }
}
