import Dictionary
import Journal
import Matching
import Storage

/// Finds in the records themselves, through the gate, what the index says is there, and tells it as a reason.
struct SearchReasons {
    /// So much text is shown on each side of a word.
    private static let excerptLength = 60

    private let query: SearchQuery
    private let rows: RecordRows
    private let node: Node
    private let connection: any Connection
    private let wordCount: Int
    /// A gate for each way in which the person reads cases, so that keys are opened once.
    private var gates: [Reader: Gate] = [:]

    init(_ access: CaseAccess, _ query: SearchQuery, _ connection: any Connection) {
        self.query = query
        self.connection = connection
        node = access.node
        wordCount = Set(query.words).count
        rows = RecordRows(connection: connection, organisation: access.node.organisation.number)
    }

    /// Why a person, a party or a case's own number fits.
    /// - Parameter reader: how the person reads the case.
    mutating func person(_ match: PersonMatch, role: String?, of caseRecord: String, _ reader: Reader) throws -> [SearchReason] {
        guard let state = try shown(match.identifier, role: role, of: caseRecord, reader) else { return [] }
        var reasons: [SearchReason] = []
        let kinds = match.evidence.filter { $0.weight > 0 && $0.kind != .number }.map(\.kind)
        if !kinds.isEmpty {
            let names = try answers(of: match.identifier, state, reader, where: { $0.type == .name }).flatMap(\.answer.elements).compactMap {
                if case .name(let name) = $0 { name.full } else { nil }
            }
            if let name = Self.closest(names, to: query.text) { reasons.append(.name(written: name, role: role, kinds: kinds)) }
        }
        guard match.evidence.contains(where: { $0.kind == .number && $0.weight > 0 }) else { return reasons }
        return reasons + numbers(in: try answers(of: match.identifier, state, reader, where: { SearchContentReader.holdsNumbers($0) }), role: role)
    }

    /// The name that was meant, of several spellings and scripts.
    private static func closest(_ names: [String], to text: String) -> String? {
        guard names.count > 1 else { return names.first }
        let asked = NameKey(text)
        return names.map { ($0, NameComparison(asked, NameKey($0)).score) }.max { $0.1 < $1.1 }?.0
    }

    private func numbers(in answers: [ShownAnswer], role: String?) -> [SearchReason] {
        let asked = query.text.split(whereSeparator: \.isWhitespace).compactMap { ComparedNumber(String($0)) } 
            + [query.text, CaseNumbers.number(asked: query.text, today: node.today)].compactMap { $0 }.compactMap { ComparedNumber($0) }
        var best: (agreement: ComparedNumber.Agreement, reason: SearchReason)?
        for entry in answers {
            for value in entry.answer.elements {
                for written in SearchContentReader.numbers(value) {
                    guard let number = ComparedNumber(written) else { continue }
                    for one in asked {
                        var agreement = number.agreement(with: one, isTelephone: entry.field.type == .phone)
                        if agreement == .different, number.ends(with: one) { agreement = .ending }
                        guard agreement > (best?.agreement ?? .different) else { continue }
                        best = (agreement, .number(written: written, field: entry.field, role: role, isExact: agreement == .same))
                    }
                }
            }
        }
        return best.map { [$0.reason] } ?? []
    }

    /// Where the words stand in a case or in what was recorded about it: one place where all of them stand, or two where some do.
    mutating func words(inCase record: String, _ reader: Reader) throws -> [SearchReason] {
        var reasons: [SearchReason] = []
        func isEnough(_ found: Excerpt) -> Bool {
            reasons.append(found.reason)
            return found.count == wordCount || reasons.count == 2
        }
        if let found = try excerpt(of: record, role: nil, of: record, reader), isEnough(found) { return reasons }
        // Only what is looked at is taken apart: the words mostly stand in the first records.
        for linked in try rows.recordsLinking(to: record, field: "case") {
            if let found = try excerpt(of: linked, role: nil, of: record, reader), isEnough(found) { break }
        }
        return reasons
    }

    /// Where the words stand in one record.
    mutating func words(in record: String, role: String?, of caseRecord: String, _ reader: Reader) throws -> [SearchReason] {
        try excerpt(of: record, role: role, of: caseRecord, reader).map { [$0.reason] } ?? []
    }

    /// A text with how many of the words that are looked for.
    private typealias Excerpt = (count: Int, reason: SearchReason)

    /// The text of a record with most of the words. Longer texts are opened first, and no more once one has all words.
    private mutating func excerpt(of record: String, role: String?, of caseRecord: String, _ reader: Reader) throws -> Excerpt? {
        guard let state = try shown(record, role: role, of: caseRecord, reader) else { return nil }
        var gate = gates[reader] ?? Gate(reader: reader, node: node, connection: connection)
        defer { gates[reader] = gate }
        let fields = node.dictionary.fields(of: state.kind).filter { state.fields[$0.name] != nil }
        var best: Excerpt?
        for types in Self.longerTextsFirst {
            for field in fields where types.contains(field.type) {
                for text in try gate.answer(field.name, state, of: record).map(Self.texts) ?? [] {
                    guard let found = excerpt(text, field), found.count > (best?.count ?? 0) else { continue }
                    guard found.count < wordCount else { return found }
                    best = found
                }
            }
        }
        return best
    }

    private static let longerTextsFirst: [Set<FieldType>] = [
        [.narrative], [.text, .place], Set(FieldType.allCases).subtracting([.narrative, .text, .place]),
    ]

    private static func texts(_ answer: Answer) -> [String] {
        let values = answer.elements.compactMap { value -> String? in
            switch value {
            case .text(let text): text
            case .place: value.displayText
            default: nil
            }
        }
        return values + [answer.note].compactMap(\.self)
    }

    /// How many of the words stand in a text, and the first of them with what is around it.
    private func excerpt(_ text: String, _ field: Field) -> Excerpt? {
        var seen: Set<String> = []
        var first: Range<String.UnicodeScalarView.Index>?
        SearchWords.forEach(text) { word, range in
            guard let asked = query.words.first(where: { word == $0 || ($0.unicodeScalars.count >= 3 && word.hasPrefix($0)) }) else { return true }
            seen.insert(asked)
            if first == nil { first = range }
            return seen.count < wordCount
        }
        guard let first else { return nil }
        let scalars = text.unicodeScalars
        let start = scalars.index(first.lowerBound, offsetBy: -Self.excerptLength, limitedBy: scalars.startIndex) ?? scalars.startIndex
        let end = scalars.index(first.upperBound, offsetBy: Self.excerptLength, limitedBy: scalars.endIndex) ?? scalars.endIndex
        return (
            seen.count,
            .words(
                field: field, before: (start > scalars.startIndex ? "…" : "") + String(scalars[start..<first.lowerBound]), word: String(scalars[first]),
                after: String(scalars[first.upperBound..<end]) + (end < scalars.endIndex ? "…" : ""))
        )
    }

    /// The state of a record that the reader may look into; nil for all others.
    private func shown(_ record: String, role: String?, of caseRecord: String, _ reader: Reader) throws -> RecordState? {
        // A form as it was filled in says what its records say, in signs for programs.
        guard let state = try rows.state(of: record), !state.isRetracted, !state.isErased, state.kind != "submission" else { return nil }
        guard !reader.isPartner || record == caseRecord || AccessPolicy.isShownToPartners(state, role: role) else { return nil }
        return state
    }

    private typealias ShownAnswer = (field: Field, answer: Answer)

    /// The answers to some of the fields, as the gate shows them, in the order of the dictionary. Opening one is most of what finding a reason costs.
    private mutating func answers(
        of record: String, _ state: RecordState, _ reader: Reader, where isWanted: (Field) -> Bool
    ) throws -> [ShownAnswer] {
        var gate = gates[reader] ?? Gate(reader: reader, node: node, connection: connection)
        defer { gates[reader] = gate }
        return try node.dictionary.fields(of: state.kind).filter { state.fields[$0.name] != nil && isWanted($0) }.compactMap { field in
            try gate.answer(field.name, state, of: record).map { (field, $0) }
        }
    }
}

extension Answer {
    /// The values; none where there is only a reason why not.
    fileprivate var elements: [FieldValue] { value?.elements ?? [] }
}
