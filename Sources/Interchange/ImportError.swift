/// Why an import cannot start or cannot go on. The rows before it stay imported.
public struct ImportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, and the line, row or column in it: `intake.yaml, line 12`.
    public var place: String
    /// What is wrong, as a clause.
    public var problem: String
    /// How to mend it, as a sentence.
    public var remedy: String

    public init(place: String, problem: String, remedy: String) {
        self.place = place
        self.problem = problem
        self.remedy = remedy
    }

    /// Place, problem and remedy as one text for a person.
    public var description: String {
        Sentence.text(place: place, problem: problem, remedy: remedy)
    }
}

/// Why something cannot be written in a format.
public struct ExportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The record and field.
    public var place: String
    public var problem: String
    public var remedy: String

    public init(place: String, problem: String, remedy: String) {
        self.place = place
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String {
        Sentence.text(place: place, problem: problem, remedy: remedy)
    }
}
