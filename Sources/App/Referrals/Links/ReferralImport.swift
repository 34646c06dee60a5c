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
            .get("/referrals/import", .permission(.writeCases), ask).showingKept,
            .post("/referrals/import", .permission(.writeCases), input: .form(limit: 1 << 20), take)
                .kept(on: "/referrals/import", as: "referrals.import", shownBy: ask),
        ]
    }

    private static func ask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse { .page(page(request)) }

    private static func take(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        var problems: [FieldProblem] = []
        let name = String(String.UnicodeScalarView((request.form.text("partner-name") ?? "").unicodeScalars.prefix(200)))
        if name.isEmpty { problems.append(FieldProblem(field: "partner-name", sentence: request.translator("referrals.error.partner-name"))) }
        let bytes = request.files.first { $0.field == "file" }?.bytes ?? []
        let content = try? ReferralContent(bytes: bytes, access.node.dictionary)
        if content?.offer == nil { problems.append(FieldProblem(field: "file", sentence: request.translator("referrals.import.error"))) }
        guard let content, let offer = content.offer, problems.isEmpty else { throw UnfinishedForm(problems: problems) }
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

    private static func page(_ request: WebRequest) -> HTML {
        let page = Page(request, title: "referrals.import", area: .referrals)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/referrals")], text: translator("referrals.title")) }
            html.element("p", [.class("lead")], text: translator("referrals.import.lead"))
            controls.summary(&html)
            html.element("form", page.uploadAttributes(request.path)) { html in
                page.keptFields(&html, "referrals.import")
                controls.text(&html, "partner-name", label: translator("referrals.import.from"), .init(isRequired: true))
                controls.file(
                    &html, label: translator("referrals.import.file"), accept: ".json,application/json", isRequired: request.kept?.draft?.files.isEmpty != false)
                controls.submit(&html, translator("referrals.import"))
            }
        }
    }
}
