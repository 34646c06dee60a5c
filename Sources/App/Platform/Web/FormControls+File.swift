extension FormControls {
    /// A chooser of files. Without a script the browser sends them with the form.
    /// - Parameters:
    ///   - accept: what the browser's chooser offers first, as in HTML; what is taken is decided by content.
    ///   - isRequired: whether the browser insists on a file. Not where one waits with the form already.
    func file(
        _ html: inout HTMLWriter, _ name: String = "file", label: String, hint: String? = nil, accept: String? = nil, isMultiple: Bool = false,
        isRequired: Bool = true
    ) {
        let problem = problems.first { $0.field == name }
        let described = [hint == nil ? nil : "hint-\(name)", problem == nil ? nil : "problem-\(name)"].compactMap { $0 }
        html.element("div", [.class("field")]) { html in
            html.element("label", [.for("field-\(name)")], text: label)
            if let hint { html.element("p", [.class("hint"), .id("hint-\(name)")], text: hint) }
            if let problem { html.element("p", [.class("problem"), .id("problem-\(name)")], text: problem.sentence) }
            html.element(
                "input",
                [
                    .type("file"), .name(name), .id("field-\(name)"), .flag("multiple", if: isMultiple), .flag("required", if: isRequired),
                    accept.map { Attribute("accept", $0) },
                    described.isEmpty ? nil : Attribute("aria-describedby", described.joined(separator: " ")),
                    problem == nil ? nil : Attribute("aria-invalid", "true"),
                ])
        }
    }
}

extension Page {
    /// Attributes of a form with files that answers with a page of its own or is sent piece by piece, so that no script sends it.
    func uploadAttributes(_ action: String) -> [Attribute?] {
        [Attribute("method", "post"), Attribute("action", action), Attribute("enctype", "multipart/form-data"), .class("card")]
            + (request.kept == nil ? [] : KeptForm.sendingItself(request.translator))
    }
}
