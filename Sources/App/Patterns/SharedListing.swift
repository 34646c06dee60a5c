import Crypto
import Dictionary
import Exchange
import Formats
import Journal

/// What others are told about a listed party: who it is, what it replied, from how many cases on. No case, no worker, no word about either.
struct SharedListing: Sendable, Hashable {
    var names: [String]
    /// Codes of the dictionary; nil where nothing is known.
    var kind: String?
    var country: String?
    /// A code of the list `listing-status`: `listed` or `corrected`.
    var status: String
    var licence: String?
    /// The party's own words.
    var reply: String?
    /// What was corrected, and why it is listed.
    var note: String?
    /// At least so many cases whose people agreed; never the exact number.
    var cases: Int

    static let kind = "listing"
    static let textLimit = 4_000

    /// - Parameter agreed: how many cases of people who agree name the party.
    /// - Returns: nil if the party is not listed, or too few agreed.
    init?(_ view: RecordView, agreed: Int) {
        guard let status = view.code("listing"), ["listed", "corrected"].contains(status),
            let told = [50, 20, 10, 5, Listing.leastCases].first(where: { $0 <= agreed })
        else { return nil }
        names = ["names", "trade-names"].flatMap { view.answer($0)?.value?.elements ?? [] }.map(\.displayText)
        guard !names.isEmpty else { return nil }
        (kind, country, self.status, cases) = (view.code("kind"), view.code("country"), status, told)
        licence = view.answer("licence")?.value?.displayText
        reply = view.answer("reply")?.value?.displayText
        note = view.answer("listing-note")?.value?.displayText
    }

    // MARK: Bytes

    func canonicalBytes(_ token: String) -> [UInt8] {
        var members: [JSONObject.Member] = [
            .init("event", .string("put")), .init("format", .integer(1)), .init("token", .string(token)), .init("status", .string(status)),
            .init("names", .array(names.map { .string($0) })), .init("cases", .integer(Int64(cases))),
        ]
        for (name, text) in [("kind", kind), ("country", country), ("licence", licence), ("reply", reply), ("note", note)] {
            if let text { members.append(.init(name, .string(text))) }
        }
        return JSONValue.object(JSONObject(members)).canonicalBytes()
    }

    /// That a listing is withdrawn.
    static func removal(_ token: String) -> [UInt8] {
        JSONValue.object(["event": .string("remove"), "format": .integer(1), "token": .string(token)]).canonicalBytes()
    }

    /// Reads a message.
    /// - Returns: the listing's name at its sender, and nil for its removal.
    /// - Throws: ``MessageRefusal`` with the code `malformed`.
    static func read(_ bytes: [UInt8], _ dictionary: DataDictionary) throws(MessageRefusal) -> (token: String, listing: SharedListing?) {
        let malformed = MessageRefusal(code: "malformed")
        guard let json = try? JSONValue.parse(bytes, limits: JSONLimits(depth: 8, bytes: ExchangeLimits.content)), let object = json.object,
            object["format"]?.integer == 1, let token = object["token"]?.string, ExchangeIdentifier(token) != nil
        else { throw malformed }
        if object["event"]?.string == "remove" { return (token, nil) }
        func text(_ name: String) throws(MessageRefusal) -> String? {
            guard let value = object[name] else { return nil }
            guard let text = value.string, text.unicodeScalars.count <= textLimit else { throw malformed }
            return text
        }
        func code(_ name: String, _ vocabulary: Vocabulary?) throws(MessageRefusal) -> String? {
            guard let code = try text(name) else { return nil }
            guard vocabulary?.contains(code) == true else { throw malformed }
            return code
        }
        let names = (object["names"]?.array ?? []).compactMap(\.string)
        guard object["event"]?.string == "put", (1...20).contains(names.count), names.allSatisfy({ $0.unicodeScalars.count <= 500 }),
            let status = object["status"]?.string, ["listed", "corrected"].contains(status), let cases = object["cases"]?.integer,
            (Int64(Listing.leastCases)...1_000_000).contains(cases)
        else { throw malformed }
        let listing = SharedListing(
            names: names, kind: try code("kind", dictionary.vocabulary("party-kind")), country: try code("country", dictionary.vocabulary("country")),
            status: status, licence: try text("licence"), reply: try text("reply"), note: try text("note"), cases: Int(cases))
        return (token, listing)
    }

    private init(
        names: [String], kind: String?, country: String?, status: String, licence: String?, reply: String?, note: String?, cases: Int
    ) {
        (self.names, self.kind, self.country, self.status) = (names, kind, country, status)
        (self.licence, self.reply, self.note, self.cases) = (licence, reply, note, cases)
    }

    /// The same for the same content: by it is known whether a partner has the latest.
    var digest: String { Hexadecimal.text(Array(SHA256.hash(data: canonicalBytes("")))) }
}
