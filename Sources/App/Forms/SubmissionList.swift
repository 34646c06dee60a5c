/// The forms that were filled in for a case, each with a way to it.
struct SubmissionList: Sendable {
    var caseRecord: String
    var submissions: [CaseSheet.Submission]
    /// By identifier of the form.
    var titles: [String: String]
    /// Of authors, by account.
    var names: [String: String]

    /// - Parameter level: of the heading.
    func write(_ html: inout HTMLWriter, _ translator: Translator, level: Int) {
        guard !submissions.isEmpty else { return }
        html.element(level == 2 ? "h2" : "h3", text: translator("submissions.section"))
        html.element("ul", [.class("plain")]) { html in
            for submission in submissions {
                html.element("li") { html in
                    html.element(
                        "a", [.href("/cases/\(caseRecord)/submissions/\(submission.record)"), .dir("auto")],
                        text: titles[submission.form] ?? submission.form)
                    html.element("span", [.class("muted")]) { html in
                        html.text(" · ")
                        html.element("span", [.dir("auto")], text: submission.author.flatMap { names[$0] } ?? translator("cases.author.other"))
                        if let moment = submission.milliseconds { html.text(" · \(MomentText.text(moment, translator))") }
                    }
                }
            }
        }
    }

    /// The titles of forms in the reader's language, of those that are kept here.
    static func titles(of submissions: [CaseSheet.Submission], _ library: FormLibrary, _ language: String) throws -> [String: String] {
        var titles: [String: String] = [:]
        for form in Set(submissions.map(\.form)) { titles[form] = try library.form(form)?.title(language) }
        return titles
    }
}
