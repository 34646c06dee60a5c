import Foundation

/// What went wrong in the vault, as a sentence for the person who has to mend it.
///
/// A message names what was opened and how to go on. It never holds a key, a passphrase, a share or a plaintext, so it may be shown and logged.
public struct VaultError: Error, Sendable, Equatable {
    /// The sort of failure, for code that has to tell them apart.
    public enum Kind: String, Sendable {
        /// The key is not the one that sealed this (or the sealed bytes were moved or altered; authenticated encryption cannot tell which).
        case cannotOpen
        /// The passphrase does not open this lock.
        case wrongPassphrase
        /// The passphrase cannot be used: too short, empty, or with characters that cannot be typed again reliably.
        case unsuitablePassphrase
        /// The bytes or the text are not what they should be: a bad checksum, a wrong length, an unknown character.
        case damaged
        /// The end is missing.
        case truncated
        /// There is something behind the end.
        case extended
        /// A part is not in its place, or is there twice.
        case reordered
        /// Made by a newer version of the program, or by another program.
        case unknownFormat
        /// The parameters of a file ask for more memory or time than is allowed.
        case tooCostly
        /// Shares that do not recover a key: too few, of different sets, or the same one twice.
        case unsuitableShares
        /// A key of this generation is not here.
        case missingKey
        /// A statement about keys that does not hold: a wrong signature, a wrong order.
        case invalidStatement
        /// The caller asked for something impossible, such as a threshold above the number of holders.
        case invalidRequest
        /// The system failed: no memory, no random numbers.
        case systemFailure
    }

    /// The sort of failure.
    public let kind: Kind
    /// One or two sentences for a person: what, where, how to mend it.
    public let message: String

    /// An error of this sort with a sentence for the person who has to mend it.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension VaultError: CustomStringConvertible, LocalizedError {
    /// The sentence.
    public var description: String { message }
    /// The sentence.
    public var errorDescription: String? { message }
}
