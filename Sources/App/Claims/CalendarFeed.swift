import Crypto
import Dictionary

/// What is due as a calendar (RFC 5545) that any program can subscribe to. It names kinds of days only: no person, no case, no employer.
struct CalendarFeed {
    struct Event: Sendable, Hashable {
        /// What makes it the same event when it is fetched again; it is hashed before it leaves.
        var identity: String
        var day: CalendarDay
        var summary: String
        /// Days before it on which to be reminded.
        var alerts: [Int]
    }

    /// What the calendar is called.
    let name: String
    let events: [Event]
    /// Milliseconds since 1970.
    let now: UInt64
    /// Makes identifiers that say nothing about the records that they come from.
    let key: SymmetricKey

    /// The calendar as it is sent: lines of at most 75 bytes, each ended by CR and LF (RFC 5545, 3.1).
    func bytes() -> [UInt8] {
        var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Corridor//Claims//EN", "CALSCALE:GREGORIAN", "X-WR-CALNAME:" + Self.escaped(name)]
        // Asked for again every six hours: a day that a colleague enters should not wait until tomorrow.
        lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"]
        for event in events { lines += self.lines(event) }
        lines.append("END:VCALENDAR")
        return lines.flatMap(Self.folded)
    }

    private func lines(_ event: Event) -> [String] {
        var lines = [
            "BEGIN:VEVENT", "UID:" + identifier(event), "DTSTAMP:" + Self.moment(now), "DTSTART;VALUE=DATE:" + Self.date(event.day),
            "SUMMARY:" + Self.escaped(event.summary), "TRANSP:TRANSPARENT", "CLASS:PRIVATE",
        ]
        for days in event.alerts {
            lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:" + Self.escaped(event.summary), "TRIGGER:-P\(days)D", "END:VALARM"]
        }
        return lines + ["END:VEVENT"]
    }

    private func identifier(_ event: Event) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array("calendar\n\(event.identity)".utf8), using: key)
        return code.prefix(16).map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined() + "@corridor.invalid"
    }

    private static func date(_ day: CalendarDay) -> String { digits(day.year, 4) + digits(day.month, 2) + digits(day.day, 2) }

    private static func moment(_ milliseconds: UInt64) -> String {
        let seconds = Int(milliseconds / 1000)
        guard let day = CalendarDay(daysSinceEpoch: seconds / 86_400) else { return "19700101T000000Z" }
        let time = seconds % 86_400
        return date(day) + "T" + digits(time / 3600, 2) + digits(time / 60 % 60, 2) + digits(time % 60, 2) + "Z"
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }

    /// Text in the sense of RFC 5545, 3.3.11. What stands in no text, such as other control characters, is left out.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": result.append(contentsOf: ["\\", scalar])
            case "\n": result.append(contentsOf: ["\\", "n"])
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: continue
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// A content line in pieces of at most 75 bytes, the further ones after a space; never within a character's bytes.
    static func folded(_ line: String) -> [UInt8] {
        var result: [UInt8] = []
        var length = 0
        for scalar in line.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if length + bytes.count > 75 {
                result += Array("\r\n ".utf8)
                length = 1
            }
            result += bytes
            length += bytes.count
        }
        return result + Array("\r\n".utf8)
    }
}
