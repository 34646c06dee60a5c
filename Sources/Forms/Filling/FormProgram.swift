/// A form made ready to be filled in: its expressions parsed, and the order in which they are computed.
public struct FormProgram: Sendable {
    /// The expressions of a question, group or repeat.
    struct Rules: Sendable {
        var relevant: Expression?
        var constraint: Expression?
        var required: Expression?
        var readOnly: Expression?
        var calculation: Expression?
        /// A condition that a choice is offered under: evaluated with the choice as context and the question as `current()`.
        var choiceFilter: Expression?
        var repeatCount: Expression?
        /// A default that is computed.
        var defaultValue: Expression?
        /// The arguments of the appearance `search()`, which fills the list of choices from an attached file.
        var search: [Expression]?
        /// Where the choices come from, for a choice from answers: the question in the repeat.
        var answers: Expression?
    }

    /// One step of computing a form anew.
    enum Step: Hashable, Sendable {
        /// Whether an element counts.
        case relevance(Int)
        /// How often a repeat is there.
        case count(Int)
        /// A calculated value.
        case value(Int)
    }

    public let form: FormDefinition
    let tree: FormTree
    let rules: [Rules]
    /// All steps, each behind those that it looks at.
    let order: [Step]
    /// Lists that expressions look things up in, by name.
    let lookedUpLists: [String]
    /// What is wrong with the expressions, with sheet, row and column. A form with errors cannot be filled in.
    public let problems: [FormProblem]
    /// Texts with values in them, by their text and the element they belong to.
    private let texts: [TextKey: TextPieces]
    /// The expressions of these texts.
    let outputs: [String: Expression]
    /// The same by their places, as they were written in paths.
    let outputTexts: [String]
    private let outputPlaces: [String: Int]

    struct TextKey: Hashable {
        var text: String
        var element: Int
    }

    public init(_ form: FormDefinition) {
        self.form = form
        tree = FormTree(form)
        var compiler = FormCompiler(form, tree)
        compiler.run()
        rules = compiler.rules
        order = compiler.order
        texts = compiler.texts
        outputs = compiler.outputs
        outputTexts = outputs.keys.sorted()
        outputPlaces = Dictionary(uniqueKeysWithValues: outputTexts.enumerated().map { ($1, $0) })
        lookedUpLists = compiler.lookedUpLists.sorted()
        problems = compiler.problems
    }

    /// Whether it can be filled in.
    public var isUsable: Bool { !problems.contains { $0.severity == .error } }

    func pieces(_ text: String, of element: Int) -> TextPieces? { texts[TextKey(text: text, element: element)] }

    /// A text with a run for each value in it, whose own text is still to be put in.
    func styled(_ pieces: TextPieces) -> StyledText {
        var outputs: [Int] = []
        let written = pieces.pieces.map { piece in
            switch piece {
            case .text(let text): return text
            case .output(let output):
                // What is no expression is told when the form is checked, and is left out.
                guard let place = outputPlaces[output] else { return "" }
                outputs.append(place)
                return StyledText.placeholder(outputs.count - 1)
            }
        }
        return StyledText(written.joined(), outputs: outputs)
    }

    /// The choices of a list on the sheet `choices`, or else on `external_choices`.
    func list(_ name: String) -> ChoiceList? { form.choiceList(name) ?? form.externalChoiceLists.first { $0.name == name } }
}

extension QuestionType {
    /// Where the choices come from that are offered. What ODK Collect takes from `itemsets.csv` is here a list like others.
    var offeredSource: ChoiceSource? { if case .selectOneExternal(let list) = self { .list(list) } else { choiceSource } }
}
