import Forms

extension HTMLWriter {
    /// A text of a form with the styling that the form's author gave it.
    mutating func styled(_ text: StyledText) {
        for run in text.runs {
            switch (run.isStrong, run.isEmphasised) {
            case (false, false): linked(run)
            case (true, false): element("strong") { $0.linked(run) }
            case (false, true): element("em") { $0.linked(run) }
            case (true, true): element("strong") { $0.element("em") { $0.linked(run) } }
            }
        }
    }

    /// In a window of its own, since what is typed in this one is not sent yet.
    private mutating func linked(_ run: StyledText.Run) {
        guard let address = run.address else { return value(run) }
        element("a", [.href(address), Attribute("target", "_blank"), Attribute("rel", "noreferrer noopener")]) { $0.value(run) }
    }

    /// A value is marked, so that the script of forms can write it anew, and keeps its own direction.
    private mutating func value(_ run: StyledText.Run) {
        guard let output = run.output else { return text(run.text) }
        element("bdi", [Attribute("data-output", "\(output)")], text: run.text)
    }
}
