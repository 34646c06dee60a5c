/// What is wrong in a file of rules, where, and how to mend it.
public struct LawError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file and line.
    public let place: String
    /// The rule, by topic and sentence; empty where it is none.
    public let rule: String
    /// The member of the rule or file; empty where it is none.
    public let field: String
    public let problem: String
    public let remedy: String

    init(place: String, problem: String, remedy: String, rule: String = "", field: String = "") {
        self.place = place
        self.problem = problem
        self.remedy = remedy
        self.rule = rule
        self.field = field
    }

    public var description: String { "\(place): \(problem). \(remedy)\(LawCheck.Finding.subject(rule, field))" }
}
