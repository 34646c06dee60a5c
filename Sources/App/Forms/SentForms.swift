import Storage

/// Forms of pages that were sent, for a week: sending the same once more leads to where it led the first time, and saves nothing twice.
struct SentForms {
    /// A week, in milliseconds: longer than a page stays open in a browser that somebody comes back to.
    static let lifetime: Int64 = 7 * 86_400_000
    /// How long a sending may be under way, in milliseconds. Beyond it, whoever was at it has ended in the middle.
    static let patience: Int64 = 60_000

    enum Beginning: Sendable, Equatable {
        case first
        case underWay
        /// It was saved, and led to this address.
        case done(String)
    }

    let node: Node
    let connection: any Connection
    /// Who sends and sent them.
    let account: String

    private var organisation: Value { .integer(node.organisation.number) }

    /// Notes that a form is being saved, unless it was or is already.
    /// - Parameter mark: tells what was sent from other content of the same number.
    func begin(_ number: String, _ mark: String, now: UInt64) throws -> Beginning {
        let time = Int64(now)
        try connection.execute("DELETE FROM sent_form WHERE begun < ?", [.integer(time - Self.lifetime)])
        let before = try connection.first(
            "SELECT place, begun FROM sent_form WHERE number = ? AND mark = ? AND organisation = ? AND account = ?",
            [.text(number), .text(mark), organisation, .text(account)]
        ) { (place: $0.text(0), begun: $0.integer(1)) }
        if let before {
            if !before.place.isEmpty { return .done(before.place) }
            if before.begun > time - Self.patience { return .underWay }
            try abandon(number, mark)
        }
        try connection.execute(
            "INSERT INTO sent_form (number, mark, organisation, account, begun, place) VALUES (?, ?, ?, ?, ?, '')",
            [.text(number), .text(mark), organisation, .text(account), .integer(time)])
        return .first
    }

    func finish(_ number: String, _ mark: String, at place: String) throws {
        try connection.execute(
            "UPDATE sent_form SET place = ? WHERE number = ? AND mark = ? AND organisation = ? AND account = ?",
            [.text(place), .text(number), .text(mark), organisation, .text(account)])
    }

    func abandon(_ number: String, _ mark: String) throws {
        try connection.execute(
            "DELETE FROM sent_form WHERE number = ? AND mark = ? AND organisation = ? AND account = ?",
            [.text(number), .text(mark), organisation, .text(account)])
    }

    /// Notes in the transaction of what is saved that a form was sent, and where it led.
    func note(_ number: String, _ mark: String, at place: String, now: UInt64) throws {
        guard try begin(number, mark, now: now) == .first else { return }
        try finish(number, mark, at: place)
    }

    /// Whether a form was sent with this number, and not with this content.
    func wasOther(_ number: String, _ mark: String) throws -> Bool {
        let marks = try connection.all(
            "SELECT mark FROM sent_form WHERE number = ? AND organisation = ? AND account = ? AND place <> ''", [.text(number), organisation, .text(account)]
        ) { $0.text(0) }
        return !marks.isEmpty && !marks.contains(mark)
    }

    /// Where a form led when it was sent; nil if it was not, or by somebody else.
    func place(of number: String) throws -> String? {
        try connection.first(
            "SELECT place FROM sent_form WHERE number = ? AND organisation = ? AND account = ? AND place <> '' ORDER BY begun DESC LIMIT 1",
            [.text(number), organisation, .text(account)]
        ) { $0.text(0) }
    }
}

/// A form of a page while it is being saved.
struct FormBeingSent: Sendable {
    let number: String
    /// Tells what was sent from other content of the same number.
    let mark: String
    let account: String

    /// Notes in the transaction of what is saved that this is done, and where it leads, so that nothing can end between the two and save it again.
    func finish(at place: String, _ node: Node, _ connection: any Connection) throws {
        try SentForms(node: node, connection: connection, account: account).finish(number, mark, at: place)
    }
}
