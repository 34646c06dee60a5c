import Foundation
import Testing

@testable import Matching

@Suite struct OutputFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-output-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    @Test func whatIsReadIsNotWritten() throws {
        let (input, link, hard) = (folder.appending(path: "a.csv"), folder.appending(path: "link.csv"), folder.appending(path: "hard.csv"))
        try Data("id,name\n".utf8).write(to: input)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: input)
        try FileManager.default.linkItem(at: input, to: hard)
        for output in [input, link, hard, URL(filePath: folder.path + "/./a.csv")] {
            #expect { try OutputFile.check(output, inputs: [folder.appending(path: "none.csv"), input]) } throws: {
                ($0 as? OutputFileError)?.reason == .isInput && "\($0)".contains("would be lost")
            }
        }
        try OutputFile.check(folder.appending(path: "b.csv"), inputs: [input])
        try OutputFile.check(URL(filePath: "/dev/null"), inputs: [URL(filePath: "/dev/null")])
    }

    @Test func whatCannotBeWrittenIsToldInWords() throws {
        let missing = folder.appending(path: "nope").path
        let lost = URL(filePath: missing + "/x.csv")
        #expect(throws: OutputFileError(file: lost.path, reason: .noFolder(missing))) { try OutputFile.write([1], to: lost) }
        #expect(throws: OutputFileError(file: folder.path, reason: .isFolder)) { try OutputFile.check(folder, inputs: []) }
        #expect("\(OutputFileError(file: lost.path, reason: .noFolder(missing)))".contains("there is no folder \(missing)"))
    }

    @Test func aFileIsReplacedWholeAndStaysAsPrivateAsItWas() throws {
        let file = folder.appending(path: "kept.csv")
        try Data("before".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        #expect(throws: OutputFileError.self) {
            try OutputFile.write(to: file) { handle in
                try handle.write(contentsOf: Data("half".utf8))
                throw CocoaError(.fileWriteOutOfSpace)
            }
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == "before")
        try OutputFile.write("after".utf8, to: file)
        #expect(try String(contentsOf: file, encoding: .utf8) == "after")
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["kept.csv"])
    }
}
