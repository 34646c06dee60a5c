import Crypto
import Foundation

/// The SHA-256 digest of a file, or of a folder's files with their names, in hexadecimal.
enum FileDigest {
    static func of(_ file: URL) throws -> String {
        var hash = SHA256()
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else {
            throw AppError("There is no file \(file.path).")
        }
        if isFolder.boolValue {
            let names = try FileManager.default.contentsOfDirectory(atPath: file.path).sorted()
            for name in names {
                hash.update(data: Data("\(name)\0".utf8))
                try add(file.appending(path: name), to: &hash)
            }
        } else {
            try add(file, to: &hash)
        }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func add(_ file: URL, to hash: inout SHA256) throws {
        guard let handle = try? FileHandle(forReadingFrom: file) else {
            throw AppError("The file \(file.path) cannot be read. Check its permissions.")
        }
        defer { try? handle.close() }
        while let piece = try? handle.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
    }
}
