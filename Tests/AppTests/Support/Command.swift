import Formats
import Foundation
import Storage
import Testing

/// The `corridor` program that was built beside the tests, or the one that `CORRIDOR_BINARY` names.
enum Command {
    static let program: String = {
        if let named = ProcessInfo.processInfo.environment["CORRIDOR_BINARY"], !named.isEmpty { return named }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "corridor").path
    }()
}

extension World {
    /// What the program finds in its environment: no home but one in the test's folder, and the key file.
    var environment: [String: String] {
        let home = file("home").path
        return ["HOME": home, "XDG_CONFIG_HOME": home + "/.config", "CORRIDOR_KEY_FILE": keyFile.path, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
    }

    /// Runs a subcommand on this node: `run("show", record, "--json")` is `corridor show RECORD --json --data …`.
    @discardableResult
    func run(_ arguments: String..., environment extra: [String: String] = [:]) throws -> ProgramResult {
        try start(arguments, environment: extra).wait()
    }

    func start(_ arguments: [String], environment extra: [String: String] = [:]) throws -> ChildProcess {
        try ChildProcess(Command.program, arguments + ["--data", data.path], environment: environment.merging(extra) { $1 })
    }

    /// Runs the program without naming the node.
    func runBare(_ arguments: String..., environment extra: [String: String] = [:]) throws -> ProgramResult {
        try ChildProcess(Command.program, arguments, environment: environment.merging(extra) { $1 }).wait()
    }
}

extension ProgramResult {
    /// The one JSON object on standard output.
    func json(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONObject {
        let value = try JSONValue.parse([UInt8](output))
        return try #require(value.object, "standard output holds no JSON object: \(text)", sourceLocation: sourceLocation)
    }

    @discardableResult
    func succeeded(sourceLocation: SourceLocation = #_sourceLocation) -> ProgramResult {
        #expect(status == 0, "the program failed: \(errorText)", sourceLocation: sourceLocation)
        return self
    }

    /// The work failed: status 1, a sentence on standard error that has all these words, nothing that looks like a crash.
    @discardableResult
    func failed(_ words: String..., status expected: Int32 = 1, sourceLocation: SourceLocation = #_sourceLocation) -> ProgramResult {
        #expect(
            status == expected, "status \(status.map(String.init) ?? "none"), signal \(signal.map(String.init) ?? "none"): \(errorText)",
            sourceLocation: sourceLocation)
        for word in words {
            #expect(errorText.lowercased().contains(word.lowercased()), "«\(word)» is missing in: \(errorText)", sourceLocation: sourceLocation)
        }
        #expect(!errorText.contains("Fatal error") && !errorText.contains("Error("), "not a sentence: \(errorText)", sourceLocation: sourceLocation)
        return self
    }
}
