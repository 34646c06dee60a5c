/// What is wrong with a form, where, and what to do about it.
public struct FormProblem: Hashable, Sendable, CustomStringConvertible {
    public enum Severity: String, Hashable, Sendable {
        /// The form cannot be used.
        case error
        /// The form works, perhaps not as meant.
        case warning
    }

    public var severity: Severity
    /// Nil where the file as a whole is concerned.
    public var sheet: String?
    /// From 1, the header included.
    public var row: Int?
    /// The heading as written.
    public var column: String?
    /// What is wrong: a whole sentence.
    public var fault: String
    /// What to do: a whole sentence.
    public var remedy: String

    public init(_ severity: Severity, sheet: String? = nil, row: Int? = nil, column: String? = nil, _ fault: String, remedy: String) {
        self.severity = severity
        self.sheet = sheet
        self.row = row
        self.column = column
        self.fault = fault
        self.remedy = remedy
    }

    /// The place, such as `survey, row 3, column “name”`; empty for the file as a whole.
    public var place: String {
        [sheet, row.map { "row \($0)" }, column.map { "column “\($0)”" }].compactMap { $0 }.joined(separator: ", ")
    }

    public var description: String {
        "\(severity.rawValue): \(place.isEmpty ? "" : place + ": ")\(fault) \(remedy)"
    }
}

/// What came of reading a form.
public struct FormReading: Sendable {
    /// Nil if there is an error.
    public var form: FormDefinition?
    /// Errors and warnings by sheet and row.
    public var problems: [FormProblem]

    public var errors: [FormProblem] { problems.filter { $0.severity == .error } }
    public var warnings: [FormProblem] { problems.filter { $0.severity == .warning } }

    /// The form, for callers that need only to know whether it is good.
    /// - Throws: ``FormError`` with all problems.
    public func get() throws(FormError) -> FormDefinition {
        guard let form else { throw FormError(problems: problems) }
        return form
    }
}

/// A form that cannot be used, with everything that is wrong with it.
public struct FormError: Error, Hashable, Sendable, CustomStringConvertible {
    public var problems: [FormProblem]

    public init(problems: [FormProblem]) { self.problems = problems }

    public var description: String { problems.map(\.description).joined(separator: "\n") }
}
