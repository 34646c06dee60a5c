import Dictionary
import Interchange
import Journal
import Storage

/// What a case says of the help that is looked for: where the worker is now, and who they are. Which kind of help it is, only whoever asks can say.
enum CaseNeed {
    /// Stages of the journey in which the worker is in the country of origin.
    private static let stagesAtHome: Set<String> = ["recruitment", "pre-departure", "reintegration"]
    /// Stages in which the worker is on the way, so that no country follows from them.
    private static let stagesOnTheWay: Set<String> = ["transit", "return"]

    /// - Parameter reader: of the case, as ``CaseAccess/requireCase(_:_:)`` gives it: what the reader may not see is not filled in.
    /// - Returns: what all workers of the case have in common, and every language that one of them speaks. O(records of the case).
    static func read(_ caseRecord: String, as reader: Reader, _ node: Node, _ connection: any Connection) throws -> DirectoryNeed {
        let group = try CaseGroup(connection: connection, organisation: node.organisation.number).records(ofCase: caseRecord)
        var gate = Gate(reader: reader, node: node, connection: connection)
        var need = DirectoryNeed()
        if let state = group.first(where: { $0.record == caseRecord })?.state {
            let view = try gate.view(state, of: caseRecord)
            need.country = country(view)
            need.sector = view.code("sector")
        }
        let workers = Set(
            group.filter { $0.state.kind == "relation" && CaseFacts.openText($0.state, "to") == caseRecord }.filter {
                CaseFacts.openText($0.state, "role").map(CaseFacts.countedPersonRoles.contains) ?? false
            }.compactMap { CaseFacts.openText($0.state, "from") })
        let people = try group.filter { $0.state.kind == "person" && workers.contains($0.record) && !$0.state.isErased }.map {
            try gate.view($0.state, of: $0.record)
        }
        need.nationality = common(people) { $0.codes("nationality").first }
        need.sex = common(people) { $0.code("sex") }
        for language in people.flatMap({ [$0.code("primary-language")].compactMap { $0 } + $0.codes("other-languages") })
        where !need.languages.contains(language) { need.languages.append(language) }
        return need
    }

    private static func country(_ view: RecordView) -> String? {
        let stage = view.code("worker-location-now") ?? ""
        if stagesOnTheWay.contains(stage) { return nil }
        return view.code(stagesAtHome.contains(stage) ? "origin-country" : "destination-country")
    }

    private static func common(_ people: [RecordView], _ answer: (RecordView) -> String?) -> String? {
        let answers = Set(people.map(answer))
        return answers.count == 1 ? answers.first ?? nil : nil
    }
}
