import Dictionary
import Entitlements

/// Which proofs a claim wants, by what is claimed and before whom. The lists are our own working check-lists, not rules of evidence of any country.
enum EvidenceList {
    /// Codes of the list `evidence-kind`, the most usual first.
    static func needed(heads: Set<String>, forum: String?) -> [String] {
        var kinds = ["contract", "identity-papers", "permit", "worker-statement"]
        let byHead: [(heads: Set<String>, kinds: [String])] = [
            (["unpaid-wages", "underpayment", "minimum-wage-shortfall", "late-payment", "illegal-deduction"], ["pay-record", "messages"]),
            (["overtime", "rest-day", "holiday", "leave"], ["time-record", "pay-record", "witness"]),
            (["end-of-service", "termination-benefit", "severance", "long-service", "notice", "unfair-dismissal"], ["pay-record", "messages", "witness"]),
            (["recruitment-fee"], ["receipt", "loan-paper", "messages", "witness"]), (["ticket"], ["receipt"]),
            (["injury"], ["medical-report", "photographs"]),
            (["death"], ["death-papers", "medical-report"]),
        ]
        for item in byHead where !item.heads.isDisjoint(with: heads) { kinds += item.kinds }
        switch forum {
        case "labour-court", "civil-court", "origin-court", "arbitration": kinds += ["mandate", "witness"]
        case "criminal-court": kinds += ["police-or-court-paper", "photographs", "witness"]
        case "wage-guarantee-fund", "insurance", "compensation-authority": kinds += ["police-or-court-paper", "mandate"]
        case "origin-recruitment-authority": kinds += ["receipt", "mandate"]
        default: break
        }
        var seen: Set<String> = []
        return kinds.filter { seen.insert($0).inserted }
    }

    /// The kind of proof that a document of the case is, by its type in the list `document-type`; nil for what proves nothing by itself.
    static func kind(ofDocument type: String) -> String? {
        switch type {
        case "contract": "contract"
        case "pay-record": "pay-record"
        case "time-record": "time-record"
        case "messages": "messages"
        case "photograph", "video": "photographs"
        case "statement-witness": "witness"
        case "statement-worker", "affidavit", "interview-record": "worker-statement"
        case "identity-document", "travel-document": "identity-papers"
        case "receipt": "receipt"
        case "loan-document": "loan-paper"
        case "medical-document": "medical-report"
        case "death-certificate", "post-mortem-report": "death-papers"
        case "police-document", "court-document": "police-or-court-paper"
        case "settlement": "settlement"
        case "mandate": "mandate"
        default: nil
        }
    }

    /// What is held: as the claims say, and as the case shows, by its documents and by a statement that was written down before departure.
    static func held(_ claims: [RecordView], in sheet: CaseSheet) -> Set<String> {
        let isStated = sheet.actions.contains { $0.code("type") == "statement-before-departure" && $0.answer("description") != nil }
        return Set(claims.flatMap { $0.codes("evidence-held") } + sheet.documents.compactMap { $0.code("kind").flatMap(kind(ofDocument:)) } + (isStated ? ["worker-statement"] : []))
    }
}
