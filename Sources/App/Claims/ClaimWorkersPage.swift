import Dictionary
import Entitlements

/// The workers of a case, each with what the law on file gives them, and the joint schedule of all.
enum ClaimWorkersPage {
    static func html(_ request: WebRequest, _ sheet: CaseSheet, _ claims: [ComputedClaim]) -> HTML {
        let page = Page(request, title: "claims.title", area: .claims)
        let translator = request.translator
        let caseRecord = sheet.view.record
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)#owed")], text: translator("cases.back")) }
            guard !claims.isEmpty else {
                html.element("p", text: translator("claims.no-worker"))
                return
            }
            html.element("table") { html in
                html.element("caption", text: translator("claims.workers"))
                html.element("thead") { html in
                    html.element("tr") { html in
                        for key in ["worker", "total", "span"] { html.element("th", [Attribute("scope", "col")], text: translator("claims.column.\(key)")) }
                    }
                }
                html.element("tbody") { html in
                    for computed in claims { row(&html, computed, caseRecord, translator) }
                }
            }
            let sums = Self.sums(claims)
            if !sums.isEmpty { html.element("p", [.class("lead")], text: translator("claims.joint-total", ["sums": .text(sums.joined(separator: translator("cases.list-separator")))])) }
            if !sums.isEmpty, request.session?.may(.writeCases) == true, !sheet.view.isErased {
                ScheduleRoutes.write(
                    &html, page, caseRecord, action: "/cases/\(caseRecord)/claim/schedule", country: claims.compactMap(\.claim).first?.facts.country)
            }
        }
    }

    private static func row(_ html: inout HTMLWriter, _ computed: ComputedClaim, _ caseRecord: String, _ translator: Translator) {
        let worker = computed.facts.worker
        html.element("tr") { html in
            html.element("th", [Attribute("scope", "row"), .dir("auto")]) { html in
                html.element("a", [.href("/cases/\(caseRecord)/claim/\(worker.record)")], text: worker.names ?? translator("list.unnamed"))
            }
            let total = computed.claim.map { "\($0.currency.code) \($0.currency.text($0.total))" } ?? "–"
            html.element("td", [Attribute("data-label", translator("claims.column.total"))], text: total)
            let span = computed.claim.map { claim -> String in
                let span = claim.totalSpan
                let low = claim.currency.text(span.low)
                return span.high.map { "\(low) – \(claim.currency.text($0))" } ?? translator("claims.or-more", ["sum": .text(low)])
            }
            html.element("td", [Attribute("data-label", translator("claims.column.span"))], text: span ?? "–")
        }
    }

    /// The certain amounts of all workers, by currency.
    static func sums(_ claims: [ComputedClaim]) -> [String] {
        var sums: [Currency: Fraction] = [:]
        for claim in claims.compactMap(\.claim) { sums[claim.currency, default: 0] = sums[claim.currency, default: 0] + claim.total }
        return sums.sorted { $0.key.code < $1.key.code }.map { "\($0.key.code) \($0.key.text($0.value))" }
    }
}
