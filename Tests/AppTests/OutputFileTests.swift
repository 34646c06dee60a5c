import Foundation
import Testing

@testable import App

@Suite("Files that appear when they are complete")
struct OutputFileTests {
    @Test("A file in use is not replaced, whatever links lead to it", arguments: ["itself", "symbolic", "hard", "folder"])
    func kept(_ way: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-output-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let used = folder.appending(path: "used")
        try Data("in use".utf8).write(to: used)
        var target = folder.appending(path: "other")
        switch way {
        case "symbolic": try FileManager.default.createSymbolicLink(at: target, withDestinationURL: used)
        case "hard": try FileManager.default.linkItem(at: used, to: target)
        case "folder":
            try FileManager.default.createSymbolicLink(at: target, withDestinationURL: folder)
            target = target.appending(path: "used")
        default: target = used
        }
        #expect(throws: AppError.self) { try OutputFile(target, keeping: [used]) }
        #expect(try Data(contentsOf: used) == Data("in use".utf8))
        let free = try OutputFile(folder.appending(path: "free"), keeping: [used])
        try free.write("x".utf8)
        try free.finish()
        #expect(try Data(contentsOf: folder.appending(path: "free")) == Data("x".utf8))
    }
}
