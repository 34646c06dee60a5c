import Entitlements
import Foundation

/// A folder in which somebody corrects books of law: files named as those that come with the program, such as `QA-private.yaml`, and `rules.yaml` with translations.
public enum LawFolder {
    /// Reads a folder, and puts its books in the place of those that come with the program.
    /// - Returns: what was taken, and what was refused with file, line and remedy; of what was refused, the program's own stays.
    /// - Throws: ``AppError`` if the folder cannot be read or holds no such file.
    @discardableResult
    public static func use(_ folder: URL) throws -> LawCorrections {
        let corrections = try read(folder)
        LawLibrary.use(corrections)
        return corrections
    }

    /// - Throws: ``AppError`` if the folder cannot be read or holds no such file.
    public static func read(_ folder: URL) throws -> LawCorrections {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw AppError("The folder of law \(folder.path) cannot be read. Check its name and permissions.", isWrongUse: true)
        }
        let wanted = names.filter { $0.hasSuffix(".yaml") }.sorted()
        guard !wanted.isEmpty else {
            throw AppError("The folder of law \(folder.path) holds no file such as QA-private.yaml. Copy one there and correct it, or leave the setting out.", isWrongUse: true)
        }
        return LawCorrections(
            try wanted.map { name in
                let file = folder.appending(path: name)
                return (file.path, [UInt8](try ReadableFile.read(file, as: "file of law")))
            })
    }
}
