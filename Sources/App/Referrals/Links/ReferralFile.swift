import Formats
import Referral

/// A referral as a file for programs: what crossed, with who refers, to whom, and the code to name it by in an answer. In the exchange the envelope says these.
enum ReferralFile {
    /// - Parameter content: the offer as it crosses.
    static func bytes(of content: [UInt8], _ row: ReferralRow, _ organisation: Organisation) throws -> [UInt8] {
        guard var object = try JSONValue.parse(content).object else { throw ReferralContentError("format") }
        let us = JSONValue.object([
            "name": .string(organisation.name), "country": .string(organisation.country), "identifier": .string(organisation.identifier),
        ])
        let them = JSONValue.object(["name": .string(row.partnerName), "identifier": .string(row.partner)])
        let isOutgoing = row.direction == .outgoing
        (object["from"], object["to"]) = (isOutgoing ? us : them, isOutgoing ? them : us)
        object["code"] = .string(ReferralForm.grouped(row.referral))
        object["sent"] = .integer(Int64(row.offered))
        return JSONValue.object(object).canonicalBytes()
    }

    /// Reads one: also the bare content, as older programs write it.
    /// - Throws: ``ReferralContentError`` for anything else.
    static func read(_ bytes: [UInt8], _ content: ReferralContent) throws(ReferralContentError) -> ReferralFormReading.Reading {
        guard content.offer != nil else { throw ReferralContentError("offer") }
        let json = try? JSONValue.parse(bytes, limits: JSONLimits(depth: 32, bytes: 1 << 20))
        func text(_ side: String, _ member: String) -> String {
            String(String.UnicodeScalarView((json?[side]?[member]?.string ?? "").unicodeScalars.prefix(200)))
        }
        return ReferralFormReading.Reading(
            content: content, from: text("from", "name"), to: text("to", "name"), toIdentifier: text("to", "identifier"),
            replyCode: json?["code"]?.string.flatMap(ReferralForm.code) ?? "")
    }
}
