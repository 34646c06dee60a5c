import Dictionary
import Formats

/// The copy of a file that may leave the organisation: without place, time and device that a camera writes into pictures. The original keeps them, as evidence.
struct SharedCopy: Sendable {
    /// O(bytes), with the whole file in memory.
    /// - Returns: nil if the file is damaged, so that nobody can say what is in it. Kinds that are not ``MediaKind/isCleanable`` are given as they are.
    static func make(_ reference: FileReference, record: String, store: DocumentStore) throws -> [UInt8]? {
        let bytes = try store.bytes(of: reference, record: record)
        guard let kind = MediaKind(rawValue: reference.type), kind.isCleanable else { return bytes }
        return try? MediaCleaning.clean(bytes, kind)
    }
}
