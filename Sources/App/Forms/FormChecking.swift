import Dictionary
import Forms

/// What is wrong with a form beyond its sheets: its expressions, and where its answers are saved.
public enum FormChecking {
    /// - Parameter dictionary: that of an organisation; without one the standard.
    public static func problems(of form: FormDefinition, dictionary: DataDictionary? = nil) throws -> [FormProblem] {
        FormProgram(form).problems + FormPlan(form: form, dictionary: try dictionary ?? DataDictionary.standard()).problems
    }
}
