import Dictionary

extension NetworkPages {
    /// What a corridor has and lacks, with the times of answers as bars.
    /// - Parameters:
    ///   - countries: those of the directory, which are offered first.
    ///   - own: the corridors of the cases that the reader may open, to choose from.
    static func corridor(
        _ request: WebRequest, _ answers: AnswerText, _ picture: CorridorPicture?, countries: Set<String>, own: [CaseTable.CodePair]
    ) -> HTML {
        let translator = request.translator
        var asked = FormFields()
        asked.items = request.query.items
        let controls = FormControls(translator: translator, values: asked)
        return Page(request, title: "network.corridor.title", area: .directory).html { html in
            DirectoryPages.places(&html, request)
            html.element("form", [Attribute("method", "get"), Attribute("action", "/network/corridor"), .class("filters card")]) { html in
                let first = countries.union(own.flatMap { [$0.first, $0.second] })
                let options = CountryOptions.all(answers.dictionary, translator.language, first: first)
                controls.select(&html, "from", label: translator("directory.card.from"), options: options)
                controls.select(&html, "to", label: translator("directory.card.to"), options: options)
                controls.submit(&html, translator("directory.list.show"))
            }
            guard let picture else { return choice(&html, own, answers) }
            html.element("p", [.class("lead")], text: translator("network.corridor.open", ["count": .number(picture.open)]))
            end(&html, picture.to, picture.atDestination, picture.gapsAtDestination, answers)
            end(&html, picture.from, picture.atOrigin, picture.gapsAtOrigin, answers)
            bars(&html, picture.atDestination + picture.atOrigin, translator)
        }
    }

    private static func choice(_ html: inout HTMLWriter, _ own: [CaseTable.CodePair], _ answers: AnswerText) {
        guard let most = own.first?.count else { return }
        let translator = answers.translator
        html.element("table") { html in
            html.element("thead") { html in
                html.element("tr") { html in
                    html.element("th", [Attribute("scope", "col")], text: translator("network.corridor.title"))
                    html.element("th", [Attribute("scope", "col"), Attribute("colspan", "2")], text: translator("access.statistics.cases"))
                }
            }
            html.element("tbody") { html in
                for pair in own {
                    html.element("tr") { html in
                        let ends = [("case.origin-country", pair.first), ("case.destination-country", pair.second)].map { field, code in
                            "\u{2068}\(answers.label(field, code))\u{2069}"
                        }
                        html.element("th", [Attribute("scope", "row")]) {
                            $0.element("a", [.href("/network/corridor?from=\(pair.first)&to=\(pair.second)")], text: ends.joined(separator: " – "))
                        }
                        let count = translator.catalogue.facts(of: translator.language).text(pair.count)
                        html.element("td", [Attribute("data-label", translator("access.statistics.cases"))], text: count)
                        html.element("td") { CountBar.write(&$0, pair.count, most: most) }
                    }
                }
            }
        }
    }

    private static func end(
        _ html: inout HTMLWriter, _ country: String, _ partners: [CorridorPicture.Partner], _ gaps: [CorridorPicture.Gap], _ answers: AnswerText
    ) {
        let translator = answers.translator
        html.element("h2", text: answers.label("service.countries", country))
        html.element("p", text: translator("network.corridor.partners", ["count": .number(partners.count)]))
        html.element("ul", [.class("plain")]) { html in
            for partner in partners {
                html.element("li") { html in
                    html.element("a", [.href("/directory/entries/\(partner.record)"), .dir("auto")], text: partner.name)
                    let types = partner.types.map { answers.label("service.types", $0) }.joined(separator: translator("cases.list-separator"))
                    if !types.isEmpty { html.text(" · \(types)") }
                }
            }
        }
        guard !gaps.isEmpty else { return }
        html.element("h3", text: translator("network.corridor.gaps"))
        html.element("ul", [.class("reasons")]) { html in
            for gap in gaps {
                html.element("li") { html in
                    html.text(answers.label("service.types", gap.type))
                    if gap.asked > 0 { html.text(" · \(translator("network.corridor.asked", ["count": .number(gap.asked)]))") }
                }
            }
        }
    }

    /// Median time until an answer, a bar for each partner that has answered.
    private static func bars(_ html: inout HTMLWriter, _ partners: [CorridorPicture.Partner], _ translator: Translator) {
        let measured = partners.compactMap { partner in partner.response?.medianMinutes.map { (name: partner.name, wait: $0) } }.sorted { $0.wait < $1.wait }
        guard let longest = measured.map(\.wait).max() else { return }
        html.element("h2", text: translator("network.corridor.times"))
        let (width, label, row) = (640, 220, 28)
        let isMirrored = translator.direction == "rtl"
        html.element("div", [.class("picture"), Attribute("tabindex", "0"), .role("group"), Attribute("aria-label", translator("network.corridor.times"))]) {
            html in
            html.element(
                "svg",
                [
                    Attribute("viewBox", "0 0 \(width) \(measured.count * row + 8)"), .role("img"), Attribute("direction", "ltr"),
                    Attribute("aria-labelledby", "times-title"),
                ]
            ) { html in
                html.element("title", [.id("times-title")], text: translator("network.corridor.times"))
                for (index, line) in measured.enumerated() {
                    let y = index * row
                    let length = max(2, line.wait * (width - label - 90) / max(1, longest))
                    html.element(
                        "text",
                        [
                            .class("label"), Attribute("x", "\(isMirrored ? width : 0)"), Attribute("y", "\(y + 19)"),
                            Attribute("text-anchor", isMirrored ? "end" : "start"),
                        ], text: String(line.name.prefix(34)))
                    html.element(
                        "rect",
                        [
                            .class("event"), Attribute("x", "\(isMirrored ? width - label - length : label)"), Attribute("y", "\(y + 6)"),
                            Attribute("width", "\(length)"), Attribute("height", "16"),
                        ])
                    html.element(
                        "text",
                        [
                            Attribute("x", "\(isMirrored ? width - label - length - 6 : label + length + 6)"), Attribute("y", "\(y + 19)"),
                            Attribute("text-anchor", isMirrored ? "end" : "start"),
                        ], text: WaitText.text(line.wait, translator))
                }
            }
        }
    }
}
