import Dictionary
import Formats

/// One field rule compiled for the columns of one table.
final class FieldConverter {
    let field: Field
    /// What messages call the place: `Date of birth → person.date-of-birth`.
    let place: String
    let form: Form
    var note: Note = .none
    var takesFirst = false
    /// Whether the row lands without this field where its text cannot be read.
    var keepsRow = false
    let maximumParts: Int

    init(field: Field, place: String, form: Form, maximumParts: Int) {
        self.field = field
        self.place = place
        self.form = form
        self.maximumParts = maximumParts
    }

    enum Form {
        case constant(Answer)
        case column(Int, split: String?, CellConverter)
        case every([Int], split: String?, CellConverter)
        case datedAs(Int, kind: Int, CellConverter)
        case joined([Int], separator: String, CellConverter)
        case parts([Part])
        case flags([Flag], set: Set<String>, unset: Set<String>)
    }

    enum Note: Sendable {
        case none
        case constant(String)
        case column(Int)
    }

    struct Part: Sendable {
        let name: String
        let column: Int?
        let constant: String?
        let table: [String: String]
        let missing: Set<String>
    }

    struct Flag: Sendable {
        let column: Int
        let name: String
        let outcome: CellOutcome
    }

    /// The answer that a row gives; nil where nothing was recorded or something was wrong, which is then among the reasons.
    func answer(_ cells: [String], reasons: inout [RejectionReason]) -> Answer? {
        if case .constant(let answer) = form { return annotated(answer, cells) }
        if case .parts(let parts) = form { return composed(parts, cells, reasons: &reasons).flatMap { annotated($0, cells) } }
        var collected = Collected()
        collect(cells, into: &collected, reasons: &reasons)
        guard let answer = combined(collected, reasons: &reasons) else {
            // A note without a value is kept beside “unknown”: what was written is not lost.
            guard let note = noteText(cells), !collected.isRejected else { return nil }
            return Answer(absent: .unknown, note: note)
        }
        return annotated(answer, cells)
    }

    /// One answer for each distinct value: the records of a “for-each”.
    func separateAnswers(_ cells: [String], reasons: inout [RejectionReason]) -> [Answer] {
        var collected = Collected()
        collect(cells, into: &collected, reasons: &reasons)
        var answers: [Answer] = []
        for value in collected.values where !answers.contains(where: { $0.value == value }) {
            answers.append(Answer(value, note: collected.note ?? noteText(cells)))
        }
        return answers
    }

    /// What sets the records of a “for-each” apart in their source keys.
    static func keySuffix(_ answer: Answer) -> String {
        switch answer.value {
        case .code(let code): CellText.keyPart(code)
        case .text(let text): CellText.keyPart(text)
        case let value?: CellText.keyPart(String(decoding: value.json.canonicalBytes(), as: UTF8.self))
        case nil: "absent"
        }
    }

    // MARK: Collecting values

    fileprivate struct Collected {
        var values: [FieldValue] = []
        var absence: Absence?
        var note: String?
        var isRejected = false
    }

    private func collect(_ cells: [String], into collected: inout Collected, reasons: inout [RejectionReason]) {
        switch form {
        case .column(let column, let split, let converter):
            let text = cells[column]
            if split == nil && text.isEmpty && converter.isEmptyNothing { return }
            collect(text, split: split, converter, into: &collected, reasons: &reasons)
        case .every(let columns, let split, let converter):
            for column in columns { collect(cells[column], split: split, converter, into: &collected, reasons: &reasons) }
        case .datedAs(let column, let kind, let converter):
            let text = OpenEvSysDate.edtf(cells[column], kind: cells[kind])
            add(converter.outcome(of: text), to: &collected, reasons: &reasons)
        case .joined(let columns, let separator, let converter):
            let text = columns.map { cells[$0] }.filter { !$0.isEmpty }.joined(separator: separator)
            add(converter.outcome(of: text), to: &collected, reasons: &reasons)
        case .flags(let flags, let set, let unset):
            for flag in flags {
                let text = cells[flag.column]
                if set.contains(text) {
                    add(flag.outcome, to: &collected, reasons: &reasons)
                } else if !text.isEmpty, !unset.contains(text) {
                    collected.isRejected = true
                    reasons.append(
                        RejectionReason(
                            place: "\(flag.name) → \(field.record).\(field.name)", problem: "“\(text)” is neither set nor unset",
                            remedy: "Write \(set.sorted().map { "“\($0)”" }.joined(separator: " or ")), or leave the cell empty."))
                }
            }
        case .constant, .parts: break
        }
    }

    private func collect(
        _ text: String, split: String?, _ converter: CellConverter, into collected: inout Collected, reasons: inout [RejectionReason]
    ) {
        guard let split, !text.isEmpty else {
            add(converter.outcome(of: text), to: &collected, reasons: &reasons)
            return
        }
        let parts = CellText.parts(text, separator: split)
        guard parts.count <= maximumParts else {
            collected.isRejected = true
            reasons.append(
                RejectionReason(
                    place: place, problem: "the cell holds \(parts.count) values; at most \(maximumParts) are read", remedy: "Shorten the list."))
            return
        }
        for part in parts { add(converter.outcome(of: part), to: &collected, reasons: &reasons) }
    }

    private func add(_ outcome: CellOutcome, to collected: inout Collected, reasons: inout [RejectionReason]) {
        switch outcome {
        case .nothing: break
        case .values(let values, let note):
            if collected.values.isEmpty { collected.values = values } else { collected.values += values }
            collected.add(note: note)
        case .absent(let absence, let note):
            collected.absence = absence
            collected.add(note: note)
        case .rejected(let problem, let remedy):
            collected.isRejected = true
            reasons.append(RejectionReason(place: place, problem: problem, remedy: remedy))
        }
    }

    private func combined(_ collected: Collected, reasons: inout [RejectionReason]) -> Answer? {
        guard !collected.isRejected else { return nil }
        guard let first = collected.values.first else {
            return collected.absence.map { Answer(absent: $0, note: collected.note) }
        }
        if field.takesList { return Answer(.list(FieldConverter.ordered(collected.values)), note: collected.note) }
        if takesFirst, collected.values.count > 1 {
            var note = collected
            for value in FieldConverter.distinct(collected.values).dropFirst() { note.add(note: "also \(FieldConverter.keySuffix(Answer(value)))") }
            return Answer(first, note: note.note)
        }
        if collected.values.count > 1, collected.values.contains(where: { $0 != first }) {
            reasons.append(
                RejectionReason(
                    place: place, problem: "there are \(collected.values.count) values, and the field takes one",
                    remedy: "Keep one value, or map the column to a field that takes several."))
            return nil
        }
        return Answer(first, note: collected.note)
    }

    /// Codes sorted by their bytes, everything without repetition.
    static func ordered(_ values: [FieldValue]) -> [FieldValue] {
        if values.count == 1 { return values }
        let codes = values.compactMap { if case .code(let code) = $0 { code } else { nil } }
        if codes.count == values.count {
            return Set(codes).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map(FieldValue.code)
        }
        return distinct(values)
    }

    private static func distinct(_ values: [FieldValue]) -> [FieldValue] {
        var seen: Set<FieldValue> = []
        return values.filter { seen.insert($0).inserted }
    }

    /// What the row says of the field, as it stands there.
    func written(_ cells: [String]) -> String {
        let columns: [Int] =
            switch form {
            case .constant: []
            case .column(let column, _, _): [column]
            case .every(let columns, _, _), .joined(let columns, _, _): columns
            case .datedAs(let column, _, _): [column]
            case .parts(let parts): parts.compactMap(\.column)
            case .flags(let flags, _, _): flags.map(\.column)
            }
        return columns.map { cells[$0] }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    // MARK: Notes

    private func noteText(_ cells: [String]) -> String? {
        switch note {
        case .column(let column): cells[column].isEmpty ? nil : cells[column]
        case .none, .constant: nil
        }
    }

    private func annotated(_ answer: Answer, _ cells: [String]) -> Answer {
        let added: String
        switch note {
        case .none: return answer
        case .constant(let text): added = text
        case .column(let column):
            guard !cells[column].isEmpty else { return answer }
            added = cells[column]
        }
        var annotated = answer
        annotated.note = answer.note.map { $0 + "; " + added } ?? added
        return annotated
    }

    // MARK: Values with parts

    private func composed(_ parts: [Part], _ cells: [String], reasons: inout [RejectionReason]) -> Answer? {
        var object = JSONObject()
        var isFilled = false
        for part in parts {
            if let column = part.column {
                let text = cells[column]
                guard !text.isEmpty, !part.missing.contains(text) else { continue }
                object[part.name] = .string(part.table[text] ?? text)
                isFilled = true
            } else if let constant = part.constant {
                object[part.name] = .string(constant)
            }
        }
        guard isFilled else { return nil }
        if field.type == .name, object["full"] == nil {
            let order = ["given", "middle", "family"]
            object["full"] = .string(order.compactMap { object[$0]?.string }.joined(separator: " "))
        }
        do {
            let value = try FieldValue(json: .object(object), type: field.type, multiple: false)
            return Answer(field.takesList ? .list([value]) : value)
        } catch {
            reasons.append(RejectionReason(place: place, error))
            return nil
        }
    }
}

extension FieldConverter.Collected {
    mutating func add(note added: String?) {
        guard let added else { return }
        note = note.map { $0 + "; " + added } ?? added
    }
}
