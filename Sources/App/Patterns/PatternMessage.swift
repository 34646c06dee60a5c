import Crypto
import Exchange
import Formats
import Journal

/// What crosses when employers are counted over organisations.
enum PatternMessage: Sendable, Hashable {
    /// The coordinator begins a count: who takes part, and from how many members on something is told.
    case invite(round: String, members: [String], threshold: Int)
    /// The keeper's secret for the others, which the coordinator never has.
    case secret(round: String, coordinator: String, secret: [UInt8])
    /// A member's encodings, as an attachment, for the coordinator.
    case encodings(round: String, count: Int)
    /// A member does not take part.
    case no(round: String)
    /// Of the member's own numbers those about which enough members have a case.
    case counts(round: String, results: [Int: Int])

    static let kind = "pattern"
    static let mostMembers = 200

    static func conversation(_ one: String, _ other: String) -> String {
        let digest = SHA256.hash(data: Array(("corridor/pattern/1\n" + [one, other].sorted().joined(separator: "\n")).utf8))
        return Hexadecimal.text(Array(digest.prefix(16)))
    }

    var canonicalBytes: [UInt8] {
        func object(_ event: String, _ round: String, _ members: [JSONObject.Member]) -> [UInt8] {
            let head: [JSONObject.Member] = [.init("event", .string(event)), .init("format", .integer(1)), .init("round", .string(round))]
            return JSONValue.object(JSONObject(head + members)).canonicalBytes()
        }
        switch self {
        case .invite(let round, let members, let threshold):
            let names = members.map { JSONValue.string($0) }
            return object("invite", round, [.init("members", .array(names)), .init("threshold", .integer(Int64(threshold)))])
        case .secret(let round, let coordinator, let secret):
            return object("secret", round, [.init("coordinator", .string(coordinator)), .init("secret", .string(Hexadecimal.text(secret)))])
        case .encodings(let round, let count): return object("encodings", round, [.init("count", .integer(Int64(count)))])
        case .no(let round): return object("no", round, [])
        case .counts(let round, let results):
            let values = results.sorted { $0.key < $1.key }.map {
                JSONValue.object(["members": .integer(Int64($0.value)), "number": .integer(Int64($0.key))])
            }
            return object("counts", round, [.init("results", .array(values))])
        }
    }

    /// - Throws: ``MessageRefusal`` with the code `malformed`.
    init(_ bytes: [UInt8]) throws(MessageRefusal) {
        let malformed = MessageRefusal(code: "malformed")
        guard let json = try? JSONValue.parse(bytes, limits: JSONLimits(depth: 8, bytes: ExchangeLimits.content)), let object = json.object,
            object["format"]?.integer == 1, let event = object["event"]?.string, let round = object["round"]?.string, ExchangeIdentifier(round) != nil
        else { throw malformed }
        switch event {
        case "invite":
            let members = (object["members"]?.array ?? []).compactMap(\.string)
            guard (PatternCounting.leastThreshold...Self.mostMembers).contains(members.count), Set(members).count == members.count,
                members.allSatisfy({ (1...200).contains($0.utf8.count) }), let threshold = object["threshold"]?.integer,
                (Int64(PatternCounting.leastThreshold)...Int64(Self.mostMembers)).contains(threshold)
            else { throw malformed }
            self = .invite(round: round, members: members, threshold: Int(threshold))
        case "secret":
            guard let coordinator = object["coordinator"]?.string, coordinator.utf8.count <= 200,
                let secret = object["secret"]?.string.flatMap({ Hexadecimal.bytes($0) }), secret.count == 32
            else { throw malformed }
            self = .secret(round: round, coordinator: coordinator, secret: secret)
        case "encodings":
            guard let count = object["count"]?.integer, (1...Int64(PatternCounting.mostEncodings)).contains(count) else { throw malformed }
            self = .encodings(round: round, count: Int(count))
        case "no": self = .no(round: round)
        case "counts":
            var results: [Int: Int] = [:]
            for value in object["results"]?.array ?? [] {
                guard let number = value["number"]?.integer, let members = value["members"]?.integer,
                    (0..<Int64(PatternCounting.mostEncodings)).contains(number), (1...Int64(1) << 20).contains(members), results[Int(number)] == nil
                else { throw malformed }
                results[Int(number)] = Int(members)
            }
            self = .counts(round: round, results: results)
        default: throw malformed
        }
    }
}
