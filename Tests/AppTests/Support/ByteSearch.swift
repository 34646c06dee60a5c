import Foundation
import Glibc

/// Looks for texts in bytes, in the forms in which a program could have written them: UTF-8, UTF-16 of both orders, hexadecimal, base64.
struct ByteSearch {
    private let needles: [(text: String, form: String, bytes: [UInt8])]

    init(_ texts: [String]) {
        needles = texts.flatMap { text in Self.forms(of: Array(text.utf8), text: text).map { (text, $0.0, $0.1) } }
    }

    /// Bytes that are no text, such as a key.
    init(bytes: [(name: String, bytes: [UInt8])]) {
        needles = bytes.flatMap { item in Self.binaryForms(of: item.bytes).map { (item.name, $0.0, $0.1) } }
    }

    private typealias Search = @convention(c) (UnsafeRawPointer, Int, UnsafeRawPointer, Int) -> UnsafeRawPointer?

    /// The C library's own search, which its header hides from Swift.
    private static let search: Search = {
        guard let symbol = dlsym(nil, "memmem") else { fatalError("the C library has no memmem") }
        return unsafeBitCast(symbol, to: Search.self)
    }()

    /// Which of the texts are in the data, each with its form.
    func found(in data: Data) -> [String] {
        data.withUnsafeBytes { hay in
            needles.compactMap { needle in
                guard let start = hay.baseAddress, Self.search(start, hay.count, needle.bytes, needle.bytes.count) != nil else { return nil }
                return "\(needle.text) as \(needle.form)"
            }
        }
    }

    /// What is found in the files of a folder and below, hidden ones too.
    func found(inFilesOf folder: URL) throws -> [String] {
        // The files are copied by another program: whoever closes a file of an SQLite database that is open in the same process takes away its locks.
        let copy = try World.makeFolder()
        defer { try? FileManager.default.removeItem(at: copy) }
        _ = try ChildProcess("/bin/cp", ["-r", folder.path + "/.", copy.path], environment: [:]).wait()
        return try Self.files(of: copy).flatMap { file in
            let bytes = try Data(contentsOf: file)
            return found(in: bytes).map { "\(file.lastPathComponent): \($0)" } + found(in: Data(file.lastPathComponent.utf8)).map { "a file's name: \($0)" }
        }
    }

    static func files(of folder: URL) throws -> [URL] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return paths.map { folder.appending(path: $0) }.filter { file in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    private static func forms(of utf8: [UInt8], text: String) -> [(String, [UInt8])] {
        let little = text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
        return [("UTF-16LE", little), ("UTF-16BE", big)] + binaryForms(of: utf8)
    }

    private static func binaryForms(of bytes: [UInt8]) -> [(String, [UInt8])] {
        let digits = Array("0123456789abcdef".utf8)
        let hexadecimal = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        let upper = Array(String(decoding: hexadecimal, as: UTF8.self).uppercased().utf8)
        let base64 = (0..<3).map { offset -> (String, [UInt8]) in
            let encoded = Array(Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedData())
            // Characters that also depend on the neighbouring bytes are left out at both ends.
            let first = (offset * 8 + 5) / 6
            let end = (offset + bytes.count) * 8 / 6
            return ("base64", Array(encoded[first..<end]))
        }
        return [("plain bytes", bytes), ("hexadecimal", hexadecimal), ("hexadecimal", upper)] + base64
    }
}
