import Dictionary
import Forms

/// What is wrong with a form beyond its sheets: its expressions, and where its answers are saved.
public enum FormChecking {
    /// - Parameter dictionary: that of an organisation; without one the standard.
    public static func problems(of form: FormDefinition, dictionary: DataDictionary? = nil) throws -> [FormProblem] {
        questions(form) + FormProgram(form).problems + FormPlan(form: form, dictionary: try dictionary ?? DataDictionary.standard()).problems
    }

    private static func questions(_ form: FormDefinition) -> [FormProblem] {
        func asks(_ node: FormNode) -> Bool { if case .question = node.kind { true } else { node.children.contains(where: asks) } }
        guard !form.nodes.contains(where: asks) else { return [] }
        return [FormProblem(.error, sheet: "survey", "The form asks nothing.", remedy: "Write a row for each question, with type, name and label.")]
    }
}
