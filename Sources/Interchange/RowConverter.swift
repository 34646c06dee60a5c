import Dictionary

/// A mapping compiled for the columns of one table: turns rows into drafts.
struct RowConverter {
    let source: String
    /// What row numbers are made unique by where no column identifies a row.
    let fileDigest: String
    let identifier: [Int]
    let identifierNames: String
    let columnCount: Int
    let maximumRecords: Int
    let records: [RecordConverter]

    /// What a row became.
    enum Outcome {
        case drafts([RecordDraft], identity: String?)
        case rejected([RejectionReason], identity: String?)
        case blank
    }

    func convert(_ row: SourceRow) -> Outcome {
        var fields = row.fields
        for index in fields.indices { fields[index] = CellText.trimmed(fields[index]) }
        if fields.allSatisfy(\.isEmpty) { return .blank }
        // Spreadsheets write separators for empty cells beyond the last column.
        while fields.count > columnCount, fields[fields.count - 1].isEmpty { fields.removeLast() }
        guard fields.count == columnCount else {
            let reason = RejectionReason(
                place: "Row", problem: "the row has \(fields.count) cells, the first row names \(columnCount) columns",
                remedy: "Put a text that holds the separator in quotes.")
            let hasIdentifier = !identifier.isEmpty && identifier.allSatisfy { $0 < fields.count && !fields[$0].isEmpty }
            return .rejected([reason], identity: hasIdentifier ? identifierText(fields) : nil)
        }
        // The columns that the table lacks and the mapping calls optional are read from here.
        fields.append("")
        var reasons: [RejectionReason] = []
        let identity = self.identity(fields, reasons: &reasons)
        let rowKey = identity.map { source + "#" + $0 } ?? "\(source)@\(fileDigest)#\(row.number)"
        let drafts = drafts(fields, rowKey: rowKey, reasons: &reasons)
        if reasons.isEmpty, drafts.isEmpty {
            reasons.append(
                RejectionReason(
                    place: "Row", problem: "no record of the mapping applies to this row", remedy: "Check the conditions (“when”) of the mapping."))
        }
        if drafts.count > maximumRecords {
            reasons.append(
                RejectionReason(
                    place: "Row", problem: "the row becomes \(drafts.count) records; at most \(maximumRecords) are made of one row",
                    remedy: "Split the row into several."))
        }
        return reasons.isEmpty ? .drafts(drafts, identity: identity) : .rejected(reasons, identity: identity)
    }

    /// The identifier's cells, or the key of the first record where the mapping gives no identifier.
    private func identity(_ fields: [String], reasons: inout [RejectionReason]) -> String? {
        if !identifier.isEmpty {
            if identifier.contains(where: { fields[$0].isEmpty }) {
                reasons.append(
                    RejectionReason(
                        place: identifierNames, problem: "the identifier is empty", remedy: "Write the number by which your files know this row."))
                return nil
            }
            return identifierText(fields)
        }
        guard let first = records.first, !first.key.isEmpty, !first.isAddition else { return nil }
        guard let key = first.keyText(fields) else {
            if first.applies(to: fields) {
                reasons.append(
                    RejectionReason(
                        place: first.keyNames, problem: "the record number is empty",
                        remedy: "Write the number by which other rows refer to this one."))
            }
            return nil
        }
        return CellText.keyPart(first.name) + ":" + key
    }

    private func identifierText(_ fields: [String]) -> String {
        identifier.map { CellText.keyPart(fields[$0]) }.joined(separator: "/")
    }

    private func drafts(_ fields: [String], rowKey: String, reasons: inout [RejectionReason]) -> [RecordDraft] {
        var drafts: [RecordDraft] = []
        drafts.reserveCapacity(records.count)
        var keys: [[String]] = Array(repeating: [], count: records.count)
        var made: [Int] = []
        for index in records.indices {
            let begin = drafts.count
            records[index].convert(fields, source: source, rowKey: rowKey, into: &drafts, reasons: &reasons)
            for draft in drafts[begin...] {
                keys[index].append(draft.sourceKey)
                made.append(index)
            }
        }
        for position in drafts.indices {
            records[made[position]].link(&drafts[position], fields: fields, source: source, keys: keys)
        }
        return drafts
    }
}

/// One record rule compiled for the columns of one table.
final class RecordConverter {
    let name: String
    let kind: String
    let conditions: [Condition]
    let key: [Int]
    let keyNames: String
    let forEach: FieldConverter?
    let fields: [FieldConverter]
    let links: [Link]
    let isAddition: Bool

    init(
        name: String, kind: String, conditions: [Condition], key: [Int], keyNames: String, forEach: FieldConverter?, fields: [FieldConverter],
        links: [Link], isAddition: Bool
    ) {
        self.name = name
        self.kind = kind
        self.conditions = conditions
        self.key = key
        self.keyNames = keyNames
        self.forEach = forEach
        self.fields = fields
        self.links = links
        self.isAddition = isAddition
    }

    struct Condition: Sendable {
        let column: Int
        let test: Test
        enum Test: Sendable {
            case anyOf([Int], empty: Set<String>)
            case isOneOf(Set<String>)
            case isNoneOf(Set<String>)
        }
    }

    struct Link: Sendable {
        let field: String
        let target: Target
        enum Target: Sendable {
            case local([Int])
            case keyed(name: String, column: Int, split: String?)
        }
    }

    func applies(to fields: [String]) -> Bool {
        conditions.allSatisfy { condition in
            let text = fields[condition.column]
            switch condition.test {
            case .anyOf(let columns, let empty): return columns.contains { !empty.contains(fields[$0]) }
            case .isOneOf(let texts): return texts.contains(text)
            case .isNoneOf(let texts): return !texts.contains(text)
            }
        }
    }

    /// The record's own key from its columns; nil if one of them is empty.
    func keyText(_ fields: [String]) -> String? {
        if key.count == 1 {
            let text = fields[key[0]]
            return text.isEmpty ? nil : CellText.keyPart(text)
        }
        let parts = key.map { fields[$0] }
        guard !parts.contains(where: \.isEmpty) else { return nil }
        return parts.map(CellText.keyPart).joined(separator: "/")
    }

    func convert(
        _ cells: [String], source: String, rowKey: String, into drafts: inout [RecordDraft], reasons: inout [RejectionReason]
    ) {
        guard applies(to: cells) else { return }
        var sourceKey = rowKey + "/" + name
        if !key.isEmpty {
            guard let own = keyText(cells) else { return }
            sourceKey = source + "/" + name + "/" + own
        }
        var draft = RecordDraft(localName: name, kind: kind, sourceKey: sourceKey, isAddition: isAddition)
        draft.answers.reserveCapacity(fields.count)
        for field in fields {
            var faults: [RejectionReason] = []
            var answer = field.answer(cells, reasons: &faults)
            if field.keepsRow, !faults.isEmpty {
                // The person is not lost with a date that no calendar has: what was written stays beside the field.
                let written = field.written(cells)
                answer = Answer(absent: .unknown, note: written)
                draft.leftOut += faults.map { DraftOmission(field: field.field.name, written: written, reason: $0) }
            } else {
                reasons += faults
            }
            guard let answer else { continue }
            draft.answers.append(DraftAnswer(field: field.field.name, answer: answer))
        }
        guard let forEach else {
            drafts.append(draft)
            return
        }
        for answer in forEach.separateAnswers(cells, reasons: &reasons) {
            var one = draft
            let suffix = FieldConverter.keySuffix(answer)
            one.sourceKey += "/" + suffix
            one.answers.insert(DraftAnswer(field: forEach.field.name, answer: answer), at: 0)
            drafts.append(one)
        }
    }

    func link(_ draft: inout RecordDraft, fields: [String], source: String, keys: [[String]]) {
        for link in links {
            var targets: [String] = []
            switch link.target {
            case .local(let indices):
                for index in indices { targets += keys[index] }
            case .keyed(let name, let column, let split):
                let text = fields[column]
                for part in split.map({ CellText.parts(text, separator: $0) }) ?? [text] where !part.isEmpty {
                    targets.append(source + "/" + name + "/" + CellText.keyPart(part))
                }
            }
            guard !targets.isEmpty else { continue }
            if targets.count > 1 {
                var seen: Set<String> = []
                targets = targets.filter { seen.insert($0).inserted }
            }
            draft.links.append(DraftLink(field: link.field, targets: targets))
        }
    }
}
