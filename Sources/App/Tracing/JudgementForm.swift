import Storage

/// What somebody decided on two records, as a form sent it: of a notice and a sighting, of two people, of two parties.
struct JudgementForm: Sendable {
    /// Nil where none was chosen.
    let verdict: Judgement.Verdict?
    let reason: String?

    private static let longestReason = 2_000

    init(_ request: WebRequest) {
        verdict = request.form.text("verdict").flatMap { Judgement.Verdict(rawValue: $0) }
        reason = request.form.text("reason").map { String($0.prefix(Self.longestReason)) }
    }

    /// - Throws: ``UnfinishedForm`` where no verdict was chosen.
    func needed(_ request: WebRequest) throws -> Judgement.Verdict {
        if let verdict { return verdict }
        throw UnfinishedForm(problems: [FieldProblem(field: "verdict", sentence: request.translator("tracing.compare.needed"))])
    }

    /// Takes the judgement on two records back, if there is one.
    /// - Parameter mayRead: asks whether both open, and throws where they do not.
    static func takeBack(
        _ first: String, _ second: String, _ request: WebRequest, _ access: CaseAccess, _ services: AppServices, mayRead: @escaping @Sendable (TracingReading) throws -> Void
    ) async throws {
        let ground = request.translator("tracing.compare.taken-back")
        try await services.work {
            let judgement = try access.node.database.read { connection in
                try mayRead(TracingReading(access, connection))
                return try Judgements(node: access.node).latest(first, second, connection)
            }
            guard let judgement else { return }
            try Judgements(node: access.node).takeBack(judgement.record, reason: ground, by: access.session.account)
        }
    }
}
