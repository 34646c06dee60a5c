/// Why the database could not do what was asked, in a sentence that says what to do about it.
///
/// Statements' arguments are never part of the description: they can hold what people said.
public struct StorageError: Error, Sendable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        case cannotOpen
        case busy
        case diskFull
        case readOnly
        case corrupt
        case newerVersion
        case constraint
        case connectionLost
        /// The connection broke while a change was being made final, so that it may have been saved or not.
        case outcomeUnknown
        case misuse
        case other
    }

    public var kind: Kind
    public var description: String

    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    /// Whether the same transaction may succeed when it is tried again.
    public var isRetryable: Bool {
        kind == .busy || kind == .connectionLost
    }
}

extension StorageError {
    /// Says of an error of ``Database/purgeDeletedContent()`` what it means: the deletion itself has been saved before.
    static func explainingPurge(_ body: () throws -> Void, explain: (any Error) -> any Error = { $0 }) throws {
        do {
            try body()
        } catch {
            guard let error = explain(error) as? StorageError else { throw error }
            throw StorageError(
                error.kind,
                """
                What was deleted is deleted, but the place where it was could not be overwritten yet (\(error.description)) \
                Mend that, with as much free disk as the database takes, and run: corridor keys rotate --key wrapping --data DIR
                """)
        }
    }

    /// What a transaction ends with when a statement in it failed and it went on nevertheless.
    static let afterFailure = StorageError(.misuse, "A statement failed earlier in this transaction, so nothing of it was saved.")
}
