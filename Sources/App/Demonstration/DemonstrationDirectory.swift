import Dictionary
import Interchange
import Journal
import Vault

/// Organisations and services that do not exist, in several corridors, so that the directory can be tried. Each is marked as made up in its name, its numbers begin
/// with a country code that nobody has (+999), and none of it is a copy of a real body.
struct DemonstrationDirectory {
    /// One service, with the organisation that gives it.
    private struct Example {
        var organisation: String
        var kind: String
        var country: String
        var place: (town: String, latitude: String, longitude: String)
        var service: String
        var types: String
        var nationalities = ""
        var sexes = ""
        var sectors = ""
        var statuses = ""
        var languages: String
        var hours = "24/7"
        var hasEmergencyPhone = true
        var free: Int?
        /// Days since it was confirmed; nil: never.
        var confirmed: Int? = 20
    }

    let node: Node

    /// Saves the examples under identifiers of their own; saving them again adds nothing.
    /// - Returns: how many entries of the directory there are.
    func save(in transaction: RecordTransaction) throws -> Int {
        var organisations: Set<String> = []
        for example in Self.examples {
            let organisation = identifier(example.organisation)
            if organisations.insert(organisation).inserted {
                try transaction.save(RecordChange(record: organisation, kind: "organisation", answers: try organisationAnswers(example)))
            }
            var answers = try serviceAnswers(example)
            answers["organisation"] = Answer(try FieldValue(link: organisation))
            let service = identifier("\(example.organisation)\n\(example.service)")
            try transaction.save(RecordChange(record: service, kind: "service", answers: answers))
        }
        return organisations.count + Self.examples.count
    }

    /// The entry of the organisation itself, which those who follow its directory get.
    func saveOwn(in transaction: RecordTransaction) throws {
        let record = identifier("own")
        var answers: [String: Answer?] = [:]
        for (field, text) in [
            ("names", node.organisation.name), ("country", node.organisation.country), ("source", "Demonstration"),
            ("description", "Made up to try the directory out; it does not exist."),
        ] { try set(&answers, "organisation", field, text) }
        try transaction.save(RecordChange(record: record, kind: "organisation", answers: answers))
        try PartnerEntries(node: node, connection: transaction.connection).tie(record, to: node.organisation.identifier, in: transaction)
    }

    private func identifier(_ name: String) -> String { RecordIdentifier.text(node.keys.recordIdentifier(for: "demonstration directory\n\(name)")) }

    private func organisationAnswers(_ example: Example) throws -> [String: Answer?] {
        var answers: [String: Answer?] = [:]
        try set(&answers, "organisation", "names", "\(example.organisation) (made up)")
        try set(&answers, "organisation", "kind", example.kind)
        try set(&answers, "organisation", "country", example.country)
        try set(&answers, "organisation", "phones", "+999 100 \(1000 + example.organisation.utf8.count)")
        try set(&answers, "organisation", "description", "Made up to try the directory out; it does not exist.")
        try set(&answers, "organisation", "source", "Demonstration")
        answers["address"] = Answer(
            .place(
                try Place(
                    country: example.country, locality: example.place.town, latitude: try ExactDecimal(example.place.latitude),
                    longitude: try ExactDecimal(example.place.longitude))))
        try confirm(&answers, example)
        return answers
    }

    private func serviceAnswers(_ example: Example) throws -> [String: Answer?] {
        var answers: [String: Answer?] = [:]
        let texts = [
            ("name", example.service), ("types", example.types), ("countries", example.country), ("area", example.place.town),
            ("nationalities", example.nationalities), ("sexes", example.sexes), ("sectors", example.sectors), ("migration-statuses", example.statuses),
            ("languages", example.languages), ("hours", example.hours), ("phone", "+999 200 \(1000 + example.service.utf8.count)"), ("cost", "Free"),
            ("status", "active"), ("source", "Demonstration"),
        ]
        for (field, text) in texts where !text.isEmpty { try set(&answers, "service", field, text) }
        if example.hasEmergencyPhone { try set(&answers, "service", "emergency-phone", "+999 300 \(1000 + example.service.utf8.count)") }
        if let free = example.free {
            answers["places-free"] = Answer(.quantity(try Quantity(amount: "\(free)", unit: "places")))
            if let today { answers["capacity-on"] = Answer(.date(PartialDate(today))) }
        }
        try confirm(&answers, example)
        return answers
    }

    private var today: CalendarDay? { node.today }

    private func confirm(_ answers: inout [String: Answer?], _ example: Example) throws {
        guard let days = example.confirmed, let day = today?.adding(days: -days) else { return }
        answers["confirmed-on"] = Answer(.date(PartialDate(day)))
        answers["confirmed-by"] = Answer(try FieldValue(text: "Demonstration"))
        if let next = day.adding(days: DirectoryWork.confirmationDays) { answers["confirm-by"] = Answer(.date(PartialDate(next))) }
    }

    private func set(_ answers: inout [String: Answer?], _ kind: String, _ field: String, _ text: String) throws {
        guard let definition = node.dictionary.field(kind, field) else { return }
        answers[field] = Answer(try definition.parse(text, in: node.dictionary))
    }

    private static let examples = [
        Example(
            organisation: "Cedar House", kind: "shelter-provider", country: "LB", place: ("Beirut", "33.89", "35.50"), service: "Night shelter for women",
            types: "shelter-women|food-and-necessities", sexes: "female", sectors: "domestic-work", languages: "ara|eng|nep|amh", free: 3),
        Example(
            organisation: "Cedar House", kind: "shelter-provider", country: "LB", place: ("Beirut", "33.89", "35.50"),
            service: "Legal desk for domestic workers",
            types: "legal-aid|mediation", sectors: "domestic-work", languages: "ara|eng|fra", hours: "Mo-Fr 09:00-16:00", hasEmergencyPhone: false),
        Example(
            organisation: "Port Workers' Centre", kind: "migrant-organisation", country: "LB", place: ("Beirut", "33.90", "35.53"),
            service: "Meeting place and helpline",
            types: "helpline|faith-and-community", languages: "eng|tgl|sin", hours: "Su 10:00-18:00", hasEmergencyPhone: false, confirmed: 260),
        Example(
            organisation: "Pearl Helpline", kind: "non-governmental", country: "QA", place: ("Doha", "25.29", "51.53"), service: "Helpline",
            types: "helpline|rescue",
            languages: "ara|eng|nep|hin|ben"),
        Example(
            organisation: "Pearl Helpline", kind: "non-governmental", country: "QA", place: ("Doha", "25.29", "51.53"), service: "Shelter for men",
            types: "shelter-men", sexes: "male", statuses: "irregular|regular", languages: "ara|eng|nep", free: 0),
        Example(
            organisation: "Gulf Wage Clinic", kind: "legal-service", country: "QA", place: ("Doha", "25.27", "51.52"), service: "Wage claims",
            types: "wage-claim|legal-aid",
            languages: "ara|eng|hin", hours: "Su-Th 08:00-14:00", hasEmergencyPhone: false, confirmed: 5),
        Example(
            organisation: "Himal Return Desk", kind: "non-governmental", country: "NP", place: ("Kathmandu", "27.70", "85.36"), service: "Airport desk",
            types: "airport-desk|reintegration", nationalities: "NP", languages: "nep|eng|hin"),
        Example(
            organisation: "Himal Return Desk", kind: "non-governmental", country: "NP", place: ("Kathmandu", "27.71", "85.32"),
            service: "Tracing of missing workers",
            types: "tracing", nationalities: "NP", languages: "nep|eng", hours: "Su-Fr 10:00-17:00", hasEmergencyPhone: false, confirmed: 120),
        Example(
            organisation: "Straits Workers' Union", kind: "trade-union", country: "MY", place: ("Kuala Lumpur", "3.14", "101.69"),
            service: "Membership and mediation",
            types: "union|mediation", languages: "msa|eng|ben|ind", hours: "Mo-Fr 09:00-18:00; Sa 09:00-13:00", hasEmergencyPhone: false),
        Example(
            organisation: "Straits Shelter", kind: "shelter-provider", country: "MY", place: ("Johor Bahru", "1.49", "103.74"), service: "Shelter",
            types: "shelter|health", languages: "msa|eng|ind", free: 8, confirmed: 45),
        Example(
            organisation: "Nusantara Legal Post", kind: "legal-service", country: "ID", place: ("Jakarta", "-6.20", "106.82"),
            service: "Legal aid for returnees",
            types: "legal-aid|reintegration", nationalities: "ID", languages: "ind|jav", hours: "Mo-Fr 08:00-16:00", hasEmergencyPhone: false),
        Example(
            organisation: "Meghna Families' Office", kind: "migrant-welfare-body", country: "BD", place: ("Dhaka", "23.81", "90.41"),
            service: "Return of a body",
            types: "repatriation-of-body|documents", nationalities: "BD", languages: "ben|eng", hours: "Su-Th 09:00-17:00", hasEmergencyPhone: false,
            confirmed: nil),
    ]
}
