import Dictionary
import Storage

/// What a poster says. By default it shows who is looking, not who is missing: a name in public can harm somebody who is hiding from an employer, or from the family.
struct Poster: Sendable {
    var record: String
    /// Names of the missing person, for comparing; shown only if ``showsMissing``.
    var names: [String]
    var organisation: String
    var organisationIdentifier: String
    /// What the seeker is to the missing person: a code of the list `relation-role`.
    var relation: String?
    /// Where the person was last known to be: a code of the list `country`.
    var country: String?
    var sex: String?
    var ageGroup: String?
    /// Whether the seeker agreed that the missing person is named.
    var showsMissing: Bool
    /// How the organisation is reached by whoever knows something; nil where nobody wrote it down.
    var contact: String?
    /// Whether it may be shown in public at all: the seeker chose it, consent to publication is in force, and the person is still sought.
    var isAgreed: Bool
    /// Whether it is shown in public: it may be, and it says whom to call.
    var mayPublish: Bool { isAgreed && contact != nil }
    /// Those that may be shown: consent to pictures is in force, whoever gave the picture allows it, and it shows the missing person only where they are named too.
    var pictures: [NoticePicture] = []

    /// Answers of the field `publish` that speak of showing it in public.
    static let publicUses: Set<String> = ["public-seeker", "public-missing"]
    /// So many pictures at most.
    private static let pictureLimit = 3

    /// - Parameter reader: who looks at it.
    init(_ view: RecordView, as reader: Reader, _ node: Node, _ connection: any Connection, today: CalendarDay) throws {
        record = view.record
        names = (view.answer("full-name")?.value?.elements ?? []).map(\.displayText)
        organisation = node.organisation.name
        organisationIdentifier = node.organisation.identifier
        relation = view.code("seeker-relation")
        country = view.code("last-country")
        sex = view.code("sex")
        ageGroup = view.code("age-group")
        let publish = view.codes("publish")
        let agreement = try view.links("case").first.flatMap { try Consents(node: node, connection: connection).effective(for: $0, on: today) }
        let agreed = agreement?.allows("tracing-publication") ?? false
        showsMissing = publish.contains("public-missing")
        contact = try OrganisationSettings.read(node, connection).publicContact
        isAgreed = agreed && NoticeTerm.isSought(view, on: today) && publish.contains(where: Self.publicUses.contains)
        guard agreement?.allows("photograph") ?? false else { return }
        let (all, namesMissing) = (try NoticePictures(node: node, connection: connection).all(of: view, as: reader), showsMissing)
        pictures = Array(all.filter { $0.isAllowed && ($0.shows == .seeker || namesMissing) }.prefix(Self.pictureLimit))
    }

    /// Where everybody finds it who has the address.
    var path: String { "/missing/\(organisationIdentifier)/\(record)" }
}
