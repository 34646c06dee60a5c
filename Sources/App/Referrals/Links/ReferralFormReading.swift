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
        /// Which thing under headings of that kind it is about: the number of the table, or the number in the name of a column such as `person.2.names`.
        var item = 1
        var label: String
        var text: String
    }

    struct Reading: Sendable {
        var content: ReferralContent
        /// Who refers, as the form says.
        var from = ""
        /// To whom, as the form says; empty where it does not.
        var to = ""
        /// The identifier of the organisation to which it is addressed, where the file says it.
        var toIdentifier = ""
        /// The code of the referral that the form is of, without dashes; empty for none.
        var replyCode = ""
        /// What the receiver has filled in as its answer.
        var answer = ReferralFormAnswer()
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
            return Line(heading: row.heading, item: row.table, label: row.cells[0], text: row.cells[1])
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
                // `person.2.names`: of the second person.
                let numbered = parts[1].split(separator: ".", maxSplits: 1).map(String.init)
                guard numbered.count == 2, let item = Int(numbered[0]), (1...SharedPart.itemLimit).contains(item) else {
                    return Line(heading: parts[0], label: parts[1], text: text)
                }
                return Line(heading: parts[0], item: item, label: numbered[1], text: text)
            }
            if !lines.isEmpty { readings.append(try read(lines)) }
        }
        return readings
    }

    // MARK: Reading

    /// - Throws: ``ReferralContentError`` if there is nothing of a referral in it.
    func read(_ lines: [Line]) throws(ReferralContentError) -> Reading {
        var reading = Reading(content: ReferralContent(offer: .init(kind: .referral, urgency: Self.usualUrgency)))
        var (items, unread): ([Item], [(item: Int?, text: String)]) = ([], [])
        var (offer, arrival, words) = (ReferralContent.Offer(kind: .referral, urgency: usualUrgency), ReferralContent.Arrival(moment: 0), "")
        for var line in lines {
            line.text = Self.filled(line.text)
            guard !line.text.isEmpty else { continue }
            if isText(line.heading, "referrals.form.answer") {
                reading.answer.read(line, self)
                continue
            }
            let kind = kinds[Self.plain(line.heading)] ?? (SharedPart.kinds.contains(line.heading) ? line.heading : "referral")
            guard kind != "referral" else {
                if !read(line, &reading, &offer, &arrival, &words) { unread.append((nil, "\(line.label): \(line.text)")) }
                continue
            }
            var index = items.lastIndex { $0.kind == kind && $0.number == line.item }
            if isLabel(line.label, of: "relation", "role") {
                let role = dictionary.vocabulary("relation-role")?.codes(writtenAs: line.text).first
                // The same asked again in one table: somebody has written the next one below.
                if let known = index, items[known].role != nil { index = nil }
                let position = Self.place(&items, index, kind, line.item)
                items[position].role = role
            } else if let field = field(line.label, of: kind), SharedPart.crosses(field), let value = try? field.parse(Self.days(line.text, field), in: dictionary) {
                if let known = index, items[known].answers[field.name] != nil { index = nil }
                let position = Self.place(&items, index, kind, line.item)
                items[position].answers[field.name] = Answer(value)
            } else {
                let position = Self.place(&items, index, kind, line.item)
                unread.append((position, "\(line.label): \(line.text)"))
            }
        }
        let told = items.contains { !$0.answers.isEmpty }
        guard told || !words.isEmpty || !reading.answer.isEmpty else { throw ReferralContentError("form") }
        if arrival.moment > 0 { (offer.kind, offer.arrival) = (.arrivalHandOver, arrival) } else if offer.kind == .arrivalHandOver { offer.kind = .referral }
        reading.content.offer = offer
        for kind in SharedPart.kinds {
            for item in items where item.kind == kind && !item.answers.isEmpty && reading.content.part.items.count < SharedPart.itemLimit {
                let role = kind == "person" ? item.role ?? "worker" : kind == "party" ? item.role : nil
                let fields = item.answers.map { (name: $0.key, answer: $0.value) }.sorted { $0.name < $1.name }
                reading.content.part.items.append(SharedPart.Item(shared: RecordIdentifier.random(), kind: kind, role: role, fields: fields))
            }
        }
        // Of the second and each further one of a kind the words say which it is.
        let left = unread.map { line in
            guard let index = line.item else { return line.text }
            let number = items[...index].count { $0.kind == items[index].kind }
            return number <= 1 ? line.text : "(\(number)) \(line.text)"
        }
        let all = ([words] + left).filter { !$0.isEmpty }.joined(separator: "\n")
        if !all.isEmpty { reading.content.words = String(String.UnicodeScalarView(all.unicodeScalars.prefix(ReferralContent.wordsLimit))) }
        return reading
    }

    /// A record as it is put together from lines.
    private struct Item {
        var kind: String
        /// The table or number that it stands under.
        var number: Int
        var role: String?
        var answers: [String: Answer] = [:]
    }

    /// - Returns: the position of the item to which a line belongs, made if there is none.
    private static func place(_ items: inout [Item], _ known: Int?, _ kind: String, _ number: Int) -> Int {
        if let known { return known }
        items.append(Item(kind: kind, number: number))
        return items.count - 1
    }

    /// What somebody wrote where dots asked for it; empty for dots alone.
    private static func filled(_ text: String) -> String {
        var written = Substring(text)
        if written.hasPrefix("……") { written = written.drop { $0 == "…" || $0.isWhitespace } }
        if written.hasSuffix("……") { while let last = written.last, last == "…" || last.isWhitespace { written.removeLast() } }
        return String(written)
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
        case "to-organisation", "to-name": reading.to = String(String.UnicodeScalarView(text.unicodeScalars.prefix(200)))
        // They say what this organisation knows, or what is its own to say: a receiver answers under the heading of the answer.
        case "sent-on", "acknowledge-by", "acknowledged-on", "refusal-reason", "outcome", "outcome-note": break
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

    func field(_ label: String, of kind: String) -> Field? {
        let wanted = Self.plain(label)
        return dictionary.fields(of: kind).first { $0.name == wanted || $0.labels.values.contains { Self.plain($0) == wanted } }
    }

    private func isLabel(_ label: String, of kind: String, _ name: String) -> Bool { field(label, of: kind)?.name == name }

    private func arrivalPart(_ label: String, named isArrival: Bool) -> Int? {
        if isArrival { return ["time", "flight", "desk", "description"].firstIndex(of: Self.plain(label)) }
        return Self.arrivalKeys.firstIndex { isText(label, $0) }
    }

    /// Whether it is a text of the catalogue in one of its languages.
    func isText(_ label: String, _ key: String) -> Bool {
        let wanted = Self.plain(label)
        return catalogue.languages.contains { Self.plain(Translator(catalogue: catalogue, language: $0)(key)) == wanted }
    }
}
