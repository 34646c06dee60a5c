import Foundation

/// A short message in one language (RFC 5322), in a form that every mail server takes: all of it is ASCII.
struct MailMessage: Sendable {
    var from: String
    var to: String
    var subject: String
    var text: String
    /// Milliseconds since 1970.
    var date: UInt64
    /// A random word for the message's number.
    var number: String

    /// With lines that end in CR LF, and nothing yet doubled for the transport.
    var bytes: [UInt8] {
        let domain = from.split(separator: "@").last.map(String.init) ?? "localhost"
        let header = [
            "From: <\(from)>", "To: <\(to)>", "Subject: \(Self.encodedWords(subject))", "Date: \(Self.text(date))", "Message-ID: <\(number)@\(domain)>",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
            // Nobody answers this mail, and no machine should (RFC 3834).
            "Auto-Submitted: auto-generated",
        ]
        return Array((header.joined(separator: "\r\n") + "\r\n\r\n" + Self.lines(Data(text.utf8).base64EncodedString(), of: 76) + "\r\n").utf8)
    }

    /// RFC 2047: words of at most 75 letters, each a whole number of characters.
    static func encodedWords(_ text: String) -> String {
        var words: [String] = []
        var piece: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if piece.count + next.count > 42 {
                words.append(Data(piece).base64EncodedString())
                piece = []
            }
            piece += next
        }
        if !piece.isEmpty { words.append(Data(piece).base64EncodedString()) }
        return words.map { "=?utf-8?B?\($0)?=" }.joined(separator: "\r\n ")
    }

    private static func lines(_ text: String, of length: Int) -> String {
        let letters = Array(text.utf8)
        return stride(from: 0, to: letters.count, by: length).map { String(decoding: letters[$0..<min($0 + length, letters.count)], as: UTF8.self) }.joined(
            separator: "\r\n")
    }

    /// RFC 5322, in UTC: `Wed, 25 Nov 2026 18:00:00 +0000`.
    static func text(_ milliseconds: UInt64) -> String {
        let style = Date.VerbatimFormatStyle(
            format:
                "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .extended(minimumLength: 4)) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) +0000",
            locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
        return style.format(Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }
}
