import Crypto
import Exchange
import Formats
import Journal
import Storage
import Vault

/// What crosses of encoded linkage. `Docs/encoded-linkage.md` describes each event.
enum LinkageMessage: Sendable, Hashable {
    /// The terms on which the sender takes part from now on.
    case terms(LinkageTerms)
    /// The sender takes part no more.
    case end
    /// A round begins, with the sender's half of its secret.
    case open(round: String, key: [UInt8])
    /// The other half.
    case ready(round: String, key: [UInt8])
    /// Encodings, as attachments named as their sets; of each set how many there are and how many of them, from the first on, are notices.
    case encodings(round: String, sets: [SetSize])
    /// The numbers that probably have a counterpart, each with the name of the pair.
    case answer(round: String, matches: [Match])
    /// The round ends without an answer.
    case no(round: String, code: String)
    case ask(token: String, words: String)
    case agree(token: String, words: String)
    case refuse(token: String, words: String)
    case message(token: String, words: String)
    /// What the sender chose to show of its record, once both agreed.
    case share(token: String, part: SharedRecord)
    /// The sender's record takes part no more; what was shown of it is erased.
    case over(token: String)

    struct SetSize: Sendable, Hashable {
        var set: LinkageSet
        var count: Int
        var notices: Int
    }

    struct Match: Sendable, Hashable {
        var number: Int
        var token: String
    }

    static let kind = "linkage"
    static let wordsLimit = 2_000
    /// Two sets of encodings, each up to what terms allow, have no more matches than this.
    static let matchLimit = 2_500

    /// All messages of two organisations about linkage take effect in the order in which they were sent.
    static func conversation(_ one: String, _ other: String) -> String {
        let digest = SHA256.hash(data: Array(("corridor/linkage/1\n" + [one, other].sorted().joined(separator: "\n")).utf8))
        return Hexadecimal.text(Array(digest.prefix(16)))
    }

    // MARK: Bytes

    var canonicalBytes: [UInt8] {
        func object(_ event: String, _ members: [JSONObject.Member]) -> [UInt8] {
            let head: [JSONObject.Member] = [.init("event", .string(event)), .init("format", .integer(1))]
            return JSONValue.object(JSONObject(head + members)).canonicalBytes()
        }
        func round(_ round: String) -> JSONObject.Member { .init("round", .string(round)) }
        func about(_ event: String, _ token: String, _ words: String) -> [UInt8] {
            object(event, [.init("token", .string(token)), .init("words", .string(words))])
        }
        switch self {
        case .terms(let terms):
            return object(
                "terms",
                [
                    .init("records", .integer(Int64(terms.records))), .init("rounds", .integer(Int64(terms.rounds))), .init("until", .integer(terms.until)),
                ])
        case .end: return object("end", [])
        case .open(let name, let key): return object("open", [round(name), .init("key", .string(Hexadecimal.text(key)))])
        case .ready(let name, let key): return object("ready", [round(name), .init("key", .string(Hexadecimal.text(key)))])
        case .encodings(let name, let sets):
            let values = sets.map {
                JSONValue.object(["count": .integer(Int64($0.count)), "notices": .integer(Int64($0.notices)), "set": .string($0.set.rawValue)])
            }
            return object("encodings", [round(name), .init("sets", .array(values))])
        case .answer(let name, let matches):
            let values = matches.map { JSONValue.object(["number": .integer(Int64($0.number)), "token": .string($0.token)]) }
            return object("answer", [round(name), .init("matches", .array(values))])
        case .no(let name, let code): return object("no", [round(name), .init("code", .string(code))])
        case .ask(let token, let words): return about("ask", token, words)
        case .agree(let token, let words): return about("agree", token, words)
        case .refuse(let token, let words): return about("refuse", token, words)
        case .message(let token, let words): return about("message", token, words)
        case .share(let token, let part): return object("share", [.init("token", .string(token)), .init("record", part.json)])
        case .over(let token): return object("over", [.init("token", .string(token))])
        }
    }

    /// Reads a message of a partner.
    /// - Throws: ``MessageRefusal`` with the code `malformed` for anything that is not of this form.
    init(_ bytes: [UInt8], _ reading: SharedRecord.Reading) throws(MessageRefusal) {
        let malformed = MessageRefusal(code: "malformed")
        guard let json = try? JSONValue.parse(bytes, limits: JSONLimits(depth: 16, bytes: ExchangeLimits.content)), let object = json.object,
            object["format"]?.integer == 1, let event = object["event"]?.string
        else { throw malformed }
        func number(_ name: String) throws(MessageRefusal) -> Int {
            guard let value = object[name]?.integer, (0...Int64(1) << 40).contains(value) else { throw malformed }
            return Int(value)
        }
        func identifier(_ name: String) throws(MessageRefusal) -> String {
            guard let text = object[name]?.string, ExchangeIdentifier(text) != nil else { throw malformed }
            return text
        }
        func key() throws(MessageRefusal) -> [UInt8] {
            guard let bytes = object["key"]?.string.flatMap({ Hexadecimal.bytes($0) }), bytes.count == 32 else { throw malformed }
            return bytes
        }
        func words() throws(MessageRefusal) -> String {
            guard let text = object["words"]?.string, text.unicodeScalars.count <= Self.wordsLimit else { throw malformed }
            return text
        }
        switch event {
        case "terms":
            guard let until = object["until"]?.integer else { throw malformed }
            let terms = LinkageTerms(records: try number("records"), rounds: try number("rounds"), until: until)
            guard terms.isPossible else { throw malformed }
            self = .terms(terms)
        case "end": self = .end
        case "open": self = .open(round: try identifier("round"), key: try key())
        case "ready": self = .ready(round: try identifier("round"), key: try key())
        case "encodings": self = .encodings(round: try identifier("round"), sets: try Self.sets(object["sets"]))
        case "answer": self = .answer(round: try identifier("round"), matches: try Self.matches(object["matches"]))
        case "no":
            guard let code = object["code"]?.string, LinkageRefusal(rawValue: code) != nil else { throw malformed }
            self = .no(round: try identifier("round"), code: code)
        case "ask": self = .ask(token: try identifier("token"), words: try words())
        case "agree": self = .agree(token: try identifier("token"), words: try words())
        case "refuse": self = .refuse(token: try identifier("token"), words: try words())
        case "message": self = .message(token: try identifier("token"), words: try words())
        case "share":
            guard let part = object["record"].flatMap({ SharedRecord(json: $0, reading) }) else { throw malformed }
            self = .share(token: try identifier("token"), part: part)
        case "over": self = .over(token: try identifier("token"))
        default: throw malformed
        }
    }

    private static func sets(_ value: JSONValue?) throws(MessageRefusal) -> [SetSize] {
        guard let values = value?.array, values.count <= LinkageSet.allCases.count else { throw MessageRefusal(code: "malformed") }
        var sets: [SetSize] = []
        for value in values {
            guard let set = value["set"]?.string.flatMap({ LinkageSet(rawValue: $0) }), !sets.contains(where: { $0.set == set }),
                let count = value["count"]?.integer, let notices = value["notices"]?.integer, (1...Int64(1) << 20).contains(count),
                (0...count).contains(notices)
            else { throw MessageRefusal(code: "malformed") }
            sets.append(SetSize(set: set, count: Int(count), notices: Int(notices)))
        }
        return sets
    }

    private static func matches(_ value: JSONValue?) throws(MessageRefusal) -> [Match] {
        guard let values = value?.array, values.count <= matchLimit else { throw MessageRefusal(code: "malformed") }
        var matches: [Match] = []
        for value in values {
            guard let number = value["number"]?.integer, (0...Int64(1) << 21).contains(number), let token = value["token"]?.string,
                ExchangeIdentifier(token) != nil
            else { throw MessageRefusal(code: "malformed") }
            matches.append(Match(number: Int(number), token: token))
        }
        return matches
    }
}

/// Why a round ends without an answer.
enum LinkageRefusal: String, Sendable, Hashable, CaseIterable {
    case notAgreed = "not-agreed"
    case tooOften = "too-often"
    case tooMany = "too-many"
    case malformed
    /// A person has decided so.
    case doubtful
    case nothing
    case late
}
