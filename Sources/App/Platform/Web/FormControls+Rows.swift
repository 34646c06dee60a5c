extension FormControls {
    /// Something that stands in a list beside each value, such as what kind of number it is.
    struct Kinds: Sendable {
        /// The end of the control's name behind that of the field.
        var name: String
        var label: String
        var options: [Option]
    }

    /// One input for each value that is there; of a list one more for another, and where scripts run always one more than is filled in.
    ///
    /// The first input has the identifier of the field, so that its label and what is wrong with it lead there.
    func rows(_ html: inout HTMLWriter, _ name: String, label: String, isList: Bool, kinds: Kinds? = nil, _ look: Look) {
        let texts = values.all(name)
        let chosen = kinds.map { values.all("\(name).\($0.name)") } ?? []
        var shown = texts.indices.filter { !texts[$0].isEmpty }.map { (text: texts[$0], kind: chosen.indices.contains($0) ? chosen[$0] : "") }
        if shown.isEmpty || isList { shown.append((text: "", kind: "")) }
        html.element("div", [.class("field")]) { html in
            html.element("label", [.for("field-\(name)"), look.labelDirection]) { labelText(&$0, label, look) }
            notes(&html, name, look)
            for (index, row) in shown.enumerated() {
                let told = index == 0 ? label : translator("platform.form.row", ["label": .text(label), "number": .number(index + 1)])
                html.element("div", [.class("pair"), isList ? Attribute("data-row", label) : nil]) { html in
                    if let kinds { select(&html, "\(name).\(kinds.name)", kinds, row.kind, label: "\(kinds.label), \(told)") }
                    html.element(
                        "input",
                        [
                            index == 0 ? .id("field-\(name)") : Attribute("aria-label", told), .name(name), .type(look.type), .value(row.text),
                            .dir(look.direction),
                            .flag("required", if: look.isRequired && index == 0), Attribute("autocomplete", look.autocomplete), described(name, look),
                            problem(name) == nil ? nil : Attribute("aria-invalid", "true"), look.inputMode.map { Attribute("inputmode", $0) },
                        ])
                }
            }
        }
    }

    /// One list to choose from for each value that is there and one more, for lists that are too long to show every option with a box.
    func selects(_ html: inout HTMLWriter, _ name: String, label: String, options: [Option], _ look: Look = Look()) {
        html.element("div", [.class("field")]) { html in
            html.element("label", [.for("field-\(name)"), look.labelDirection]) { labelText(&$0, label, look) }
            notes(&html, name, look)
            for (index, value) in (values.all(name).filter { !$0.isEmpty } + [""]).enumerated() {
                let told = index == 0 ? label : translator("platform.form.row", ["label": .text(label), "number": .number(index + 1)])
                html.element("div", [.class("pair"), Attribute("data-row", label)]) { html in
                    html.element(
                        "select",
                        [
                            index == 0 ? .id("field-\(name)") : Attribute("aria-label", told), .name(name), described(name, look),
                            .flag("required", if: look.isRequired && index == 0), problem(name) == nil ? nil : Attribute("aria-invalid", "true"),
                        ]
                    ) { html in
                        html.element("option", [.value("")], text: translator("platform.form.choose"))
                        self.options(&html, options, chosen: value)
                    }
                }
            }
        }
    }

    private func options(_ html: inout HTMLWriter, _ options: [Option], chosen: String) {
        // What was recorded is kept, also where the list has it no more.
        let options = chosen.isEmpty || options.contains { $0.value == chosen } ? options : options + [Option(value: chosen, label: chosen)]
        for option in options { html.element("option", [.value(option.value), .flag("selected", if: option.value == chosen)], text: option.label) }
    }

    private func select(_ html: inout HTMLWriter, _ name: String, _ kinds: Kinds, _ chosen: String, label: String) {
        html.element("select", [.name(name), Attribute("aria-label", label)]) { html in
            html.element("option", [.value("")], text: kinds.label)
            self.options(&html, kinds.options, chosen: chosen)
        }
    }
}
