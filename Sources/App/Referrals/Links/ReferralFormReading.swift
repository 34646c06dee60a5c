import Dictionary
import Formats
import Foundation
import Referral

/// Reads a referral from what stands in the tables of a form, or in a row of a list: labels of fields with what was written beside them, in any language of the program.
///
/// What cannot be read as an answer to its field goes into the words of the referral, with its label: nothing that somebody wrote is lost.
struct ReferralFormReading {
    /// What was written beside a label.
    struct Line: Sendable, Hashable {
        /// The heading above; empty for none.
        var heading: String
        var label: String
        var text: String
    }

    struct Reading: Sendable {
        var content: ReferralContent
        /// Who refers, as the form says.
        var from = ""
        /// The code of the referral that the form is of, without dashes; empty for none.
        var replyCode = ""
    }

    /// Texts of the catalogue for the parts of an arrival.
    static let arrivalKeys = ["referrals.arrival.time", "referrals.arrival.flight", "referrals.arrival.desk", "referrals.arrival.description"]
    /// What a referral is when a form does not say it; whoever reviews it decides.
    static let usualUrgency = "same-day"

    let dictionary: DataDictionary
    private let catalogue: LanguageCatalogue
    /// Kinds of records by their labels in small letters.
    private let kinds: [String: String]

    init(dictionary: DataDictionary, catalogue: LanguageCatalogue) {
        self.dictionary = dictionary
        self.catalogue = catalogue
        var kinds: [String: String] = [:]
        for kind in ["referral"] + SharedPart.kinds {
            for label in (dictionary.record(kind)?.labels ?? [:]).values { kinds[Self.plain(label)] = kind }
        }
        self.kinds = kinds
    }

    private static func plain(_ text: String) -> String { text.trimmingSpaces.lowercased() }

    // MARK: Forms and lists

    /// The lines of a form's tables of two columns.
    static func lines(_ rows: [DocumentTableRow]) -> [Line] {
        rows.compactMap { row in
            guard row.cells.count == 2, !row.cells[0].isEmpty else { return nil }
            return Line(heading: row.heading, label: row.cells[0], text: row.cells[1])
        }
    }

    /// One referral for each row of a list with the columns of ``columns()``, or some of them.
    /// - Throws: ``CSVError``, or ``ReferralContentError`` where a column is none of a referral.
    func referrals(csv bytes: [UInt8], limit: Int = 50) throws -> [Reading] {
        var reader = try CSVReader(bytes: bytes)
        guard let header = try reader.next() else { throw ReferralContentError("header") }
        let columns = header.fields.map(Self.plain)
        guard columns.contains(where: { $0.hasPrefix("referral.") || $0.hasPrefix("person.") }) else { throw ReferralContentError("header") }
        var readings: [Reading] = []
        while let record = try reader.next() {
            guard readings.count < limit else { throw ReferralContentError("rows") }
            let lines = zip(columns, record.fields).compactMap { column, text -> Line? in
                let parts = column.split(separator: ".", maxSplits: 1).map(String.init)
                guard parts.count == 2, !text.trimmingSpaces.isEmpty else { return nil }
                return Line(heading: parts[0], label: parts[1], text: text)
            }
            if !lines.isEmpty { readings.append(try read(lines)) }
        }
        return readings
    }

    // MARK: Reading

    /// - Throws: ``ReferralContentError`` if there is nothing of a referral in it.
    func read(_ lines: [Line]) throws(ReferralContentError) -> Reading {
        var reading = Reading(content: ReferralContent(offer: .init(kind: .referral, urgency: Self.usualUrgency)))
        var (answers, roles, unread): ([String: [String: Answer]], [String: String], [String]) = ([:], [:], [])
        var (offer, arrival, words) = (ReferralContent.Offer(kind: .referral, urgency: usualUrgency), ReferralContent.Arrival(moment: 0), "")
        for line in lines where !line.text.isEmpty && !line.text.hasPrefix("……") {
            let kind = kinds[Self.plain(line.heading)] ?? (SharedPart.kinds.contains(line.heading) ? line.heading : "referral")
            if kind == "referral" {
                if !read(line, &reading, &offer, &arrival, &words) { unread.append("\(line.label): \(line.text)") }
            } else if isLabel(line.label, of: "relation", "role") {
                roles[kind] = dictionary.vocabulary("relation-role")?.codes(writtenAs: line.text).first
            } else if let field = field(line.label, of: kind), SharedPart.crosses(field), let value = try? field.parse(Self.days(line.text, field), in: dictionary) {
                answers[kind, default: [:]][field.name] = Answer(value)
            } else {
                unread.append("\(line.label): \(line.text)")
            }
        }
        guard !answers.isEmpty || !words.isEmpty else { throw ReferralContentError("form") }
        if arrival.moment > 0 { (offer.kind, offer.arrival) = (.arrivalHandOver, arrival) } else if offer.kind == .arrivalHandOver { offer.kind = .referral }
        reading.content.offer = offer
        reading.content.part.items = SharedPart.kinds.compactMap { kind in
            guard let fields = answers[kind] else { return nil }
            let role = kind == "person" ? roles[kind] ?? "worker" : roles[kind]
            return SharedPart.Item(
                shared: RecordIdentifier.random(), kind: kind, role: kind == "person" || kind == "party" ? role : nil,
                fields: fields.map { (name: $0.key, answer: $0.value) }.sorted { $0.name < $1.name })
        }
        let all = ([words] + unread).filter { !$0.isEmpty }.joined(separator: "\n")
        if !all.isEmpty { reading.content.words = String(String.UnicodeScalarView(all.unicodeScalars.prefix(ReferralContent.wordsLimit))) }
        return reading
    }

    private var usualUrgency: String {
        let list = dictionary.vocabulary("referral-urgency")
        return list?.contains(Self.usualUrgency) == true ? Self.usualUrgency : list?.terms.first?.code ?? ""
    }

    /// Reads a line about the referral itself.
    /// - Returns: whether it was understood.
    private func read(
        _ line: Line, _ reading: inout Reading, _ offer: inout ReferralContent.Offer, _ arrival: inout ReferralContent.Arrival, _ words: inout String
    ) -> Bool {
        let isArrival = line.heading == "arrival"
        switch arrivalPart(line.label, named: isArrival) {
        case 0:
            guard let time = ArrivalTime.read(line.text) else { return false }
            (arrival.moment, arrival.offset) = time
            return true
        case 1: arrival.flight = line.text
        case 2: arrival.desk = line.text
        case 3: arrival.description = line.text
        default:
            if isText(line.label, "referrals.form.code") {
                reading.replyCode = ReferralForm.code(line.text) ?? ""
                return true
            }
            return read(field: field(line.label, of: "referral")?.name ?? "", line.text, &reading, &offer, &words)
        }
        return true
    }

    private func read(field name: String, _ text: String, _ reading: inout Reading, _ offer: inout ReferralContent.Offer, _ words: inout String) -> Bool {
        func code(_ list: String) -> String? {
            guard let vocabulary = dictionary.vocabulary(list) else { return nil }
            return vocabulary.contains(text) ? text : vocabulary.codes(writtenAs: text).first
        }
        switch name {
        case "from-organisation", "from-name": reading.from = String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
        // They say what this organisation knows, or what is its own to say.
        case "to-organisation", "to-name", "sent-on", "acknowledge-by", "acknowledged-on", "refusal-reason", "outcome", "outcome-note": break
        case "kind":
            guard let kind = code("referral-kind").flatMap(ReferralKind.init(rawValue:)) else { return false }
            offer.kind = kind
        case "urgency":
            guard let urgency = code("referral-urgency") else { return false }
            offer.urgency = urgency
        case "reason":
            guard let reason = code("referral-reason") else { return false }
            offer.reason = reason
        case "needs":
            guard let field = dictionary.field("referral", "needs"), let value = try? field.parse(text, in: dictionary) else { return false }
            offer.needs = value.elements.map(\.displayText)
        case "details": words = text
        default: return false
        }
        return true
    }

    /// Without what stands behind each day for people.
    private static func days(_ text: String, _ field: Field) -> String {
        guard field.type == .date else { return text }
        return text.split(separator: "|").map { part in part.range(of: also).map { String(part[..<$0.lowerBound]) } ?? String(part) }.joined(separator: "|")
    }

    // MARK: Labels

    private func field(_ label: String, of kind: String) -> Field? {
        let wanted = Self.plain(label)
        return dictionary.fields(of: kind).first { $0.name == wanted || $0.labels.values.contains { Self.plain($0) == wanted } }
    }

    private func isLabel(_ label: String, of kind: String, _ name: String) -> Bool { field(label, of: kind)?.name == name }

    private func arrivalPart(_ label: String, named isArrival: Bool) -> Int? {
        if isArrival { return ["time", "flight", "desk", "description"].firstIndex(of: Self.plain(label)) }
        return Self.arrivalKeys.firstIndex { isText(label, $0) }
    }

    /// Whether it is a text of the catalogue in one of its languages.
    private func isText(_ label: String, _ key: String) -> Bool {
        let wanted = Self.plain(label)
        return catalogue.languages.contains { Self.plain(Translator(catalogue: catalogue, language: $0)(key)) == wanted }
    }
}
