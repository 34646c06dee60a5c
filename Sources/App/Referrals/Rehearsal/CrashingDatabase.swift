import Storage
import Synchronization

/// The process was killed, as a rehearsal has it.
struct RehearsedCrash: Error {}

/// A database under which a rehearsal kills the process: after so many statements nothing is answered any more, in the middle of a transaction, after its last statement, or
/// when it was committed and the caller has not heard of it yet.
final class CrashingDatabase: Database {
    private struct State {
        /// Statements until the crash; nil for none.
        var remaining: Int?
        var isDead = false
    }

    private let base: any Database
    private let state = Mutex(State())
    /// Keeps what is on the disk at that moment.
    private let onCrash: @Sendable () throws -> Void

    init(_ base: any Database, onCrash: @escaping @Sendable () throws -> Void) {
        self.base = base
        self.onCrash = onCrash
    }

    var dialect: Dialect { base.dialect }

    /// - Parameter statements: nil to let the process live.
    func crash(after statements: Int?) { state.withLock { $0.remaining = statements } }

    func read<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try step()
        return try base.read { try body(CrashingConnection($0, step: step)) }
    }

    func write<Result>(_ body: (any Connection) throws -> Result) throws -> Result {
        try step()
        let result = try base.write { connection in
            let result = try body(CrashingConnection(connection, step: step))
            try step()
            return result
        }
        try step()
        return result
    }

    func purgeDeletedContent() throws { try base.purgeDeletedContent() }
    func sizeOnDisk() throws -> Int64 { try base.sizeOnDisk() }
    func close() throws { try base.close() }

    private func step() throws {
        try state.withLock { state in
            if state.isDead { throw RehearsedCrash() }
            guard let remaining = state.remaining else { return }
            guard remaining == 0 else {
                state.remaining = remaining - 1
                return
            }
            state.isDead = true
            try onCrash()
            throw RehearsedCrash()
        }
    }
}

private final class CrashingConnection: Connection {
    private let base: any Connection
    private let step: () throws -> Void

    init(_ base: any Connection, step: @escaping () throws -> Void) {
        self.base = base
        self.step = step
    }

    var dialect: Dialect { base.dialect }

    func execute(_ sql: String, _ arguments: [Value]) throws -> Int {
        try step()
        return try base.execute(sql, arguments)
    }

    func forEach(_ sql: String, _ arguments: [Value], _ body: (Row) throws -> Void) throws {
        try step()
        try base.forEach(sql, arguments, body)
    }
}
