import Dictionary
import Interchange
import Journal
import Storage

/// What a corridor looks like from here: partners at both ends, open referrals, kinds of help that nobody gives, how long answers take.
struct CorridorPicture: Sendable {
    struct Partner: Sendable {
        var record: String
        var name: String
        var types: [String]
        var response: PartnerResponses.Response?
    }

    struct Gap: Sendable {
        /// Code of `service-type`.
        var type: String
        /// Cases of the corridor for which it was asked.
        var asked: Int
    }

    /// Kinds of help that a worker may need at each end, from the first night to the return. A judgement of what a corridor should have; not a finding.
    static let expected = (
        destination: ["helpline", "rescue", "shelter", "legal-aid", "health", "consular-help", "language", "repatriation"],
        origin: ["helpline", "airport-desk", "legal-aid", "tracing", "reintegration", "repatriation-of-body"]
    )

    let from: String
    let to: String
    var atOrigin: [Partner] = []
    var atDestination: [Partner] = []
    var gapsAtOrigin: [Gap] = []
    var gapsAtDestination: [Gap] = []
    var open = 0

    /// O(entries of the directory + referrals).
    init(from: String, to: String, node: Node, _ entries: DirectoryBooks.Entries, connection: any Connection) throws {
        self.from = from
        self.to = to
        let organisations = entries.organisations
        let services = entries.services.filter { $0.view.code("status") != "closed" }
        let lines = try PartnerResponses(node: node, connection: connection).lines()
        let responses = try DirectoryOwners(node: node, connection: connection).responses()
        let byOrganisation = Dictionary(grouping: services) { $0.view.links("organisation").first ?? "" }
        for organisation in organisations {
            let own = byOrganisation[organisation.record] ?? []
            let countries = Set(own.flatMap { $0.view.codes("countries") } + [organisation.view.code("country")].compactMap { $0 })
            let nationalities = Set(own.flatMap { $0.view.codes("nationalities") } + organisation.view.codes("corridors-from"))
            let partner = Partner(
                record: organisation.record, name: organisation.view.firstName ?? organisation.record,
                types: Set(own.flatMap { $0.view.codes("types") }).sorted(), response: responses[organisation.record])
            if countries.contains(from) { atOrigin.append(partner) }
            // At the destination those count that are open to people of this origin.
            if countries.contains(to), nationalities.isEmpty || nationalities.contains(from) { atDestination.append(partner) }
        }
        let countries = Dictionary(organisations.map { ($0.record, $0.view.code("country")) }, uniquingKeysWith: { first, _ in first })
        let asked = try referrals(lines, RecordRows(connection: connection, organisation: node.organisation.number)) { line in
            // What crossed with a corridor's two ends is on it, whatever the case records of them.
            let theirs = try countries[line.partner] ?? PartnerEntries(node: node, connection: connection).partner(of: line.partner)?.country
            return try Ends(of: line, between: [node.organisation.country, theirs].compactMap { $0 }, node, connection)
        }
        let needed = asked.keys.sorted()
        gapsAtOrigin = Self.gaps(Self.expected.origin, atOrigin, asked, node.dictionary)
        gapsAtDestination = Self.gaps(Self.expected.destination, atDestination, asked, node.dictionary)
        // What was asked for and nobody at either end gives is a gap too, whether it was to be expected or not: it stands where the worker is.
        let others = needed.filter { !Self.expected.origin.contains($0) && !Self.expected.destination.contains($0) }
        gapsAtDestination += Self.gaps(others, atOrigin + atDestination, asked, node.dictionary)
    }

    /// Counts the referrals of this corridor, out and in: those that are open, and for each need how many cases asked for it. A need that was passed on to the next partner
    /// is one.
    /// - Parameter ends: what is known of the two ends of a referral.
    private mutating func referrals(
        _ lines: [PartnerResponses.Line], _ rows: RecordRows, _ ends: (PartnerResponses.Line) throws -> Ends
    ) throws -> [String: Int] {
        var (askedBy, waiting): ([String: Set<String>], Set<String>) = ([:], [])
        // Most lines are of a few cases and partners.
        var known: [[String]: Ends] = [:]
        for line in lines {
            let key = [line.caseRecord ?? line.record, line.partner]
            let found = try known[key] ?? ends(line)
            known[key] = found
            guard found.include(from: from, to: to) else { continue }
            for need in line.needs { askedBy[need, default: []].insert(line.caseRecord ?? line.record) }
            if line.response.open > 0 { waiting.insert(line.record) }
        }
        open = waiting.count
        return askedBy.mapValues(\.count)
    }

    /// Where a worker set out and where they work, as far as it is known: as the case says it, or of a referral that made none yet, what was offered. Where that does not
    /// say where they set out, it is where they are a national of; where nothing is said, it may be either of the countries of the two organisations.
    struct Ends {
        var origins: Set<String> = []
        var destinations: Set<String> = []

        init(of line: PartnerResponses.Line, between countries: [String], _ node: Node, _ connection: any Connection) throws {
            let rows = RecordRows(connection: connection, organisation: node.organisation.number)
            if let record = line.caseRecord {
                if let state = try rows.state(of: record) {
                    if let origin = CaseFacts.openText(state, "origin-country") { origins = [origin] }
                    if let destination = CaseFacts.openText(state, "destination-country") { destinations = [destination] }
                }
                if origins.isEmpty {
                    var gate = Gate(reader: Reader(account: Reader.keyHolder.account, clearance: .open), node: node, connection: connection)
                    for worker in try rows.workers(of: record) {
                        guard let state = try rows.state(of: worker), !state.isErased, !state.isRetracted else { continue }
                        origins.formUnion(try gate.view(state, of: worker).codes("nationality"))
                    }
                }
            } else if let part = try ReferralSteps(node, connection).all(of: line.record).first?.content?.part {
                func codes(_ kind: String, _ field: String) -> Set<String> {
                    let answers = part.items.filter { $0.kind == kind && ($0.role ?? "worker") == "worker" }.flatMap(\.fields).filter { $0.name == field }
                    return Set(answers.flatMap { $0.answer.value?.elements ?? [] }.compactMap { if case .code(let code) = $0 { code } else { nil } })
                }
                (origins, destinations) = (codes("case", "origin-country"), codes("case", "destination-country"))
                if origins.isEmpty { origins = codes("person", "nationality") }
            }
            if origins.isEmpty { origins = Set(countries) }
            if destinations.isEmpty { destinations = Set(countries) }
        }

        func include(from: String, to: String) -> Bool { origins.contains(from) && destinations.contains(to) }
    }

    private static func gaps(_ expected: [String], _ partners: [Partner], _ asked: [String: Int], _ dictionary: DataDictionary) -> [Gap] {
        let given = Set(partners.flatMap(\.types))
        let list = dictionary.vocabulary("service-type")
        return expected.filter { type in
            given.isDisjoint(with: [type] + (list?.family(of: type).map(\.code) ?? []))
        }.map { Gap(type: $0, asked: asked[$0] ?? 0) }
    }
}
