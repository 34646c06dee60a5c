import Dictionary
import Forms

/// The files that a form names: lists to choose from, pictures, sounds, films.
public enum FormFiles {
    /// What is wrong with them. A medium that is not there leaves a question without its picture; a list that is not there leaves it without answers.
    /// - Parameters:
    ///   - missingList: how much a list matters that is nowhere.
    ///   - dictionary: its lists need no file; nil for the standard.
    ///   - file: the content of a file that came with the form; nil if there is none.
    public static func problems(
        of form: FormDefinition, missingList: FormProblem.Severity, dictionary: DataDictionary? = nil, file: (String) -> [UInt8]?
    ) throws -> [FormProblem] {
        let dictionaryLists = FormLists(dictionary: try dictionary ?? DataDictionary.standard(), language: "en")
        let lists = form.listFiles.compactMap { name -> FormProblem? in
            let row = row(ofList: name, in: form)
            guard let bytes = file(name) else {
                guard dictionaryLists.table(name) == nil else { return nil }
                return FormProblem(
                    missingList, sheet: row == nil ? nil : "survey", row: row, column: row == nil ? nil : "type",
                    "The form takes answers from “\(name)”, which did not come with it.", remedy: "Add the file to the form.")
            }
            do throws(FormTableError) {
                guard try FormTable(file: name, bytes: bytes) == nil else { return nil }
                return FormProblem(.error, "“\(name)” is no list by its ending.", remedy: "Save it as .csv, .xml or .geojson.")
            } catch {
                return FormProblem(.error, error.fault, remedy: error.remedy)
            }
        }
        return lists + media(of: form).filter { file($0.name) == nil }.map { medium in
            FormProblem(
                .warning, sheet: medium.source.sheet, row: medium.source.row, column: medium.medium.rawValue, "“\(medium.name)” did not come with the form.",
                remedy: "Add the file to the form, or leave the cell empty.")
        }
    }

    private static func row(ofList name: String, in form: FormDefinition) -> Int? {
        var row: Int?
        form.forEachNode { node, _ in
            if row == nil, case .file(name, _, _)? = node.questionType?.choiceSource { row = node.source.row }
        }
        return row
    }

    private struct Medium {
        var name: String
        var medium: FormMedium
        var source: FormSource
    }

    private static func media(of form: FormDefinition) -> [Medium] {
        var media: [Medium] = []
        func add(_ texts: [FormMedium: TranslatedText], _ source: FormSource) {
            for (medium, text) in texts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                for name in Set(text.texts.values).sorted() where name != "-" { media.append(Medium(name: name, medium: medium, source: source)) }
            }
        }
        form.forEachNode { node, _ in add(node.media, node.source) }
        for list in form.choiceLists { for choice in list.choices { add(choice.media, choice.source) } }
        return media
    }
}
