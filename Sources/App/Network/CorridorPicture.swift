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
        let asked = try referrals(lines.filter(\.isOutgoing), RecordRows(connection: connection, organisation: node.organisation.number))
        let needed = asked.keys.sorted()
        gapsAtOrigin = Self.gaps(Self.expected.origin, atOrigin, asked, node.dictionary)
        gapsAtDestination = Self.gaps(Self.expected.destination, atDestination, asked, node.dictionary)
        // What was asked for and nobody at either end gives is a gap too, whether it was to be expected or not: it stands where the worker is.
        let others = needed.filter { !Self.expected.origin.contains($0) && !Self.expected.destination.contains($0) }
        gapsAtDestination += Self.gaps(others, atOrigin + atDestination, asked, node.dictionary)
    }

    /// Counts the referrals of cases of this corridor: those that are open, and for each need how many cases asked for it. A need that was passed on to the next partner is
    /// one.
    private mutating func referrals(_ lines: [PartnerResponses.Line], _ rows: RecordRows) throws -> [String: Int] {
        var corridors: [String: Bool] = [:]
        var (askedBy, waiting): ([String: Set<String>], Set<String>) = ([:], [])
        for line in lines {
            guard let caseRecord = line.caseRecord else { continue }
            if corridors[caseRecord] == nil {
                let state = try rows.state(of: caseRecord)
                let ends = state.map { (CaseFacts.openText($0, "origin-country"), CaseFacts.openText($0, "destination-country")) }
                corridors[caseRecord] = ends?.0 == from && ends?.1 == to
            }
            guard corridors[caseRecord] == true else { continue }
            for need in line.needs { askedBy[need, default: []].insert(caseRecord) }
            if line.response.open > 0 { waiting.insert(line.record) }
        }
        open = waiting.count
        return askedBy.mapValues(\.count)
    }

    private static func gaps(_ expected: [String], _ partners: [Partner], _ asked: [String: Int], _ dictionary: DataDictionary) -> [Gap] {
        let given = Set(partners.flatMap(\.types))
        let list = dictionary.vocabulary("service-type")
        return expected.filter { type in
            given.isDisjoint(with: [type] + (list?.family(of: type).map(\.code) ?? []))
        }.map { Gap(type: $0, asked: asked[$0] ?? 0) }
    }
}
