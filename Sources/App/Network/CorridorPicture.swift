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
        /// Referrals that asked for it.
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
        var responses: [String: PartnerResponses.Response] = [:]
        for line in lines where line.isOutgoing { responses[line.partner, default: .init()].add(line.response) }
        let byOrganisation = Dictionary(grouping: services) { $0.view.links("organisation").first ?? "" }
        var places: [String: Set<String>] = [:]
        for organisation in organisations {
            let own = byOrganisation[organisation.record] ?? []
            let countries = Set(own.flatMap { $0.view.codes("countries") } + [organisation.view.code("country")].compactMap { $0 })
            places[organisation.record] = countries
            let nationalities = Set(own.flatMap { $0.view.codes("nationalities") } + organisation.view.codes("corridors-from"))
            let partner = Partner(
                record: organisation.record, name: organisation.view.firstName ?? organisation.record,
                types: Set(own.flatMap { $0.view.codes("types") }).sorted(), response: responses[organisation.record])
            if countries.contains(from) { atOrigin.append(partner) }
            // At the destination those count that are open to people of this origin.
            if countries.contains(to), nationalities.isEmpty || nationalities.contains(from) { atDestination.append(partner) }
        }
        var asked: [String: Int] = [:]
        for line in lines where line.isOutgoing && !(places[line.partner] ?? []).isDisjoint(with: [from, to]) {
            open += line.response.open
            for need in line.needs { asked[need, default: 0] += 1 }
        }
        gapsAtOrigin = Self.gaps(Self.expected.origin, atOrigin, asked, node.dictionary)
        gapsAtDestination = Self.gaps(Self.expected.destination, atDestination, asked, node.dictionary)
    }

    private static func gaps(_ expected: [String], _ partners: [Partner], _ asked: [String: Int], _ dictionary: DataDictionary) -> [Gap] {
        let given = Set(partners.flatMap(\.types))
        let list = dictionary.vocabulary("service-type")
        return expected.filter { type in
            given.isDisjoint(with: [type] + (list?.family(of: type).map(\.code) ?? []))
        }.map { Gap(type: $0, asked: asked[$0] ?? 0) }
    }
}
