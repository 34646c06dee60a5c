import Formats

/// A person's name as it was written in one script. It is never rewritten, and its parts are given only where somebody said them:
/// many names have no family name, and no rule splits them.
public struct PersonName: Sendable, Hashable {
    /// The whole name.
    public let full: String
    /// The given name, where somebody said which part it is.
    public let given: String?
    /// The family name, where somebody said which part it is.
    public let family: String?
    /// The middle name, where somebody said which part it is.
    public let middle: String?
    /// ISO 15924, such as `Deva`, `Arab`, `Latn`.
    public let script: String?

    /// Refuses empty parts and a script that is not four letters.
    public init(full: String, given: String? = nil, family: String? = nil, middle: String? = nil, script: String? = nil) throws(ValueError) {
        self.full = try NormalText.clean(full, limit: NormalText.textLimit, what: "name")
        self.given = if let given { try NormalText.clean(given, limit: NormalText.textLimit, what: "given name") } else { nil }
        self.family = if let family { try NormalText.clean(family, limit: NormalText.textLimit, what: "family name") } else { nil }
        self.middle = if let middle { try NormalText.clean(middle, limit: NormalText.textLimit, what: "middle name") } else { nil }
        if let script, !CodeSyntax.isScript(script) {
            throw ValueError(
                .malformed, offered: script, "is not the code of a script.", remedy: "Write the four letters of ISO 15924, such as Deva or Arab.")
        }
        self.script = script
    }
}

extension PersonName {
    /// A name as somebody writes it, without signs that turn the direction of what stands around it (UAX 9, X1–X5), which no name has.
    /// - Throws: ``ValueError`` if nothing of it can be seen: a name has a letter or a digit.
    public init(written text: String) throws(ValueError) {
        let visible = String(String.UnicodeScalarView(text.unicodeScalars.filter { !Self.turnsDirection($0) }))
        try self.init(full: visible)
        guard full.unicodeScalars.contains(where: { $0.properties.isAlphabetic || $0.properties.numericType != nil }) else {
            throw ValueError(.malformed, offered: full, "has no letter.", remedy: "Write the name, or answer unknown or refused.")
        }
    }

    private static func turnsDirection(_ scalar: Unicode.Scalar) -> Bool { (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value) }

    /// Reads the JSON form; a member that the type does not have is refused.
    public init(json: JSONValue) throws(ValueError) {
        let members = try JSONMembers(json, type: .name, allowed: ["full", "given", "family", "middle", "script"])
        try self.init(
            full: members.required("full"), given: members.optional("given"), family: members.optional("family"),
            middle: members.optional("middle"), script: members.optional("script"))
    }

    /// `{"full":"…","given":"…","family":"…","middle":"…","script":"Deva"}`
    public var json: JSONValue {
        var members = [JSONObject.Member("full", .string(full))]
        if let given { members.append(.init("given", .string(given))) }
        if let family { members.append(.init("family", .string(family))) }
        if let middle { members.append(.init("middle", .string(middle))) }
        if let script { members.append(.init("script", .string(script))) }
        return .object(JSONObject(members))
    }
}
