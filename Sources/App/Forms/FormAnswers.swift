import Dictionary
import Formats
import Forms

/// Turns the answers of a filled form into answers of records, as its plan says.
struct FormAnswers {
    /// A record that the answers make or add to.
    struct Draft {
        var scope: FormPlan.Scope
        /// The round or group that it is made of; nil for the case, the worker and records without a group.
        var node: Int?
        var kind: String
        var answers: [String: Answer?] = [:]
        /// Answers to fields of its relation to the case.
        var relation: [String: Answer] = [:]
        /// Link fields and the places of the answers that they name.
        var chosen: [(field: Field, nodes: [Int])] = []
        /// Questions whose files belong to a field of it.
        var files: [(field: Field, node: Int)] = []
        /// Whether somebody answered a question of it; calculated values alone make no record.
        var isAsked = false
    }

    /// An answer that cannot be saved.
    struct Problem {
        enum Fault {
            /// The dictionary does not take it.
            case value(ValueError)
            /// A reason why there is no answer, beside an answer to the same field.
            case answeredAndAbsent
        }

        var node: Int
        var fault: Fault
        var field: Field
    }

    private let filling: FormFilling
    private let plan: FormPlan
    private let dictionary: DataDictionary

    private(set) var drafts: [Draft] = []
    private(set) var problems: [Problem] = []
    private var places: [String: Int] = [:]

    init(_ filling: FormFilling, _ plan: FormPlan, _ dictionary: DataDictionary) {
        self.filling = filling
        self.plan = plan
        self.dictionary = dictionary
        collect()
    }

    // MARK: Collecting

    /// What was answered to one field of one record, as far as it goes by parts.
    private struct Pieces {
        var field: Field
        var draft: Int
        /// Whole values, or parts of one value for each round that adds to a list.
        var rounds: [(round: Int?, parts: [String: String], node: Int)] = []
        /// Why there is no answer, and the question that says so.
        var absence: (reason: Absence, node: Int)?
        var note = ""
        var isAsked = false
        /// Whether somebody answered the field itself, not only what goes with an answer, such as the currency.
        var isAnswered = false
    }

    /// Parts that say nothing by themselves, and can have an answer of their own by default.
    private static let accompanyingParts: Set<String> = ["currency", "unit", "kind", "issuer", "script"]

    private mutating func collect() {
        var pieces: [Pieces] = []
        var index: [String: Int] = [:]
        for node in filling.allNodes where filling.isRelevant(node) {
            guard let element = filling.element(of: node) else { continue }
            if plan.declarations[element] != nil, plan.scope(ofGroup: element) == .group(element) { _ = draft(.group(element), node) }
            guard let target = plan.targets[element] else { continue }
            let owner = draft(target.scope, owner(of: node, target.scope))
            let key = "\(owner) \(target.field.fullName)"
            let place = index[key] ?? pieces.count
            if place == pieces.count {
                pieces.append(Pieces(field: target.field, draft: owner))
                index[key] = place
            }
            add(node, target, to: &pieces[place])
        }
        for piece in pieces { finish(piece) }
    }

    private mutating func draft(_ scope: FormPlan.Scope, _ node: Int?) -> Int {
        let key = "\(scope) \(node ?? -1)"
        if let known = places[key] { return known }
        let kind =
            switch scope {
            case .theCase: "case"
            case .theWorker: "person"
            case .only(let kind): kind
            case .group(let element): plan.declarations[element]?.kind ?? ""
            }
        drafts.append(Draft(scope: scope, node: node, kind: kind))
        places[key] = drafts.count - 1
        return drafts.count - 1
    }

    /// The group or round around a question that makes its record.
    private func owner(of node: Int, _ scope: FormPlan.Scope) -> Int? {
        guard case .group(let element) = scope else { return nil }
        var next = filling.parent(of: node)
        while let index = next {
            if filling.element(of: index) == element { return index }
            next = filling.parent(of: index)
        }
        return nil
    }

    /// The innermost round between a question and the record that it belongs to: each adds a value to a field that takes several.
    private func round(of node: Int, below owner: Int?) -> Int? {
        var next = filling.parent(of: node)
        while let index = next, index != owner {
            if filling.round(of: index) > 0 { return index }
            next = filling.parent(of: index)
        }
        return nil
    }

    private mutating func add(_ node: Int, _ target: FormPlan.Target, to pieces: inout Pieces) {
        if let absence = filling.absence(of: node).flatMap({ Absence(rawValue: $0) }) { pieces.absence = (absence, node) }
        if pieces.note.isEmpty { pieces.note = filling.note(of: node) }
        let isAnswered = !filling.value(of: node).isEmpty || filling.absence(of: node) != nil
        if isAnswered, filling.isShown(node) { pieces.isAsked = true }
        let value = filling.value(of: node)
        guard !value.isEmpty else { return }
        if filling.isShown(node), !Self.accompanyingParts.contains(target.part ?? "") { pieces.isAnswered = true }
        if target.field.type == .file {
            drafts[pieces.draft].files.append((target.field, node))
            return
        }
        if target.field.type == .link {
            drafts[pieces.draft].chosen.append((target.field, filling.answerNodes(chosenIn: node)))
            return
        }
        let round = round(of: node, below: drafts[pieces.draft].node)
        let isCodes = target.field.type == .codes || target.field.type == .code
        let text = isCodes && target.field.takesList ? FormFilling.words(value).joined(separator: " | ") : value
        var parts = [target.part ?? "": text]
        if target.field.type == .date { parts["typed"] = filling.typed(node) }
        if let place = pieces.rounds.firstIndex(where: { $0.round == round }) {
            pieces.rounds[place].parts.merge(parts) { $1 }
        } else {
            pieces.rounds.append((round, parts, node))
        }
    }

    // MARK: Values

    private mutating func finish(_ pieces: Pieces) {
        let field = pieces.field
        let note = pieces.note.isEmpty ? nil : pieces.note
        var answer: Answer?
        if let absence = pieces.absence {
            answer = Answer(absent: absence.reason, note: note)
            if pieces.isAnswered { problems.append(Problem(node: absence.node, fault: .answeredAndAbsent, field: field)) }
        } else {
            var values: [FieldValue] = []
            for round in pieces.rounds {
                do throws(ValueError) {
                    guard let value = try self.value(round.parts, field) else { continue }
                    if case .list(let several) = value { values += several } else { values.append(value) }
                } catch {
                    problems.append(Problem(node: round.node, fault: .value(error), field: field))
                }
            }
            if field.takesList, !values.isEmpty, let list = try? FieldValue(list: values, type: field.type) {
                answer = Answer(list, note: note)
            } else if let first = values.first {
                answer = Answer(first, note: note)
            } else if let note, field.type != .link, field.type != .file {
                // A note without an answer says at least that nothing is known.
                answer = Answer(absent: .unknown, note: note)
            }
        }
        if pieces.isAsked { drafts[pieces.draft].isAsked = true }
        guard field.type != .link, field.type != .file else { return }
        if field.record == "relation" {
            if let answer { drafts[pieces.draft].relation[field.name] = answer }
        } else {
            drafts[pieces.draft].answers[field.name] = .some(answer)
        }
    }

    private func value(_ parts: [String: String], _ field: Field) throws(ValueError) -> FieldValue? {
        // Where a question takes any text, the digits can be of any script.
        func number(_ part: String) -> String? { parts[part].map { withPlainNumerals($0) ?? $0 } }
        do throws(ValueError) {
            if let whole = parts[""] {
                let value = try field.parse(whole, in: dictionary)
                guard case .date(let date) = value, let given = parts["typed"].flatMap({ GivenDate($0) }) else { return value }
                return .date(date.asGiven(given))
            }
            switch field.type {
            case .money:
                guard let amount = number("amount") else { return nil }
                guard let currency = parts["currency"] else {
                    throw ValueError(.empty, offered: amount, "has no currency.", remedy: "Answer the question for the currency too.")
                }
                return .money(try Money(amount: amount, currency: currency))
            case .quantity:
                guard let amount = number("amount") else { return nil }
                return .quantity(try Quantity(amount: amount, unit: parts["unit"] ?? field.unit ?? "times"))
            case .place: return .place(try place(parts))
            case .identifier:
                guard let number = parts["number"] else { return nil }
                return .identifier(try Identifier(kind: parts["kind"] ?? "other", number: number, issuer: parts["issuer"]))
            case .name:
                let full = parts["full"] ?? [parts["given"], parts["middle"], parts["family"]].compactMap { $0 }.joined(separator: " ")
                guard !full.isEmpty else { return nil }
                return .name(try PersonName(full: full, given: parts["given"], family: parts["family"], middle: parts["middle"], script: parts["script"]))
            default: return nil
            }
        } catch {
            throw error.named(field.fullName)
        }
    }

    private func place(_ parts: [String: String]) throws(ValueError) -> Place {
        let coordinates = parts["coordinates"].map { FormFilling.words(withPlainNumerals($0) ?? $0) } ?? []
        var latitude: ExactDecimal?
        var longitude: ExactDecimal?
        if coordinates.count >= 2 {
            latitude = try ExactDecimal(coordinates[0])
            longitude = try ExactDecimal(coordinates[1])
        }
        return try Place(
            country: parts["country"], subdivision: parts["subdivision"], locality: parts["locality"], detail: parts["detail"], latitude: latitude,
            longitude: longitude)
    }
}

extension FormPlan {
    /// The record that a group makes: the worker, or one of its own.
    func scope(ofGroup element: Int) -> Scope {
        guard let declaration = declarations[element] else { return .theCase }
        return declaration.kind == "person" && declaration.role == "worker" && !declaration.isRepeated ? .theWorker : .group(element)
    }
}
