import Dictionary
import HTTPTypes
import Journal
import Referral
import Storage
import Vault

/// Taking in a referral that came as a file by hand: the JSON form of another organisation that has no connection to this one.
enum ReferralImportRoutes {
    static var all: [Route] {
        [
            .get("/referrals/import", .permission(.writeCases)) { request, _ in .page(page(request, problems: [])) },
            .post("/referrals/import", .permission(.writeCases), input: .form(limit: 1 << 20), take),
        ]
    }

    private static func take(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        var problems: [FieldProblem] = []
        let name = String(String.UnicodeScalarView((request.form.text("partner-name") ?? "").unicodeScalars.prefix(200)))
        if name.isEmpty { problems.append(FieldProblem(field: "partner-name", sentence: request.translator("referrals.error.partner-name"))) }
        let bytes = request.files.first { $0.field == "file" }?.bytes ?? []
        let content = try? ReferralContent(bytes: bytes, access.node.dictionary)
        if content?.offer == nil { problems.append(FieldProblem(field: "file", sentence: request.translator("referrals.import.error"))) }
        guard let content, let offer = content.offer, problems.isEmpty else { return .page(page(request, problems: problems), status: .unprocessableContent) }
        let node = access.node
        // The same file taken in twice is one referral: nobody is to be met twice at an airport.
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "referral-file\n\(DocumentStore.digest(of: bytes))"))
        try await services.work {
            try node.change(by: access.session.account) { transaction in
                let ledger = ReferralLedger(node, transaction)
                guard try ledger.rows.find(record) == nil else { return }
                let now = node.now()
                try ledger.begin(
                    ReferralRow(
                        referral: record, conversation: ExchangeMessage.newConversation(), partner: "", partnerName: name, caseRecord: "", direction: .incoming,
                        kind: offer.kind, urgency: offer.urgency, state: .offered, chain: record, list: [], account: "", offered: now,
                        patience: ReferralUrgency.minutes(offer.urgency, node.dictionary), arrival: offer.arrival?.moment ?? 0, hasNews: true, changed: now),
                    content, bytes: content.canonicalBytes, account: access.session.account)
            }
        }
        return .seeOther("/referrals/\(record)")
    }

    private static func page(_ request: WebRequest, problems: [FieldProblem]) -> HTML {
        let page = Page(request, title: "referrals.import", area: .referrals)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: problems)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/referrals")], text: translator("referrals.title")) }
            html.element("p", [.class("lead")], text: translator("referrals.import.lead"))
            controls.summary(&html)
            html.element(
                "form", [Attribute("method", "post"), Attribute("action", request.path), Attribute("enctype", "multipart/form-data"), .class("card")]
            ) { html in
                page.formToken(&html)
                controls.text(&html, "partner-name", label: translator("referrals.import.from"), .init(isRequired: true))
                html.element("div", [.class("field")]) { html in
                    html.element("label", [.for("field-file")], text: translator("referrals.import.file"))
                    html.element("input", [.type("file"), .name("file"), .id("field-file"), .flag("required"), Attribute("accept", ".json,application/json")])
                }
                controls.submit(&html, translator("referrals.import"))
            }
        }
    }
}
