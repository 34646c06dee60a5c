import Dictionary
import Journal
import Storage
import Vault

/// What an organisation has decided about access. It is a record in its journal, so that who decided what and when is known.
struct OrganisationSettings: Sendable, Hashable {
    /// Whoever has no second factor is led to set it up before anything else.
    var requiresSecondFactor = false
    /// Supervisors and analysts, and caseworkers of other cases, see an identity only if a custodian allows it or in an emergency.
    var identityNeedsAuthorisation = false
    /// How somebody who has seen a poster or a public page reaches the organisation: a telephone, an address.
    var publicContact: String?

    static let kind = "settings"
    static let publicContactField = "public-contact"

    /// The one record of an organisation's settings.
    private static func record(of node: Node) -> String { RecordIdentifier.text(node.keys.recordIdentifier(for: "organisation-settings")) }

    /// Nothing is required until somebody decides so.
    static func read(_ node: Node, _ connection: any Connection) throws -> OrganisationSettings {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record(of: node)), !state.isRetracted else {
            return OrganisationSettings()
        }
        return OrganisationSettings(
            requiresSecondFactor: CaseFacts.openText(state, "second-factor") == "yes",
            identityNeedsAuthorisation: CaseFacts.openText(state, "identity-authorisation") == "yes", publicContact: CaseFacts.openText(state, publicContactField))
    }

    func write(to node: Node, by account: String) throws {
        func code(_ value: Bool) -> Answer { Answer(.code(value ? "yes" : "no")) }
        let contact = try publicContact.map { Answer(try FieldValue(text: $0)) }
        try node.change(by: account) { transaction in
            _ = try transaction.save(
                RecordChange(
                    record: Self.record(of: node), kind: Self.kind,
                    answers: [
                        "second-factor": code(requiresSecondFactor), "identity-authorisation": code(identityNeedsAuthorisation), Self.publicContactField: contact,
                    ]), isGuarded: true)
        }
    }
}

/// Kinds of record on which somebody else must have decided first: access, and what the register of law says. Only the code that asks for that decision writes them,
/// never a form, an import or a program.
enum GuardedKinds {
    static let all: Set<String> = PolicyKinds.all.union([OrganisationSettings.kind, Opening.kind, StaffRecord.kind])
}
