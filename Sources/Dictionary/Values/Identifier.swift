import Formats

/// A number on a paper: passport, identity card, labour permit, case file of an authority.
public struct Identifier: Sendable, Hashable {
    /// What kind of number: a code, such as `passport`.
    public let kind: String
    /// As written (NFC).
    public let number: String
    /// Who issued it: a country code, or the name of the authority.
    public let issuer: String?

    /// Refuses an empty number and a kind that is not a code.
    public init(kind: String, number: String, issuer: String? = nil) throws(ValueError) {
        guard CodeSyntax.isCode(kind) else {
            throw ValueError(
                .malformed, offered: kind, "is not a kind of identifier.", remedy: "Write a code such as passport, national-id or labour-permit.")
        }
        self.kind = kind
        self.number = try NormalText.clean(number, limit: NormalText.textLimit, what: "number")
        self.issuer = if let issuer { try NormalText.clean(issuer, limit: NormalText.textLimit, what: "issuer") } else { nil }
    }
}

extension Identifier {
    /// Reads the JSON form; a member that the type does not have is refused.
    public init(json: JSONValue) throws(ValueError) {
        let members = try JSONMembers(json, type: .identifier, allowed: ["kind", "number", "issuer"])
        try self.init(kind: members.required("kind"), number: members.required("number"), issuer: members.optional("issuer"))
    }

    /// `{"kind":"passport","number":"…","issuer":"NP"}`
    public var json: JSONValue {
        var members = [JSONObject.Member("kind", .string(kind)), .init("number", .string(number))]
        if let issuer { members.append(.init("issuer", .string(issuer))) }
        return .object(JSONObject(members))
    }
}
