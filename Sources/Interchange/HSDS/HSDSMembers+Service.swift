import Dictionary
import Formats

/// The fields of a service as members of HSDS `service`.
extension HSDSMember {
    static let emergency = "Emergency"
    /// The taxonomy under which the codes of the list `service-type` go out.
    static let serviceTypes = "Corridor kinds of service"

    static let service: [HSDSMember] =
        [
            text("name", "name"), text("description", "description"), text("how-to-apply", "application_process"), text("cost", "fees_description"), status,
            confirmedOn, confirmedBy, ages, phones("phone", mark: nil, others: [emergency]),
            phones("emergency-phone", mark: emergency, others: [emergency]), languages("languages"), hours, papers, area, place,
            terms("types", of: "service", taxonomy: serviceTypes, vocabulary: "service-type"),
        ]
        + [
            "nationalities", "sexes", "sectors", "migration-statuses", "with-children", "countries", "place-secret", "capacity", "places-free", "capacity-on",
            "confirm-by",
        ].map { attribute($0, of: "service") }

    /// HSDS does not know a service that is full: it is active there, and an attribute says more.
    private static let status = HSDSMember("status", members: ["status"]) { object, reading throws(ValueError) in
        if let text = attributes(object, taxonomy: taxonomy).first(where: { $0.code == "service.status" })?.value {
            if reading.dictionary.vocabulary("service-status")?.contains(text) == true { return .code(text) }
            reading.leaveOut("status", text, "is no status of a service.", "The command corridor dictionary show service-status lists them.")
        }
        return switch object["status"]?.string {
        case "active"?: .code("active")
        case "temporarily closed"?: .code("paused")
        case "inactive"?, "defunct"?: .code("closed")
        default: nil
        }
    } write: { object, value, writing in
        let status = value?.displayText
        attribute("status", of: "service").write(&object, status == "full" ? value : nil, writing)
        object["status"] = .string(status == "paused" ? "temporarily closed" : status == "closed" ? "inactive" : "active")
    }

    private static let confirmedOn = HSDSMember("confirmed-on", members: ["assured_date"]) { object, _ throws(ValueError) in
        guard let text = object["assured_date"]?.string, !text.trimmed.isEmpty else { return nil }
        return .date(try DateReader().read(text))
    } write: { object, value, _ in
        object["assured_date"] = if case .date(let date)? = value { .string(date.edtf) } else { nil }
    }

    /// An e-mail address in the standard's member, anything else as an attribute.
    private static let confirmedBy = HSDSMember("confirmed-by", members: ["assurer_email"]) { object, reading throws(ValueError) in
        if let text = object["assurer_email"]?.string, !text.trimmed.isEmpty {
            if DirectoryValues.isMailbox(text.trimmed) { return try FieldValue(text: text.trimmed) }
            reading.leaveOut("confirmed-by", text.trimmed, "is no address of e-mail.", "Write the address of whoever confirmed it.")
        }
        return try attribute("confirmed-by", of: "service").read(object, &reading)
    } write: { object, value, writing in
        let isAddress = value?.displayText.utf8.contains(UInt8(ascii: "@")) == true
        object["assurer_email"] = isAddress ? value.map { .string($0.displayText) } : nil
        attribute("confirmed-by", of: "service").write(&object, isAddress ? nil : value, writing)
    }

    /// The bands of ages that lie in the years of the service, wholly or in part.
    private static let ages = HSDSMember("age-groups", members: ["minimum_age", "maximum_age"]) { object, reading throws(ValueError) in
        for member in ["minimum_age", "maximum_age"] {
            let text = scalar(object[member])
            if !text.isEmpty, object[member]?.integer.map({ (0...150).contains($0) }) != true {
                reading.leaveOut("age-groups", text, "is no age in whole years (\(member)).", "Write a number from 0 to 150.")
            }
        }
        let (from, to) = (object["minimum_age"]?.integer ?? 0, object["maximum_age"]?.integer ?? 150)
        // What is no number says nothing; a band of all ages must not come of it.
        guard object["minimum_age"]?.integer != nil || object["maximum_age"]?.integer != nil, let list = reading.dictionary.vocabulary("age-group") else { return nil }
        let codes = list.terms.filter { term in
            guard list.children(of: term.code).isEmpty, let low = term.extra["from_age"].flatMap({ Int64($0) }) else { return false }
            return low <= to && (term.extra["to_age"].flatMap { Int64($0) } ?? 150) >= from
        }.map(\.code)
        return codes.isEmpty ? nil : try FieldValue(list: codes.map(FieldValue.code), type: .codes)
    } write: { object, value, writing in
        (object["minimum_age"], object["maximum_age"]) = (nil, nil)
        guard case .list(let values)? = value, let list = writing.dictionary.vocabulary("age-group") else { return }
        let terms = values.compactMap { list.term($0.displayText) }
        if let low = terms.compactMap({ $0.extra["from_age"].flatMap { Int64($0) } }).min() { object["minimum_age"] = .integer(low) }
        let ends = terms.map { $0.extra["to_age"].flatMap { Int64($0) } }
        if let high = ends.compactMap({ $0 }).max(), !ends.contains(nil) { object["maximum_age"] = .integer(high) }
    }

    /// Weekly schedules with hours as ``OpeningHours``; others by their descriptions.
    private static let hours = HSDSMember("hours", members: ["schedules"]) { object, reading throws(ValueError) in
        let schedules = object["schedules"]?.array ?? []
        var spans: [OpeningHours.Span] = []
        for schedule in schedules { spans += weekly(schedule, &reading) }
        if !spans.isEmpty { return .text(OpeningHours(spans).text) }
        let texts = schedules.compactMap { $0["description"]?.string?.trimmed }.filter { !$0.isEmpty }
        return texts.isEmpty ? nil : try FieldValue(text: texts.joined(separator: "; "))
    } write: { object, value, writing in
        guard let text = value?.displayText else {
            object["schedules"] = nil
            return
        }
        guard let hours = OpeningHours(text) else {
            object["schedules"] = .array([.object(["id": writing.part("schedule"), "description": .string(text)])])
            return
        }
        var days: [String: [Int]] = [:]
        for span in hours.spans { days["\(OpeningHours.clock(span.opens)) \(OpeningHours.clock(span.closes))", default: []].append(span.weekday) }
        object["schedules"] = .array(
            days.sorted { ($0.value[0], $0.key) < ($1.value[0], $1.key) }.map { times, weekdays in
                let ends = times.split(separator: " ").map(String.init)
                return .object([
                    "id": writing.part("schedule/\(times)"), "freq": .string("WEEKLY"), "wkst": .string("MO"),
                    "byday": .string(weekdays.map { OpeningHours.names[$0].uppercased() }.joined(separator: ",")), "opens_at": .string(ends[0]),
                    "closes_at": .string(ends[ends.count - 1]), "description": .string(text),
                ])
            })
    }

    /// The hours of a week that a schedule gives; what it gives otherwise is told.
    private static func weekly(_ schedule: JSONValue, _ reading: inout Reading) -> [OpeningHours.Span] {
        let (opening, closing) = (scalar(schedule["opens_at"]).trimmed, scalar(schedule["closes_at"]).trimmed)
        let every = scalar(schedule["freq"]).trimmed
        // A schedule of words alone is read as words.
        guard !opening.isEmpty || !closing.isEmpty else { return [] }
        guard every.isEmpty || every.uppercased() == "WEEKLY" else {
            reading.leaveOut("hours", "\(opening)–\(closing), \(every)", "does not come every week.", "Write the hours of a usual week, or describe them in words.")
            return []
        }
        var times: [Int] = []
        for text in [opening, closing] {
            guard let minute = OpeningHours.minute(text) else {
                reading.leaveOut("hours", text, "is no time of the day, so \(opening)–\(closing) is not read.", "Write it from 00:00 to 24:00, such as 08:30.")
                return []
            }
            times.append(minute)
        }
        guard let written = schedule["byday"]?.string, !written.trimmed.isEmpty else {
            return (0..<7).map { OpeningHours.Span(weekday: $0, opens: times[0], closes: times[1]) }
        }
        return written.split(separator: ",").map { String($0).trimmed }.compactMap { day in
            guard let weekday = OpeningHours.weekday(day) else {
                reading.leaveOut("hours", day, "is no day of every week.", "Write MO, TU, WE, TH, FR, SA, SU.")
                return nil
            }
            return OpeningHours.Span(weekday: weekday, opens: times[0], closes: times[1])
        }
    }

    private static let papers = HSDSMember("papers-needed", members: ["required_documents"]) { object, _ throws(ValueError) in
        let texts = (object["required_documents"]?.array ?? []).compactMap { $0["document"]?.string?.trimmed }.filter { !$0.isEmpty }
        return texts.isEmpty ? nil : try FieldValue(text: texts.joined(separator: "; "))
    } write: { object, value, writing in
        object["required_documents"] = value.map { .array([.object(["id": writing.part("papers"), "document": .string($0.displayText)])]) }
    }

    private static let area = HSDSMember("area", members: ["service_areas"]) { object, _ throws(ValueError) in
        let texts = (object["service_areas"]?.array ?? []).compactMap { $0["name"]?.string?.trimmed }.filter { !$0.isEmpty }
        return texts.isEmpty ? nil : try FieldValue(text: texts.joined(separator: "; "))
    } write: { object, value, writing in
        object["service_areas"] = value.map { .array([.object(["id": writing.part("area"), "name": .string($0.displayText)])]) }
    }

    /// Where it is given. A place that must stay secret is taken out by ``HSDSConversion``.
    private static let place = HSDSMember("place", members: ["service_at_locations"]) { object, reading throws(ValueError) in
        let further = (object["service_at_locations"]?.array?.count ?? 0) - 1
        if further > 0 { reading.findings.append("place: \(further) more locations are kept aside, as one is held here.") }
        return try place(object["service_at_locations"]?.array?.first?["location"], &reading)
    } write: { object, value, writing in
        var places = object["service_at_locations"]?.array ?? []
        if !places.isEmpty { places.removeFirst() }
        if case .place(let place)? = value {
            let at: JSONObject = ["id": writing.part("at"), "service_id": .string(writing.identifier), "location": .object(location(place, writing))]
            places.insert(.object(at), at: 0)
        }
        object["service_at_locations"] = places.isEmpty ? nil : .array(places)
    }
}
