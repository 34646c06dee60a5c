import Dictionary

// Who: the workers, others, employers and agencies; and other cases.
extension CaseSheetPage {
    func who(_ html: inout HTMLWriter) {
        if sheet.view.code("group") == "yes" { group(&html) }
        if sheet.people.isEmpty && sheet.parties.isEmpty { empty(&html) }
        for involved in sheet.people + sheet.parties { involvedCard(&html, involved) }
        guard mayWrite else { return }
        html.element("p", [.class("actions")]) { html in
            for kind in ["person", "party"] {
                html.element(
                    "a", [.class("button second"), .href("/cases/\(record)/add/\(kind)")],
                    text: translator("cases.add", ["kind": .text(dictionary.record(kind)?.label(translator.language) ?? kind)]))
            }
            html.element("a", [.class("button second"), .href("/cases/\(record)/members")], text: translator("case.members.add"))
            if sheet.people.count + sheet.parties.count > 1 {
                html.element("a", [.class("button second"), .href("/cases/\(record)/ties/new")], text: translator("case.tie.add"))
            }
        }
    }

    /// How many there are, and how many of them are known by name.
    private func group(_ html: inout HTMLWriter) {
        let known = sheet.people.filter { $0.role == "worker" }.count
        html.element("p", [.class("lead")]) { html in
            if case .quantity(let headcount)? = sheet.view.answer("headcount")?.value {
                html.text(translator("case.group.headcount", ["total": .text(headcount.amount.description), "count": .number(known)]))
            } else {
                html.text(translator("case.group.known", ["count": .number(known)]))
            }
        }
        paragraph(&html, "group-description")
    }

    private func involvedCard(_ html: inout HTMLWriter, _ involved: CaseSheet.Involved) {
        let role = dictionary.vocabulary("relation-role")?.label(of: involved.role, translator.language)
        card(&html, involved.view, title: name(involved.view), tag: role) { html in
            alike(&html, involved)
            let ties = sheet.ties.filter { $0.from == involved.view.record }
            if !ties.isEmpty {
                html.element("ul", [.class("plain")]) { html in
                    for tie in ties {
                        html.element(
                            "li", [.dir("auto")],
                            text:
                                "\(dictionary.vocabulary("relation-role")?.label(of: tie.role, translator.language) ?? tie.role) \(sheet.involved(tie.to).map { name($0.view) } ?? translator("list.unnamed"))"
                        )
                    }
                }
            }
            if !involved.otherCases.isEmpty {
                html.element("details", [.class("others")]) { html in
                    html.element("summary", text: translator("case.other-cases", ["count": .number(involved.otherCases.count)]))
                    html.element("ul", [.class("plain")]) { html in for other in involved.otherCases { html.element("li") { label(&$0, other) } } }
                }
            }
        }
    }

    /// Says of somebody whom a partner told of that the case may have the same person already: nobody but people decides that.
    private func alike(_ html: inout HTMLWriter, _ involved: CaseSheet.Involved) {
        guard mayWrite, sheet.shared.partner(of: involved.view.record) != nil, let named = involved.view.answer("names")?.value.map(PersonNames.keys) else { return }
        let tied = Set(sheet.ties.flatMap { [$0.from, $0.to].contains(involved.view.record) ? [$0.from, $0.to] : [] })
        let own = sheet.people.first { other in
            other.role == involved.role && sheet.shared.partner(of: other.view.record) == nil && !tied.contains(other.view.record)
                && PersonNames.areAlike(named, other.view.answer("names")?.value.map(PersonNames.keys) ?? [])
        }
        guard let own else { return }
        html.element("p", [.class("notice")]) { html in
            html.text(translator("case.person.alike", ["name": .text("\u{2068}\(name(own.view))\u{2069}")]) + " ")
            html.element("a", [.href("/cases/\(record)/ties/new")], text: translator("case.tie.add"))
        }
    }

    // MARK: Other cases

    func related(_ html: inout HTMLWriter) {
        if sheet.related.isEmpty { empty(&html) }
        html.element("ul", [.class("plain")]) { html in
            for item in sheet.related {
                html.element("li") { html in
                    html.text(relationText(item) + " ")
                    label(&html, item.other)
                    if mayWrite {
                        html.text(" · ")
                        html.element("a", [.href("/cases/\(record)/records/\(item.relation)/history")], text: translator("cases.history"))
                    }
                }
            }
        }
        if mayWrite {
            html.element("p", [.class("actions")]) {
                $0.element("a", [.class("button second"), .href("/cases/\(record)/related/new")], text: translator("case.related.add"))
            }
        }
    }

    private func relationText(_ item: CaseSheet.RelatedCase) -> String {
        item.isFirst
            ? dictionary.vocabulary("relation-role")?.label(of: item.role, translator.language) ?? item.role : translator("case.related.inverse.\(item.role)")
    }

    func label(_ html: inout HTMLWriter, _ label: CaseSheet.CaseLabel) {
        html.element(
            "a", [.href("/cases/\(label.record)"), .dir("auto")],
            text: label.workers.isEmpty ? translator("list.unnamed") : label.workers.joined(separator: translator("cases.list-separator")))
        if let status = label.status {
            html.text(" ")
            html.element("span", [.class("badge")], text: answers.label("case.status", status))
        }
    }
}
