/// A question, group or repeat. What does not apply to a kind is empty.
public struct FormNode: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case question(QuestionType)
        case group
        /// A group that can be filled any number of times.
        case repeated
    }

    public var name: String
    public var kind: Kind
    public var label: TranslatedText
    public var hint: TranslatedText
    /// A longer hint that clients show on demand or in print.
    public var guidanceHint: TranslatedText
    /// File names by medium and language.
    public var media: [FormMedium: TranslatedText]
    public var constraintMessage: TranslatedText
    public var requiredMessage: TranslatedText
    /// Message when an app that a question calls is not there.
    public var noAppMessage: TranslatedText

    // Expressions as written, nil where the cell is empty.
    public var relevant: String?
    public var constraint: String?
    /// `yes`, `no` or an expression.
    public var required: String?
    public var readOnly: String?
    public var calculation: String?
    /// The column in which the calculation is written: of the number of rounds that a repeat computes, that of the repeat.
    public var calculationColumn = "calculation"
    public var choiceFilter: String?
    /// Number of repeats; on repeats only.
    public var repeatCount: String?
    /// A value, or an expression: see ``defaultIsExpression``.
    public var defaultValue: String?

    /// Names of the questions whose change sets off the calculation.
    public var triggers: [String]
    /// Words separated by spaces.
    public var appearance: String?
    /// The column `parameters`, such as `start`, `end` and `step` of a range, with the standard's defaults for ranges.
    public var parameters: [String: String]
    /// The property of an entity that the answer goes into (column `save_to`).
    public var saveTo: String?
    /// The field of the data dictionary that the answer is saved to; only in forms without a sheet `entities`.
    public var fieldTarget: FieldTarget?
    /// The record that a group or each round of a repeat makes; only in forms without a sheet `entities`.
    public var recordDeclaration: RecordDeclaration?
    /// Further attributes from columns `bind::NAME`, `body::NAME` and `instance::NAME`.
    public var bindAttributes: [String: String]
    public var bodyAttributes: [String: String]
    public var instanceAttributes: [String: String]
    /// Tags of an OpenStreetMap question.
    public var mapTags: [MapTag]
    public var children: [FormNode]
    public var source: FormSource

    public init(name: String, kind: Kind, source: FormSource) {
        self.name = name
        self.kind = kind
        self.source = source
        label = [:]
        hint = [:]
        guidanceHint = [:]
        media = [:]
        constraintMessage = [:]
        requiredMessage = [:]
        noAppMessage = [:]
        triggers = []
        parameters = [:]
        bindAttributes = [:]
        bodyAttributes = [:]
        instanceAttributes = [:]
        mapTags = []
        children = []
    }

    public var questionType: QuestionType? {
        if case .question(let type) = kind { type } else { nil }
    }

    public var isQuestion: Bool { questionType != nil }
}

/// A tag of an OpenStreetMap question and its usual values.
public struct MapTag: Hashable, Sendable {
    public var name: String
    public var label: TranslatedText
    public var choices: [Choice]

    public init(name: String, label: TranslatedText, choices: [Choice]) {
        self.name = name
        self.label = label
        self.choices = choices
    }
}
