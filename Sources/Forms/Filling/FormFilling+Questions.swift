import Formats

/// What somebody who fills in a form sees and does.
extension FormFilling {
    /// A choice that is offered.
    public struct OfferedChoice: Hashable, Sendable {
        public var name: String
        public var styledLabel: StyledText
        /// The file name of a picture beside it.
        public var image: String?

        public var label: String { styledLabel.plain }
    }

    /// Why an answer cannot stay as it is.
    public enum Fault: Hashable, Sendable {
        /// It is needed and not there; with the form's own words, if it has some.
        case missing(String?)
        /// It breaks a rule of the form; with the form's own words, if it has some.
        case constraint(String?)
        /// It is no whole number, no number, no date and so on.
        case malformed(QuestionType)
        /// It is not among the choices.
        case notOffered
        /// It lies outside of the range's ends.
        case outOfRange
        /// There is an answer, and a reason why there is none.
        case answeredAndAbsent
    }

    // MARK: Structure

    public var topNodes: [Int] { nodes[Self.root].children }
    public func children(of node: Int) -> [Int] { nodes[node].children }
    public func parent(of node: Int) -> Int? { nodes[node].parent }
    public func definition(of node: Int) -> FormNode? { nodes[node].element.map { program.tree.elements[$0].node } }
    public func element(of node: Int) -> Int? { nodes[node].element }
    public func isRelevant(_ node: Int) -> Bool { nodes[node].isRelevant }
    public func round(of node: Int) -> Int { nodes[node].round }

    /// Whether people see a question; calculated and hidden ones they do not.
    public func isShown(_ node: Int) -> Bool { definition(of: node)?.isVisible ?? false }

    /// Repeats of a group or round (or of the form) by their place in the form, in its order; also those without a round.
    public func repeats(in node: Int?) -> [Int] { elements(in: node).filter { program.tree.isRepeat($0) } }

    /// The elements directly in a group or round (or the form), in the form's order, groups that are left out of the answers replaced by what is in them.
    public func elements(in node: Int?) -> [Int] {
        let indices = node.flatMap { nodes[$0].element }.map { program.tree.childIndices[$0] } ?? program.tree.topIndices
        func flat(_ index: Int) -> [Int] { program.tree.elements[index].isFlat ? program.tree.childIndices[index].flatMap(flat) : [index] }
        return indices.flatMap(flat)
    }

    public func definition(ofElement element: Int) -> FormNode { program.tree.elements[element].node }

    /// The nodes of an element within a group or round (or the form): one, or the rounds of a repeat.
    public func nodes(of element: Int, in node: Int?) -> [Int] { rounds(of: element, in: node ?? Self.root) }

    /// All questions, groups and rounds, parents first.
    public var allNodes: [Int] {
        var found: [Int] = []
        func visit(_ index: Int) {
            found.append(index)
            for child in nodes[index].children { visit(child) }
        }
        for child in nodes[Self.root].children where nodes[child].element != program.tree.metaIndex { visit(child) }
        return found
    }

    /// What a control is called: the question's name, and the numbers of the rounds around it.
    public func controlName(of node: Int) -> String {
        guard let element = nodes[node].element else { return "form" }
        return controlName(ofElement: element, in: nodes[node].parent) + (nodes[node].round > 0 ? "_\(nodes[node].round)" : "")
    }

    /// The same for an element that may have no node, such as a repeat without rounds.
    public func controlName(ofElement element: Int, in parent: Int?) -> String {
        let name = program.tree.elements[element].node.name
        var rounds = ""
        var next = parent
        while let index = next {
            if nodes[index].round > 0 { rounds = "_\(nodes[index].round)" + rounds }
            next = nodes[index].parent
        }
        return "q-" + (program.tree.count(of: name) == 1 ? name : "\(name).\(element)") + rounds
    }

    // MARK: Answers

    /// The answer as expressions and the submission have it: a date in ISO 8601 or EDTF, choices by their names.
    public func value(of node: Int) -> String { nodes[node].value }

    /// The answer as it was typed.
    public func typed(_ node: Int) -> String { nodes[node].typedText ?? nodes[node].value }

    /// Why there is no answer, as the caller calls it; nil if that was not said.
    public func absence(of node: Int) -> String? { nodes[node].absence }
    public func note(of node: Int) -> String { nodes[node].note }

    /// Whether people were asked and said something, if only why they do not answer.
    public func isAnswered(_ node: Int) -> Bool {
        isShown(node) && isRelevant(node) && (!nodes[node].value.isEmpty || nodes[node].absence != nil || !nodes[node].note.isEmpty)
    }

    /// Answers a question. To be followed by ``compute()``.
    ///
    /// Numbers, dates, times and places are taken in the digits of any script. Where there is a reason why there is no answer, the question counts as not answered; what
    /// was typed all the same stays beside it, and is a fault.
    /// - Parameter typed: what was typed, where it is not the value itself.
    public mutating func answer(_ node: Int, value: String, typed: String? = nil, absence: String? = nil, note: String = "") {
        let given = typed ?? value
        let plain = (definition(of: node)?.questionType?.isWrittenInDigits ?? false ? withPlainNumerals(value) : nil) ?? value
        let new = absence == nil ? plain : ""
        let isChanged = nodes[node].value != new
        nodes[node].value = new
        nodes[node].typedText = given == new ? nil : given
        nodes[node].absence = absence
        nodes[node].note = note
        if isChanged { setOff(by: node) }
    }

    /// The round with this number, made if it is not there; nil beyond the limit.
    public mutating func ensureRound(_ round: Int, of element: Int, in parent: Int?) -> Int? {
        let parent = parent ?? Self.root
        let present = rounds(of: element, in: parent)
        if let found = present.first(where: { nodes[$0].round == round }) { return found }
        guard (1...10_000).contains(round), present.count < Self.roundLimit else { return nil }
        return addRound(of: element, in: parent, round: round)
    }

    /// A further round; nil beyond the limit.
    public mutating func addRound(of element: Int, in parent: Int?) -> Int? {
        let parent = parent ?? Self.root
        guard rounds(of: element, in: parent).count < Self.roundLimit else { return nil }
        return addRound(of: element, in: parent, round: nil)
    }

    public mutating func remove(round node: Int) { removeRound(node) }

    /// Takes out the rounds that repeats begin with, for readers who add what they need. To be followed by ``compute()``.
    public mutating func removeFirstRounds() {
        for (element, parent) in freeRepeats { for node in rounds(of: element, in: parent ?? Self.root) { removeRound(node) } }
    }

    /// The repeats whose rounds people add and remove, each with the group or round that it stands in (nil for the form).
    public var freeRepeats: [(element: Int, parent: Int?)] {
        var found: [(Int, Int?)] = []
        func visit(_ parent: Int?) {
            for element in elements(in: parent) where definition(ofElement: element).isQuestion == false {
                if program.tree.isRepeat(element), hasFreeRounds(element) { found.append((element, parent)) }
                for node in nodes(of: element, in: parent) { visit(node) }
            }
        }
        visit(nil)
        return found
    }

    /// The answers in a repeat that were picked with a choice from answers.
    public func answerNodes(chosenIn node: Int) -> [Int] {
        guard let element = nodes[node].element, case .path(let path)? = program.rules[element].answers,
            let found = try? nodes(path, Context(node: node, current: node), inOwnRounds: false)
        else { return [] }
        let value = nodes[node].value
        let words = SheetText.words(value)
        return found.filter { !nodes[$0].value.isEmpty && (nodes[$0].value == value || words.contains(chosenName(nodes[$0].value, element))) }
    }

    /// Whether people add and remove rounds; not where the form computes their number.
    public func hasFreeRounds(_ element: Int) -> Bool { program.rules[element].repeatCount == nil }

    // MARK: Texts

    /// A text in the reader's language, with values put in.
    public func text(_ text: TranslatedText, of node: Int) -> String { styled(text, of: node).plain }

    /// As ``text(_:of:)``, with the styling that the form gives it.
    public func styled(_ text: TranslatedText, of node: Int) -> StyledText {
        guard let text = text.text(in: language, otherwise: program.form.defaultLanguage) else { return StyledText("") }
        guard let element = nodes[node].element, let pieces = program.pieces(text, of: element) else { return StyledText(text) }
        return program.styled(pieces).filled { shown(program.outputTexts[$0], at: node) }
    }

    /// A text in the reader's language without the values in it, for what stands around the rounds of a repeat.
    public func bareText(_ text: TranslatedText, ofElement element: Int) -> String {
        guard let text = text.text(in: language, otherwise: program.form.defaultLanguage) else { return "" }
        return SheetText.trimmed((program.pieces(text, of: element).map { program.styled($0) } ?? StyledText(text)).plain)
    }

    private func shown(_ output: String, at node: Int) -> String {
        guard let expression = program.outputs[output], let value = try? value(expression, Context(node: node, current: node)) else { return "" }
        return string(value)
    }

    // MARK: Rules

    public func isRequired(_ node: Int) -> Bool { holds(\.required, node) }
    public func isReadOnly(_ node: Int) -> Bool { holds(\.readOnly, node) || (definition(of: node)?.calculation != nil && isShown(node)) }

    private func holds(_ rule: KeyPath<FormProgram.Rules, Expression?>, _ node: Int) -> Bool {
        guard let element = nodes[node].element, let expression = program.rules[element][keyPath: rule] else { return false }
        return (try? isTrue(expression, at: node)) ?? false
    }

    /// The choices that are offered now. O(choices).
    public func choices(of node: Int) -> [OfferedChoice] {
        guard let element = nodes[node].element, let source = program.tree.elements[element].node.questionType?.offeredSource else { return [] }
        switch source {
        case .list(let name):
            if let search = program.rules[element].search { return searchedChoices(program.list(name)?.choices ?? [], search, node) }
            let choices = (program.list(name)?.choices ?? []).enumerated().filter { isOffered($0.offset, name, node, element) }.map(\.element)
            return choices.map { choice in
                OfferedChoice(
                    name: choice.name, styledLabel: choice.label.isEmpty ? StyledText(choice.name) : styled(choice.label, of: node),
                    image: choice.media[.image]?.text(in: language, otherwise: program.form.defaultLanguage))
            }
        case .file(let file, let valueColumn, let labelColumn):
            guard let table = tables(file) else { return [] }
            let name = FileName.split(file).base
            return table.rows.enumerated().compactMap { index, row in
                guard isOffered(index, name, node, element), let value = table.value(valueColumn, row) else { return nil }
                return OfferedChoice(name: value, styledLabel: StyledText(table.value(labelColumn, row) ?? value))
            }
        case .answers: return answeredChoices(node, element)
        }
    }

    /// Choices whose names are columns of the file that is searched, with the columns of their labels.
    private func searchedChoices(_ choices: [Choice], _ arguments: [Expression], _ node: Int) -> [OfferedChoice] {
        let context = Context(node: node, current: node)
        let search = ChoiceSearch(arguments.map { (try? value($0, context)).map(string) ?? "" })
        guard let table = tables(search.file) else { return [] }
        let rows = search.rows(of: table)
        return choices.flatMap { choice -> [OfferedChoice] in
            let label = choice.label.text(in: language, otherwise: program.form.defaultLanguage) ?? choice.name
            guard Int(choice.name) == nil else { return [OfferedChoice(name: choice.name, styledLabel: StyledText(label))] }
            return rows.compactMap { row in
                guard let value = table.value(choice.name, row), !value.isEmpty else { return nil }
                let texts = ChoiceSearch.names(label).compactMap { table.value($0, row) }.filter { !$0.isEmpty }
                return OfferedChoice(name: value, styledLabel: StyledText(texts.isEmpty ? value : texts.joined(separator: ", ")))
            }
        }
    }

    private func isOffered(_ index: Int, _ list: String, _ node: Int, _ element: Int) -> Bool {
        guard let filter = program.rules[element].choiceFilter else { return true }
        guard let items = listNodes[list].map({ nodes[nodes[$0].children[0]].children }), items.indices.contains(index) else { return false }
        let context = Context(node: items[index], current: node, position: index + 1, size: items.count)
        return (try? boolean(value(filter, context))) ?? false
    }

    /// Answers to a question in a repeat, each once.
    private func answeredChoices(_ node: Int, _ element: Int) -> [OfferedChoice] {
        guard case .path(let path)? = program.rules[element].answers,
            let found = try? nodes(path, Context(node: node, current: node), inOwnRounds: false)
        else { return [] }
        var seen: Set<String> = []
        return found.compactMap { answer in
            let value = nodes[answer].value
            guard !value.isEmpty, seen.insert(value).inserted else { return nil }
            if let filter = program.rules[element].choiceFilter, let round = nodes[answer].parent {
                guard (try? boolean(self.value(filter, Context(node: round, current: node)))) ?? false else { return nil }
            }
            return OfferedChoice(name: chosenName(value, element), styledLabel: StyledText(unstyled: value))
        }
    }

    /// How an answer is called when it is chosen: where several can be, without spaces, which part the chosen.
    private func chosenName(_ value: String, _ element: Int) -> String {
        if case .selectMultiple = program.tree.elements[element].node.questionType { SheetText.words(value).joined(separator: "_") } else { value }
    }

    /// What is wrong with an answer; nil if it can stay, or does not count.
    public func fault(of node: Int) -> Fault? {
        guard nodes[node].isRelevant, isShown(node), let definition = definition(of: node), let type = definition.questionType else { return nil }
        guard nodes[node].absence == nil else { return (nodes[node].typedText ?? "").isEmpty ? nil : .answeredAndAbsent }
        let value = nodes[node].value
        if value.isEmpty {
            guard isRequired(node), type != .note else { return nil }
            return .missing(message(definition.requiredMessage, node))
        }
        if !AnswerSyntax.isValid(value, type, clock: clock) { return .malformed(type) }
        if type.offeredSource != nil {
            let offered = Set(choices(of: node).map(\.name))
            let chosen = if case .selectOne = type { [value] } else { SheetText.words(value) }
            // Texts of others can have spaces in them.
            let isFromAnswers = if case .answers = type.offeredSource { true } else { false }
            if !isFromAnswers || chosen.count == 1, !chosen.allSatisfy(offered.contains) { return .notOffered }
        }
        if type == .range, !AnswerSyntax.isWithin(value, definition.parameters) { return .outOfRange }
        if let element = nodes[node].element, let constraint = program.rules[element].constraint {
            let holds = (try? isTrue(constraint, at: node)) ?? false
            if !holds { return .constraint(message(definition.constraintMessage, node)) }
        }
        return nil
    }

    private func message(_ text: TranslatedText, _ node: Int) -> String? { text.isEmpty ? nil : self.text(text, of: node) }

    /// The choices picked by an answer to a question that takes several.
    public static func words(_ value: String) -> [String] { SheetText.words(value) }
}

/// The form that answers of each type have.
enum AnswerSyntax {
    static func isValid(_ value: String, _ type: QuestionType, clock: FormClock) -> Bool {
        switch type {
        case .integer: return isInteger(value)
        case .decimal, .range: return !FormValue.number(value).isNaN
        case .date, .dateTime: return FormMoment(value, clock: clock) != nil
        case .time: return FormMoment.timeOfDay(value) != nil
        case .geopoint: return GeographicShape(value)?.points.count == 1
        case .geotrace: return (GeographicShape(value)?.points.count ?? 0) >= 2
        case .geoshape:
            guard let points = GeographicShape(value)?.points else { return false }
            return points.count >= 4 && points.first == points.last
        default: return true
        }
    }

    private static func isInteger(_ value: String) -> Bool {
        let bytes = Array(value.utf8)
        let digits = bytes.first == 0x2D ? bytes.dropFirst() : bytes[...]
        return (1...18).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    static func isWithin(_ value: String, _ parameters: [String: String]) -> Bool {
        let number = FormValue.number(value)
        let start = parameters["start"].map { FormValue.number($0) } ?? -.infinity
        let end = parameters["end"].map { FormValue.number($0) } ?? .infinity
        guard number >= min(start, end), number <= max(start, end) else { return false }
        guard let step = parameters["step"].map({ FormValue.number($0) }), step > 0, start.isFinite else { return true }
        let steps = abs(number - start) / step
        return abs(steps - steps.rounded()) < 1e-6
    }
}
