import Formats

/// Answers as JSON, for drafts and submissions: groups are objects, repeats are arrays of rounds, answers are texts, or objects where more than a text was given.
extension FormFilling {
    public var json: JSONValue { .object(json(of: nodes[Self.root].children)) }

    private func json(of indices: [Int]) -> JSONObject {
        var members: [JSONObject.Member] = []
        for index in indices {
            let node = nodes[index]
            guard let element = node.element, element != program.tree.metaIndex else { continue }
            switch program.tree.elements[element].node.kind {
            case .group: members.append(.init(node.name, .object(json(of: node.children))))
            case .repeated:
                let round = JSONValue.object(["round": .integer(Int64(node.round)), "answers": .object(json(of: node.children))])
                if members.last?.name == node.name, case .array(let rounds)? = members.last?.value {
                    members[members.count - 1].value = .array(rounds + [round])
                } else {
                    members.append(.init(node.name, .array([round])))
                }
            case .question: if let answer = answer(node) { members.append(.init(node.name, answer)) }
            }
        }
        return JSONObject(members.filter { member in if case .object(let object) = member.value { !object.members.isEmpty } else { true } })
    }

    private func answer(_ node: Node) -> JSONValue? {
        guard node.typedText != nil || node.absence != nil || !node.note.isEmpty else { return node.value.isEmpty ? nil : .string(node.value) }
        var members = JSONObject()
        if !node.value.isEmpty { members["value"] = .string(node.value) }
        if let typed = node.typedText { members["typed"] = .string(typed) }
        if let absence = node.absence { members["absent"] = .string(absence) }
        if !node.note.isEmpty { members["note"] = .string(node.note) }
        return .object(members)
    }

    /// Takes answers from JSON; what the form does not have any more is left out. Rounds are those of the JSON.
    public mutating func restore(_ json: JSONValue) {
        if let answers = json.object { restore(answers, in: Self.root) }
        compute()
    }

    private mutating func restore(_ answers: JSONObject, in parent: Int) {
        for element in elements(in: parent == Self.root ? nil : parent) {
            let name = program.tree.elements[element].node.name
            switch program.tree.elements[element].node.kind {
            case .group:
                if let inner = answers[name]?.object, let node = rounds(of: element, in: parent).first { restore(inner, in: node) }
            case .repeated: restoreRounds(answers[name]?.array ?? [], of: element, in: parent)
            case .question:
                guard let node = rounds(of: element, in: parent).first else { continue }
                restore(answers[name], node)
            }
        }
    }

    private mutating func restoreRounds(_ json: [JSONValue], of element: Int, in parent: Int) {
        for node in rounds(of: element, in: parent) { removeRound(node) }
        for item in json.prefix(Self.roundLimit) {
            let number = item["round"]?.integer.flatMap { Int(exactly: $0) }
            let node = addRound(of: element, in: parent, round: number)
            if let answers = item["answers"]?.object { restore(answers, in: node) }
        }
    }

    private mutating func restore(_ json: JSONValue?, _ node: Int) {
        switch json {
        case .string(let value)?: nodes[node].value = value
        case .object(let members)?:
            nodes[node].value = members["value"]?.string ?? ""
            nodes[node].typedText = members["typed"]?.string
            nodes[node].absence = members["absent"]?.string
            nodes[node].note = members["note"]?.string ?? ""
        default: nodes[node].value = ""
        }
    }
}
