import Dictionary
import Formats
import Referral

/// What one message of a referral says: the offer that begins it, or one step of a side. The bytes of ``canonicalBytes`` are what the preview shows, what crosses and
/// what both sides keep.
struct ReferralContent: Sendable, Hashable {
    /// The kind of message under which all of them cross.
    static let messageKind = "referral"
    static let wordsLimit = 4_000
    /// Kinds of help in one offer.
    static let needsLimit = 50

    /// What is offered.
    struct Offer: Sendable, Hashable {
        var kind: ReferralKind
        /// A code of the list `referral-urgency`.
        var urgency: String
        /// A code of the list `referral-reason`.
        var reason: String?
        /// Codes of the list `service-type`.
        var needs: [String] = []
        var arrival: Arrival?
    }

    /// Of a hand-over on arrival.
    struct Arrival: Sendable, Hashable {
        /// Milliseconds since 1970.
        var moment: UInt64
        /// By how many minutes the clock at the place is ahead of UTC.
        var offset = 0
        var flight = ""
        var desk = ""
        /// How the worker can be recognised, and what they need.
        var description = ""
    }

    /// What had been read of a referral before it was withdrawn.
    struct Reads: Sendable, Hashable {
        /// In how many hours somebody looked at it, each person counted for themselves. How often within an hour is not kept.
        var count: Int
        /// How many people; nil where the receiver's program does not say.
        var people: Int?
        /// Milliseconds since 1970; 0 for never, or where it is not said.
        var first: UInt64 = 0
        var last: UInt64
    }

    /// Nil for the offer.
    var event: ReferralEvent?
    var offer: Offer?
    var words: String?
    /// A code of the list `referral-refusal`.
    var refusal: String?
    /// A code of the list `action-result`.
    var outcome: String?
    var part = SharedPart()
    var reads: Reads?
    /// Of what is shared: whether it goes beyond what the people agreed to, in an emergency.
    var isBeyondConsent = false
    /// Of a withdrawal: whether it is one because another organisation has taken the work on.
    var isTakenElsewhere = false
    /// How many steps of the receiver of this message somebody of the sender has looked at.
    var heard = 0
    /// Values in it that this organisation's dictionary does not know.
    var leftOut = 0

    init(_ event: ReferralEvent) { self.event = event }

    init(offer: Offer) { self.offer = offer }

    /// Whether it says anything of anybody: words, facts, papers, or how somebody who arrives is recognised.
    var saysSomething: Bool { words != nil || !part.isEmpty || offer?.arrival != nil }

    // MARK: Bytes

    var canonicalBytes: [UInt8] {
        var members: [JSONObject.Member] = [.init("format", .integer(1)), .init("heard", .integer(Int64(heard)))]
        members.append(.init("event", .string(event?.rawValue ?? "offer")))
        if let offer { members.append(.init("offer", Self.json(offer))) }
        for (name, text) in [("words", words), ("refusal", refusal), ("outcome", outcome)] {
            if let text { members.append(.init(name, .string(text))) }
        }
        if isBeyondConsent { members.append(.init("beyond", .bool(true))) }
        if isTakenElsewhere { members.append(.init("taken", .bool(true))) }
        if !part.isEmpty { members.append(.init("part", part.json)) }
        if let reads {
            var told: [JSONObject.Member] = [.init("count", .integer(Int64(reads.count))), .init("last", .integer(Int64(reads.last)))]
            if let people = reads.people { told += [.init("people", .integer(Int64(people))), .init("first", .integer(Int64(reads.first)))] }
            members.append(.init("reads", .object(JSONObject(told))))
        }
        return JSONValue.object(JSONObject(members)).canonicalBytes()
    }

    private static func json(_ offer: Offer) -> JSONValue {
        var members: [JSONObject.Member] = [.init("kind", .string(offer.kind.rawValue)), .init("urgency", .string(offer.urgency))]
        if let reason = offer.reason { members.append(.init("reason", .string(reason))) }
        if !offer.needs.isEmpty { members.append(.init("needs", .array(offer.needs.map { .string($0) }))) }
        if let arrival = offer.arrival {
            members.append(
                .init(
                    "arrival",
                    .object([
                        "at": .integer(Int64(arrival.moment)), "offset": .integer(Int64(arrival.offset)), "flight": .string(arrival.flight),
                        "desk": .string(arrival.desk),
                        "description": .string(arrival.description),
                    ])))
        }
        return .object(JSONObject(members))
    }

    /// Reads a message of a partner.
    /// - Throws: ``ReferralContentError`` that names the member that is wrong.
    init(bytes: [UInt8], _ dictionary: DataDictionary) throws(ReferralContentError) {
        guard let json = try? JSONValue.parse(bytes, limits: JSONLimits(depth: 32, bytes: 1 << 20)), let object = json.object, object["format"]?.integer == 1,
            let name = object["event"]?.string
        else { throw ReferralContentError("format") }
        if name == "offer" {
            guard let value = object["offer"]?.object else { throw ReferralContentError("offer") }
            offer = try Self.offer(value, dictionary, &leftOut)
        } else {
            guard let event = ReferralEvent(rawValue: name), object["offer"] == nil else { throw ReferralContentError("event") }
            self.event = event
        }
        words = try Self.text(object, "words")
        refusal = try Self.code(object, "refusal", "referral-refusal", dictionary, &leftOut)
        outcome = try Self.code(object, "outcome", "action-result", dictionary, &leftOut)
        heard = Int(clamping: max(0, object["heard"]?.integer ?? 0))
        (isBeyondConsent, isTakenElsewhere) = (object["beyond"]?.bool == true, object["taken"]?.bool == true)
        if let value = object["part"] { part = try SharedPart(json: value, dictionary, leftOut: &leftOut) }
        if let value = object["reads"]?.object, let count = value["count"]?.integer, let last = value["last"]?.integer, count >= 0, last >= 0 {
            reads = Reads(
                count: Int(clamping: count), people: value["people"]?.integer.map { Int(clamping: max(0, $0)) },
                first: UInt64(max(0, value["first"]?.integer ?? 0)), last: UInt64(last))
        }
    }

    /// What nobody can act on without knowing it, the kind and the urgency, must be known here. Of everything else a code that this organisation's dictionary does not have
    /// is left out and counted: a partner with a newer dictionary must still be able to refer a case.
    private static func offer(_ object: JSONObject, _ dictionary: DataDictionary, _ leftOut: inout Int) throws(ReferralContentError) -> Offer {
        guard let kind = object["kind"]?.string.flatMap(ReferralKind.init(rawValue:)) else { throw ReferralContentError("offer.kind") }
        guard let urgency = object["urgency"]?.string, dictionary.vocabulary("referral-urgency")?.contains(urgency) == true else {
            throw ReferralContentError("offer.urgency")
        }
        var offer = Offer(kind: kind, urgency: urgency, reason: try code(object, "reason", "referral-reason", dictionary, &leftOut))
        let needs = object["needs"]?.array ?? []
        guard needs.count <= needsLimit else { throw ReferralContentError("offer.needs") }
        for value in needs {
            guard let need = value.string else { throw ReferralContentError("offer.needs") }
            if dictionary.vocabulary("service-type")?.contains(need) == true { offer.needs.append(need) } else { leftOut += 1 }
        }
        if let value = object["arrival"]?.object {
            guard let moment = value["at"]?.integer, moment >= 0, let offset = value["offset"]?.integer, (-840...840).contains(offset) else {
                throw ReferralContentError("offer.arrival")
            }
            offer.arrival = Arrival(
                moment: UInt64(moment), offset: Int(offset), flight: try text(value, "flight") ?? "", desk: try text(value, "desk") ?? "",
                description: try text(value, "description") ?? "")
        }
        guard (offer.arrival != nil) == (kind == .arrivalHandOver) else { throw ReferralContentError("offer.arrival") }
        return offer
    }

    private static func text(_ object: JSONObject, _ name: String) throws(ReferralContentError) -> String? {
        guard let value = object[name] else { return nil }
        guard let text = value.string, text.unicodeScalars.count <= wordsLimit else { throw ReferralContentError(name) }
        return text.isEmpty ? nil : text
    }

    /// - Returns: nil for none, which an empty text is as well, and for one that is left out.
    private static func code(
        _ object: JSONObject, _ name: String, _ list: String, _ dictionary: DataDictionary, _ leftOut: inout Int
    ) throws(ReferralContentError) -> String? {
        guard let value = object[name] else { return nil }
        guard let code = value.string else { throw ReferralContentError(name) }
        guard !code.isEmpty else { return nil }
        guard dictionary.vocabulary(list)?.contains(code) == true else {
            leftOut += 1
            return nil
        }
        return code
    }
}
