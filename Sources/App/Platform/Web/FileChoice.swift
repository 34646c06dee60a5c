/// Files of one content to fetch, in the language that is chosen beside them: whoever reads the paper may read another one than whoever prints it.
struct FileChoice: Sendable {
    var label: String
    /// What is written in a language, such as DOCX, and its address.
    var written: [(name: String, address: String)]
    /// What is the same in all languages.
    var neutral: [(name: String, address: String)]

    func write(_ html: inout HTMLWriter, _ translator: Translator, id: String) {
        html.element("form", [Attribute("method", "get"), Attribute("action", written.first?.address ?? ""), .class("files small")]) { html in
            html.element("label", [.for(id)], text: label)
            html.element("select", [.id(id), .name("language")]) { html in
                for language in translator.catalogue.languages {
                    html.element(
                        "option", [.value(language), .lang(language), .flag("selected", if: language == translator.language)],
                        text: translator.catalogue.facts(of: language).name)
                }
            }
            for file in written {
                html.element("button", [.type("submit"), .class("second"), Attribute("formaction", file.address)], text: file.name)
            }
            for file in neutral { html.element("a", [.href(file.address)], text: file.name) }
        }
    }
}
