import Dictionary
import Journal

enum LogPages {
    static func log(
        _ request: WebRequest, _ lines: [LogRoutes.Line], next: Int64?, filter: LogRoutes.Filter, names: [String: String], dictionary: DataDictionary
    ) -> HTML {
        let page = Page(request, title: "access.log.title", area: .log)
        let translator = request.translator
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("access.log.lead"))
            filters(&html, request, filter, names)
            guard !lines.isEmpty else {
                html.element("p", text: translator("access.log.empty"))
                more(&html, request, next)
                return
            }
            html.element("table") { html in
                html.element("caption", text: translator("access.log.caption", ["count": .number(lines.count)]))
                html.element("thead") { html in
                    html.element("tr") { html in
                        for key in ["time", "who", "what", "record", "fields"] {
                            html.element("th", [Attribute("scope", "col")], text: translator("access.log.\(key)"))
                        }
                    }
                }
                html.element("tbody") { html in for group in groups(lines) { row(&html, group, names, dictionary, translator) } }
            }
            more(&html, request, next)
        }
    }

    /// Lines that follow each other and differ in the record alone, as when a list was read, are told together.
    private static func groups(_ lines: [LogRoutes.Line]) -> [[LogRoutes.Line]] {
        lines.reduce(into: []) { groups, line in
            if let group = groups.last, group[0].isAlike(line), !group.contains(where: { $0.record == line.record }) {
                groups[groups.count - 1].append(line)
            } else {
                groups.append([line])
            }
        }
    }

    private static func row(
        _ html: inout HTMLWriter, _ group: [LogRoutes.Line], _ names: [String: String], _ dictionary: DataDictionary, _ translator: Translator
    ) {
        guard let line = group.first else { return }
        html.element("tr") { html in
            html.element("th", [Attribute("scope", "row")], text: MomentText.text(line.time, translator))
            html.element("td", [Attribute("data-label", translator("access.log.who"))]) {
                $0.element("span", [.dir("auto")], text: names[line.author] ?? translator("cases.author.other"))
            }
            html.element("td", [Attribute("data-label", translator("access.log.what"))], text: translator("cases.act.\(line.act.rawValue)"))
            html.element("td", [Attribute("data-label", translator("access.log.record"))]) { html in
                let kind = dictionary.record(line.kind)?.label(translator.language) ?? line.kind
                guard group.count > 1 else {
                    html.text("\(kind) ")
                    link(&html, line.record)
                    return
                }
                html.element("details") { html in
                    html.element("summary", text: "\(kind) · \(translator.catalogue.facts(of: translator.language).text(group.count))")
                    html.element("ul", [.class("plain")]) { html in for one in group { html.element("li") { link(&$0, one.record) } } }
                }
            }
            if let reason = line.reason {
                html.element("td", [Attribute("data-label", translator("access.log.fields"))]) { html in
                    html.text(translator("access.log.lookup") + " ")
                    html.element("span", [.class("told"), .dir("auto")], text: reason)
                }
                return
            }
            let fields = line.fields.map { field($0, line, names, dictionary, translator) }
            html.element(
                "td", [Attribute("data-label", translator("access.log.fields"))],
                text: fields.isEmpty ? "–" : fields.joined(separator: translator("cases.list-separator")))
        }
    }

    /// The field, and its value where the line has it.
    private static func field(
        _ name: String, _ line: LogRoutes.Line, _ names: [String: String], _ dictionary: DataDictionary, _ translator: Translator
    ) -> String {
        guard let field = dictionary.field(line.kind, name) else { return name }
        let label = field.label(translator.language)
        guard let codes = line.codes[name] else { return label }
        let vocabulary = dictionary.vocabulary(of: field)
        let values = codes.map { code in vocabulary.map { $0.label(of: code, translator.language) } ?? names[code] ?? translator("cases.author.other") }
        return "\(label): \(values.joined(separator: translator("cases.part-separator")))"
    }

    private static func link(_ html: inout HTMLWriter, _ record: String) {
        html.element("a", [.href("/log?record=\(record)")]) { $0.element("code", [.dir("ltr")], text: record) }
    }

    private static func filters(_ html: inout HTMLWriter, _ request: WebRequest, _ filter: LogRoutes.Filter, _ names: [String: String]) {
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.query)
        let isFiltered = filter.act != nil || filter.author != nil || filter.record != nil
        html.element("details", [.flag("open", if: isFiltered)]) { html in
            html.element("summary", text: translator("access.log.filter"))
            html.element("form", [Attribute("method", "get"), Attribute("action", "/log")]) { html in
                controls.select(
                    &html, "act", label: translator("access.log.what"),
                    options: Entry.Act.allCases.map { .init(value: $0.rawValue, label: translator("cases.act.\($0.rawValue)")) })
                let people = names.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
                controls.select(&html, "account", label: translator("access.log.who"), options: people.map { .init(value: $0.key, label: $0.value) })
                controls.text(&html, "record", label: translator("access.log.record"), .init(hint: translator("access.log.record.hint"), direction: "ltr"))
                controls.submit(&html, translator("list.filter.button"))
            }
        }
    }

    private static func more(_ html: inout HTMLWriter, _ request: WebRequest, _ next: Int64?) {
        guard let next else { return }
        let rest = ["act", "account", "record"].compactMap { name in request.query.text(name).map { "&\(name)=\(FormReading.encoded($0))" } }.joined()
        html.element("p", [.class("actions")]) {
            $0.element("a", [.class("button second"), .href("/log?before=\(next)\(rest)")], text: request.translator("access.log.more"))
        }
    }
}
