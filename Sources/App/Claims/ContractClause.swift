import Dictionary
import Entitlements

/// A clause of a paper as a record of the case keeps it.
struct ContractClause: Sendable {
    let view: RecordView
    let paper: String
    let topic: String

    init?(_ view: RecordView) {
        guard view.kind == "clause", !view.isErased, !view.isRetracted, let paper = view.code("paper"), let topic = view.code("topic") else { return nil }
        self.view = view
        self.paper = paper
        self.topic = topic
    }

    /// The papers in which terms stand, in the order of the list `clause-paper`.
    static let papers = ["signed-at-home", "signed-at-work", "promised", "origin-minimum"]

    /// The fields of the form.
    static let fields = ["paper", "topic", "number", "wording", "translation", "breaches"]

    /// The number that it names, in the unit of its topic; nil where it names none.
    var number: Fraction? {
        guard case .text(let text)? = view.answer("number")?.value else { return nil }
        return Fraction(text)
    }

    func text(_ field: String) -> String? { view.answer(field)?.value?.displayText }

    /// The clauses of a worker of a case; those that name no worker are everybody's.
    static func of(_ worker: String, in sheet: CaseSheet) -> [ContractClause] {
        sheet.others.compactMap(ContractClause.init).filter { clause in
            let workers = clause.view.links("worker")
            return workers.isEmpty || workers.contains(worker)
        }
    }

    /// What each paper gives by term; where a paper says a thing twice, what is worse for the worker, so that nothing is promised too much.
    static func terms(_ clauses: [ContractClause]) -> [(paper: String, terms: [AgreedTerm: Fraction])] {
        papers.compactMap { paper in
            var terms: [AgreedTerm: Fraction] = [:]
            for clause in clauses where clause.paper == paper {
                guard let term = AgreedTerm(rawValue: clause.topic), let number = clause.number else { continue }
                terms[term] = terms[term].map { term.lessIsBetter ? max($0, number) : min($0, number) } ?? number
            }
            return terms.isEmpty ? nil : (paper, terms)
        }
    }
}
