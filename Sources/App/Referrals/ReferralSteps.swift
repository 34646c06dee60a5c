import Dictionary
import Referral
import Storage
import Vault

/// The steps of referrals, each with the bytes that crossed, sealed with the key of the referral's record.
struct ReferralSteps {
    let node: Node
    let connection: any Connection

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    func count(of referral: String, side: ReferralSide? = nil) throws -> Int {
        let number =
            try connection.first(
                "SELECT count(*) FROM referral_step WHERE referral = ?" + (side == nil ? "" : " AND side = ?"),
                [.text(referral)] + (side.map { [.text($0.rawValue)] } ?? [])
            ) { $0.integer(0) } ?? 0
        return Int(number)
    }

    /// - Parameters:
    ///   - moment: when it was taken, by the clock of whoever took it.
    ///   - bytes: what crosses, or crossed.
    ///   - key: of the referral's record; nil for one that was sealed away, of which only the step itself is kept.
    func append(
        _ event: ReferralEvent?, by side: ReferralSide, to referral: String, bytes: [UInt8], isOvertaken: Bool, moment: UInt64, account: String, key: RecordKey?
    ) throws {
        let number = try count(of: referral) + 1
        let sealed = try key?.seal(bytes, for: context(referral, number)) ?? []
        try connection.execute(
            "INSERT INTO referral_step (referral, number, side, event, overtaken, at, heard, account, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                .text(referral), .integer(Int64(number)), .text(side.rawValue), .text(event?.rawValue ?? "offer"), .bool(isOvertaken), .integer(Int64(moment)),
                .integer(Int64(node.now())), .text(account), .blob(sealed),
            ])
    }

    /// In the order in which they were taken or heard here. Without their contents once the record's key is gone.
    func all(of referral: String) throws -> [ReferralStep] {
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        let key = try keyring.key(of: referral)
        return try connection.all(
            "SELECT number, side, event, overtaken, at, heard, account, sealed, held_back FROM referral_step WHERE referral = ? ORDER BY number", [.text(referral)]
        ) { row in
            let number = Int(row.integer(0))
            let content = try key.map { key in try ReferralContent(bytes: try key.open(row.blob(7), for: context(referral, number)), node.dictionary) }
            return ReferralStep(
                number: number, side: ReferralSide(rawValue: row.text(1)) ?? .sender, event: ReferralEvent(rawValue: row.text(2)),
                isOvertaken: row.integer(3) == 1, isHeldBack: row.integer(8) == 1, moment: UInt64(max(0, row.integer(4))), heard: UInt64(max(0, row.integer(5))), account: row.text(6),
                content: content)
        }
    }

    /// The bytes of one step as they crossed; nil if there is no such step or nobody can read it any more.
    func bytes(_ number: Int, of referral: String) throws -> [UInt8]? {
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        guard let key = try keyring.key(of: referral) else { return nil }
        let sealed = try connection.first(
            "SELECT sealed FROM referral_step WHERE referral = ? AND number = ?", [.text(referral), .integer(Int64(number))]
        ) { $0.blob(0) }
        return try sealed.map { try key.open($0, for: context(referral, number)) }
    }

    /// Notes that a step of ours was held back: the one with these bytes that was taken nearest to a moment.
    /// - Returns: who took it; nil if there is none such.
    func noteHeldBack(_ bytes: [UInt8], of row: ReferralRow, made moment: UInt64) throws -> String? {
        let waiting = try connection.all(
            "SELECT number, at, account FROM referral_step WHERE referral = ? AND side = ? AND held_back = 0", [.text(row.referral), .text(row.side.rawValue)]
        ) { (number: Int($0.integer(0)), at: UInt64(max(0, $0.integer(1))), account: $0.text(2)) }
        func distance(_ at: UInt64) -> UInt64 { at > moment ? at - moment : moment - at }
        for step in waiting.sorted(by: { (distance($0.at), $1.number) < (distance($1.at), $0.number) }) where try self.bytes(step.number, of: row.referral) == bytes {
            try connection.execute(
                "UPDATE referral_step SET held_back = 1 WHERE referral = ? AND number = ?", [.text(row.referral), .integer(Int64(step.number))])
            return step.account
        }
        return nil
    }

    private func context(_ referral: String, _ number: Int) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: referral, field: "referral.step", version: "\(number)")
    }

    // MARK: Who has seen what

    /// Notes that an account has looked at everything until now.
    func noteSeen(_ referral: String, by account: String) throws {
        let number = Int64(try count(of: referral))
        try connection.execute(
            """
            INSERT INTO referral_seen (referral, account, number, at) VALUES (?, ?, ?, ?)
            ON CONFLICT (referral, account) DO UPDATE SET number = excluded.number, at = excluded.at
            """, [.text(referral), .text(account), .integer(number), .integer(Int64(node.now()))])
    }

    /// Accounts with the last step that each has looked at, and when.
    func seen(_ referral: String) throws -> [(account: String, number: Int, moment: UInt64)] {
        try connection.all("SELECT account, number, at FROM referral_seen WHERE referral = ? ORDER BY at", [.text(referral)]) {
            ($0.text(0), Int($0.integer(1)), UInt64(max(0, $0.integer(2))))
        }
    }

    /// How many steps of the other side somebody here has looked at.
    func heard(_ row: ReferralRow) throws -> Int {
        let last =
            try connection.first("SELECT max(number) FROM referral_seen WHERE referral = ?", [.text(row.referral)]) { $0.isNull(0) ? 0 : $0.integer(0) } ?? 0
        return Int(
            try connection.first(
                "SELECT count(*) FROM referral_step WHERE referral = ? AND side = ? AND number <= ?",
                [.text(row.referral), .text(row.side.other.rawValue), .integer(last)]
            ) { $0.integer(0) } ?? 0)
    }
}
