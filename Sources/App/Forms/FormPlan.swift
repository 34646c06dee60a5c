import Dictionary
import Forms

/// Where the answers of a form are saved, checked against the data dictionary. `Docs/forms.md` says what the column `save_to` may hold.
struct FormPlan: Sendable {
    /// A record that a form makes or adds to.
    enum Scope: Hashable, Sendable {
        case theCase
        /// The worker of the case.
        case theWorker
        /// The one record of a kind that has no group of its own.
        case only(String)
        /// The record of a group, or of each round of a repeat: the place of the group in the form.
        case group(Int)
    }

    /// A link that a group's `save_to` names.
    enum Link: Hashable, Sendable {
        /// A field of the record that links to what another group makes.
        case field(String, to: Scope)
        /// A relation of its own from the record to another.
        case relation(role: String, to: Scope)
    }

    struct Declaration: Sendable {
        var kind: String
        /// The relation of a person or party to the case; nil where people choose it.
        var role: String?
        var links: [Link]
        var isRepeated: Bool
    }

    struct Target: Sendable {
        var field: Field
        var part: String?
        /// The record that the field belongs to; for fields of a relation, the person or party that is related.
        var scope: Scope
    }

    /// By the place of the group in the form.
    private(set) var declarations: [Int: Declaration] = [:]
    /// By the place of the question in the form.
    private(set) var targets: [Int: Target] = [:]
    private(set) var problems: [FormProblem] = []

    private let dictionary: DataDictionary

    init(form: FormDefinition, dictionary: DataDictionary) {
        self.dictionary = dictionary
        // The places of a filling's elements are those of the nodes in the order of the form.
        var places: [(node: FormNode, ancestors: [Int])] = []
        func visit(_ nodes: [FormNode], _ ancestors: [Int]) {
            for node in nodes {
                let place = places.count
                places.append((node, ancestors))
                visit(node.children, ancestors + [place])
            }
        }
        visit(form.nodes, [])
        for (place, item) in places.enumerated() {
            if let declared = item.node.recordDeclaration { declare(declared, item.node, place, item.ancestors, places) }
        }
        for (place, item) in places.enumerated() {
            if let target = item.node.fieldTarget { aim(target, item.node, place, item.ancestors, places) }
        }
        for (place, item) in places.enumerated() { checkRole(item.node, place) }
        for (place, item) in places.enumerated() {
            if let target = targets[place] { checkChoices(item.node, target, form) }
        }
    }

    private mutating func fault(_ node: FormNode, _ fault: String, _ remedy: String) {
        problems.append(FormProblem(.error, sheet: node.source.sheet, row: node.source.row, column: "save_to", fault, remedy: remedy))
    }

    private func nearest(_ word: String, _ candidates: [String]) -> String? {
        candidates.min { Self.distance(word, $0) < Self.distance(word, $1) }.flatMap { Self.distance(word, $0) <= 3 ? $0 : nil }
    }

    /// Letters that differ, roughly: enough to suggest a name.
    private static func distance(_ first: String, _ second: String) -> Int {
        let (first, second) = (Array(first.utf8), Array(second.utf8))
        var row = Array(0...second.count)
        for (index, byte) in first.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in second.indices {
                let changed = diagonal + (second[column] == byte ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(changed, row[column] + 1, diagonal + 1)
            }
        }
        return row[second.count]
    }

    // MARK: Groups

    private mutating func declare(
        _ declared: RecordDeclaration, _ node: FormNode, _ place: Int, _ ancestors: [Int], _ places: [(node: FormNode, ancestors: [Int])]
    ) {
        guard dictionary.record(declared.record) != nil, !["case", "import", "account", "submission"].contains(declared.record) else {
            let kinds = dictionary.records.map(\.name)
            fault(
                node, "A group cannot make a record of the kind “\(declared.record)”.",
                nearest(declared.record, kinds).map { "Did you mean “\($0)”?" }
                    ?? "Use a kind of `corridor dictionary list`, such as person, party or violation.")
            return
        }
        var declaration = Declaration(kind: declared.record, role: nil, links: [], isRepeated: node.kind == .repeated)
        for ancestor in ancestors where places[ancestor].node.kind == .repeated { declaration.isRepeated = true }
        for pair in declared.pairs {
            if pair.name == "role", dictionary.field(declared.record, "role") == nil {
                guard isRole(pair.value, from: declared.record, to: "case") else {
                    fault(
                        node, "“\(pair.value)” is no role of a \(declared.record) in a case.",
                        "Use a code of the list relation-role, such as witness or employer.")
                    continue
                }
                declaration.role = pair.value
                continue
            }
            guard let (scope, kind) = scope(named: pair.value, places) else {
                fault(node, "There is no group “\(pair.value)” that makes a record.", "Name a group with a save_to, or case, or worker.")
                continue
            }
            if let field = dictionary.field(declared.record, pair.name), field.type == .link {
                if field.target.isEmpty || field.target.contains(kind) {
                    declaration.links.append(.field(field.name, to: scope))
                } else {
                    fault(node, "\(field.fullName) links to \(field.target.joined(separator: " or ")), not to a \(kind).", "Name another group.")
                }
            } else if isRole(pair.name, from: declared.record, to: kind) {
                declaration.links.append(.relation(role: pair.name, to: scope))
            } else {
                fault(
                    node, "“\(pair.name)” is neither a link field of \(declared.record) nor a role towards a \(kind).",
                    nearest(pair.name, dictionary.fields(of: declared.record).filter { $0.type == .link }.map(\.name)).map { "Did you mean “\($0)”?" }
                        ?? "See `corridor dictionary list \(declared.record)`.")
            }
        }
        declarations[place] = declaration
    }

    private func isRole(_ code: String, from kind: String, to target: String) -> Bool {
        guard let term = dictionary.vocabulary("relation-role")?.term(code) else { return false }
        func holds(_ column: String, _ kind: String) -> Bool { term.extra[column].map { $0.split(separator: "|").contains { $0 == kind } } ?? true }
        return holds("from_record", kind) && holds("to_record", target)
    }

    private func scope(named name: String, _ places: [(node: FormNode, ancestors: [Int])]) -> (Scope, String)? {
        if let place = places.firstIndex(where: { $0.node.name == name && $0.node.recordDeclaration != nil }),
            let declared = places[place].node.recordDeclaration
        {
            return (scope(ofGroup: place, declared, isRepeated: places[place].node.kind == .repeated), declared.record)
        }
        if name == "case" { return (.theCase, "case") }
        if name == "worker" { return (.theWorker, "person") }
        return nil
    }

    /// A group for the worker means the worker of the case; several workers are records of their own.
    private func scope(ofGroup place: Int, _ declared: RecordDeclaration, isRepeated: Bool) -> Scope {
        declared.record == "person" && declared.value("role") == "worker" && !isRepeated ? .theWorker : .group(place)
    }

    private mutating func checkRole(_ node: FormNode, _ place: Int) {
        guard let declaration = declarations[place], ["person", "party"].contains(declaration.kind), declaration.role == nil else { return }
        let isAsked = targets.values.contains { $0.scope == .group(place) && $0.field.fullName == "relation.role" }
        let isTied = declaration.links.contains { if case .relation = $0 { true } else { false } }
        if !isAsked && !isTied {
            fault(
                node, "It is not said what the \(declaration.kind) is in the case.",
                "Write role=CODE with a code of the list relation-role, or give a question in the group the save_to relation.role.")
        }
    }

    // MARK: Questions

    /// Parts that have a question of their own, by type of field.
    private static let parts: [FieldType: [String]] = [
        .money: ["amount", "currency"], .quantity: ["amount", "unit"], .place: ["country", "subdivision", "locality", "detail", "coordinates"],
        .identifier: ["kind", "number", "issuer"], .name: ["full", "given", "family", "middle", "script"],
    ]

    private mutating func aim(
        _ target: FieldTarget, _ node: FormNode, _ place: Int, _ ancestors: [Int], _ places: [(node: FormNode, ancestors: [Int])]
    ) {
        guard let field = dictionary.field(target.record, target.field) else {
            let names = dictionary.fields(of: target.record).map { "\(target.record).\($0.name)" }
            let remedy =
                nearest(target.fullName, names).map { "Did you mean “\($0)”?" }
                ?? (names.isEmpty ? "Begin with a kind of record, such as person or case." : "See `corridor dictionary list \(target.record)`.")
            return fault(node, "The data dictionary has no field “\(target.fullName)”.", remedy)
        }
        if let part = target.part, Self.parts[field.type]?.contains(part) != true {
            let known = Self.parts[field.type].map { "Its parts are \($0.joined(separator: ", "))." } ?? "It has no parts."
            return fault(node, "\(field.fullName) has no part “\(part)”.", known)
        }
        if case .note? = node.questionType {
            return fault(node, "A note is a text of the form and has no answer to save.", "Leave its save_to empty.")
        }
        if let question = node.questionType, let needed = SavedAnswer.needed(for: field, part: target.part, insteadOf: question) {
            return fault(node, "\(target.fullName) cannot take the answer to a question of this type.", "Make it a question of the type \(needed).")
        }
        if Listing.isStep(field) {
            return fault(
                node, "\(field.fullName) is written by the steps of a listing on the party's page in the ledger, never by a form.",
                "Save the answer to violation.attribution or to party.remarks.")
        }
        if field.type == .link {
            let isFromAnswers = if case .answers = node.questionType?.choiceSource { true } else { false }
            guard isFromAnswers else {
                return fault(
                    node, "\(field.fullName) links to a record, which an answer cannot name.",
                    "Use select_one ${question} with a question in a repeat, or a pair in the group's save_to.")
            }
        }
        let owners = field.record == "relation" ? ["person", "party"] : [field.record]
        let owner = ancestors.last { declarations[$0].map { owners.contains($0.kind) } ?? false }
        let scope: Scope
        if let owner, let declaration = declarations[owner] {
            scope = declaration.kind == "person" && declaration.role == "worker" && !declaration.isRepeated ? .theWorker : .group(owner)
        } else if field.record == "relation" {
            return fault(node, "\(field.fullName) stands in no group that makes a person or party.", "Put the question into such a group.")
        } else {
            scope = field.record == "case" ? .theCase : field.record == "person" ? .theWorker : .only(field.record)
        }
        let around = owner.map { owner in ancestors.filter { $0 > owner } } ?? ancestors
        if !field.takesList, let repeated = around.last(where: { places[$0].node.kind == .repeated }) {
            return fault(
                node, "\(field.fullName) takes one answer, but is asked anew in each round of “\(places[repeated].node.name)”.",
                ["case", "person", "relation"].contains(field.record)
                    ? "Put the question outside of the repeat, or save it to a field that takes several answers."
                    : "Write “\(field.record)” into the save_to of the repeat, so that each round makes a record.")
        }
        targets[place] = Target(field: field, part: target.part, scope: scope)
    }

    /// Choices of a code must be codes of the field's list.
    private mutating func checkChoices(_ node: FormNode, _ target: Target, _ form: FormDefinition) {
        guard let vocabulary = vocabulary(of: target) else { return }
        if case .calculate? = node.questionType, let code = Self.fixedText(node.calculation), !vocabulary.contains(code) {
            fault(
                node, "The calculation “\(code)” is no code of the list \(vocabulary.name), which \(target.field.fullName) takes.",
                nearest(code, vocabulary.terms.map(\.code)).map { "Did you mean “\($0)”?" } ?? "See `corridor dictionary show \(target.field.fullName)`.")
        }
        switch node.questionType?.choiceSource {
        case .list(let name)?:
            for choice in form.choiceList(name)?.choices ?? [] where !vocabulary.contains(choice.name) {
                problems.append(
                    FormProblem(
                        .error, sheet: choice.source.sheet, row: choice.source.row, column: "name",
                        "“\(choice.name)” is no code of the list \(vocabulary.name), which \(target.field.fullName) takes (survey, row \(node.source.row)).",
                        remedy: nearest(choice.name, vocabulary.terms.map(\.code)).map { "Did you mean “\($0)”?" }
                            ?? "See `corridor dictionary show \(target.field.fullName)`."))
            }
        case .file(let file, _, _)?:
            if file.hasSuffix(".csv"), file.dropLast(4) != vocabulary.name, dictionary.vocabulary(String(file.dropLast(4))) != nil {
                fault(node, "\(target.field.fullName) takes codes of the list \(vocabulary.name), not of \(file).", "Use \(vocabulary.name).csv.")
            }
        default: break
        }
    }

    /// The text of a calculation that is always the same, such as `'intake'`.
    private static func fixedText(_ calculation: String?) -> String? {
        guard let calculation, let mark = calculation.utf8.first, mark == UInt8(ascii: "'") || mark == UInt8(ascii: "\""), calculation.utf8.count > 2,
            calculation.utf8.last == mark
        else { return nil }
        let inside = calculation.utf8.dropFirst().dropLast()
        return inside.contains(mark) ? nil : String(inside)
    }

    private func vocabulary(of target: Target) -> Vocabulary? {
        switch (target.field.type, target.part) {
        case (.code, _), (.codes, _): dictionary.vocabulary(of: target.field)
        case (.money, "currency"?): dictionary.vocabulary("currency")
        case (.quantity, "unit"?): dictionary.vocabulary("quantity-unit")
        case (.place, "country"?): dictionary.vocabulary("country")
        case (.place, "subdivision"?): dictionary.vocabulary("subdivision")
        case (.identifier, "kind"?): dictionary.vocabulary("identifier-kind")
        default: nil
        }
    }
}
