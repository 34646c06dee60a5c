import Dictionary
import Journal
import Referral
import Storage
import Vault

/// One-time links, by which a partner without an account or a server takes part in a referral. The link goes by message; the code is told by telephone: neither opens
/// anything without the other.
struct ReferralLinks: Sendable {
    /// How long a new link waits to be opened, and how long it stays open, in milliseconds.
    static let life: UInt64 = 72 * 3_600_000
    static let sessionLife: UInt64 = 12 * 3_600_000
    /// After so many wrong codes the link is dead: with eight digits a guesser finds one in ten million links.
    static let failureLimit = 10
    /// Digits of a code.
    static let codeLength = 8
    /// Steps that can be taken by one link, and bytes of files that can be added: whoever has it must not be able to fill the disk.
    static let actLimit = 200
    static let uploadLimit = 64 << 20

    let node: Node

    /// What is told to the partner. Neither is kept: only what recognises them.
    struct Told: Sendable, Hashable {
        var token: String
        /// Eight digits.
        var code: String
    }

    /// What an attempt to open came to.
    enum Opening: Sendable, Hashable {
        /// The key of this visit.
        case opened(String)
        case wrongCode
        /// It never was, has ended, was used in another browser, or was tried too often: the answer is the same.
        case gone
    }

    /// Eight random digits, drawn anew where there are so few different ones that the vault does not take them as a secret (one draw of 140).
    private static func newCode() -> String {
        var generator = SystemRandomNumberGenerator()
        while true {
            let digits = (0..<codeLength).map { _ in Int.random(in: 0...9, using: &generator) }
            if Set(digits).count > 3 { return digits.map(String.init).joined() }
        }
    }

    /// Makes a link; an earlier one of the same referral is dead from then on.
    func make(for referral: String) throws -> Told {
        let told = Told(token: RandomToken.make(), code: Self.newCode())
        let hash = try PassphraseHash(told.code, minimumLength: Self.codeLength).encoded
        try node.database.write { connection in
            try connection.execute("DELETE FROM referral_link WHERE referral = ?", [.text(referral)])
            try connection.execute(
                "INSERT INTO referral_link (link, referral, organisation, passphrase, expires, failures, session, opened) VALUES (?, ?, ?, ?, ?, 0, '', 0)",
                [
                    .text(Self.digest(told.token)), .text(referral), .integer(node.organisation.number), .text(hash),
                    .integer(Int64(node.now() + Self.life)),
                ])
        }
        return told
    }

    /// Whether a link is there at all and not at its end.
    /// - Parameter isOpen: whether somebody must have opened it.
    static func organisation(ofToken token: String, isOpen: Bool = false, now: UInt64, _ connection: any Connection) throws -> Int64? {
        try connection.first(
            "SELECT organisation FROM referral_link WHERE link = ? AND expires > ? AND failures < ?" + (isOpen ? " AND opened > 0" : ""),
            [.text(digest(token)), .integer(Int64(now)), .integer(Int64(failureLimit))]
        ) { $0.integer(0) }
    }

    /// The digits of what was typed, in whichever script.
    static func digits(_ code: String) -> String {
        String(code.unicodeScalars.compactMap { $0.properties.numericType == .decimal ? $0.properties.numericValue.map { Character("\(Int($0))") } : nil })
    }

    /// Tries a code. The first that is right opens the link for that browser, and for no other.
    func open(_ token: String, code: String) throws -> Opening {
        let link = Self.digest(token)
        // A try is counted before the code is looked at: guesses made at the same moment must not all be free.
        let hash = try node.database.write { connection -> String? in
            let counted = try connection.execute(
                "UPDATE referral_link SET failures = failures + 1 WHERE link = ? AND organisation = ? AND expires > ? AND failures < ? AND opened = 0",
                [.text(link), .integer(node.organisation.number), .integer(Int64(node.now())), .integer(Int64(Self.failureLimit))])
            guard counted == 1 else { return nil }
            return try connection.first("SELECT passphrase FROM referral_link WHERE link = ?", [.text(link)]) { $0.text(0) }
        }
        guard let hash else { return .gone }
        // The comparison of hashes takes the same time wherever they differ (libargon2).
        guard try PassphraseHash(encoded: hash).verify(Self.digits(code)) else { return .wrongCode }
        let key = RandomToken.make()
        let changed = try node.database.write { connection in
            try connection.execute(
                "UPDATE referral_link SET session = ?, opened = ?, expires = ?, failures = failures - 1 WHERE link = ? AND opened = 0",
                [.text(Self.digest(key)), .integer(Int64(node.now())), .integer(Int64(node.now() + Self.sessionLife)), .text(link)])
        }
        return changed == 1 ? .opened(key) : .gone
    }

    /// The referral of a link that was opened with this key; nil if it is not, or not any more.
    func referral(_ token: String, key: String, _ connection: any Connection) throws -> String? {
        guard !key.isEmpty else { return nil }
        return try connection.first(
            "SELECT referral FROM referral_link WHERE link = ? AND session = ? AND organisation = ? AND expires > ?",
            [.text(Self.digest(token)), .text(Self.digest(key)), .integer(node.organisation.number), .integer(Int64(node.now()))]
        ) { $0.text(0) }
    }

    /// A file that the sender has shared, named by its SHA-256. That it was read is in the journal.
    /// - Returns: nil if the link does not open it, or not any more.
    func file(_ fingerprint: String, _ token: String, key: String) throws -> (reference: FileReference, pieces: PieceSource)? {
        let found = try node.change(by: Self.author) { transaction -> (reference: FileReference, record: String)? in
            let connection = transaction.connection
            guard let referral = try referral(token, key: key, connection), let row = try ReferralRows(node, connection).find(referral), row.state != .withdrawn
            else { return nil }
            let steps = try ReferralSteps(node, connection).all(of: referral)
            guard try Self.isCovered(row, steps, node, connection) else { return nil }
            let keeping = SharedPartKeeping(ledger: ReferralLedger(node, transaction))
            for item in steps.filter({ $0.side == .sender && !$0.isOvertaken }).flatMap({ $0.content?.part.items ?? [] }) {
                guard let reference = ReferralFiles.references(item).first(where: { $0.sha256 == fingerprint }),
                    let record = try keeping.origin(item.shared, referral)?.record
                else { continue }
                try transaction.logReading(of: record, kind: item.kind, ground: "link")
                return (reference, record)
            }
            return nil
        }
        guard let found else { return nil }
        return (found.reference, PieceSource(try DocumentReading(DocumentStore(node: node), found.reference, record: found.record)))
    }

    /// What the partner does by the link, in the words of a message that never crosses.
    func act(_ content: ReferralContent, _ files: [ExchangeMessage.Attachment], on referral: String) throws {
        try node.change(by: Self.author) { transaction in
            let ledger = ReferralLedger(node, transaction)
            guard let row = try ledger.rows.find(referral), row.direction == .outgoing, let event = content.event else { throw WebError.notFound }
            guard row.rules.permits(event, by: .receiver, in: row.state) else { throw ReferralError(.notNow) }
            let bytes = files.reduce(0) { $0 + $1.bytes.count }
            let counted = try transaction.connection.execute(
                "UPDATE referral_link SET acts = acts + 1, uploaded = uploaded + ? WHERE referral = ? AND acts < ? AND uploaded + ? <= ?",
                [.integer(Int64(bytes)), .text(referral), .integer(Int64(Self.actLimit)), .integer(Int64(bytes)), .integer(Int64(Self.uploadLimit))])
            guard counted > 0 else { throw ReferralError(.linkFull) }
            let after = try ledger.apply(content, bytes: content.canonicalBytes, by: .receiver, to: row, moment: node.now(), account: "").row
            try ReferralReceiver.follow(content, after, files, ledger)
        }
    }

    /// Whether what the link shows may still be shown: a consent that was taken back, or an agreement that came to its end, ends a link as well. What a second person
    /// let go beyond consent stays as long as the agreement lets it: against that nobody can let anything go.
    static func isCovered(_ row: ReferralRow, _ steps: [ReferralStep], _ node: Node, _ connection: any Connection) throws -> Bool {
        let gate = SharingGate(node: node, connection: connection)
        return try steps.filter { $0.side == .sender && !$0.isOvertaken }.compactMap(\.content).allSatisfy { try gate.obstacles(to: $0, on: row).isEmpty }
    }

    /// The author of what a partner does by a link.
    static let author = "link"

    private static func digest(_ token: String) -> String { DocumentStore.digest(of: Array(token.utf8)) }
}
