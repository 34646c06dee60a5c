import Foundation
import Glibc

/// What a program said and how it ended.
struct ProgramResult: Sendable {
    /// The exit status, or nil if a signal ended the program.
    var status: Int32?
    var signal: Int32?
    var output: Data
    var errors: Data

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// A program that runs beside the test. Its output goes to files, so that it never waits for the test to read it.
final class ChildProcess {
    struct CannotStart: Error { var program: String, code: Int32 }

    let identifier: pid_t
    private let outputFile: URL
    private let errorFile: URL

    init(_ program: String, _ arguments: [String], environment: [String: String]) throws {
        let place = URL(filePath: NSTemporaryDirectory()).appending(path: "corridor-child-\(UUID().uuidString)")
        outputFile = place.appendingPathExtension("out")
        errorFile = place.appendingPathExtension("err")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputFile.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorFile.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var argumentPointers: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var environmentPointers: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for pointer in argumentPointers + environmentPointers { free(pointer) }
        }
        var started: pid_t = 0
        let code = posix_spawnp(&started, program, &actions, nil, &argumentPointers, &environmentPointers)
        guard code == 0 else { throw CannotStart(program: program, code: code) }
        identifier = started
    }

    /// Ends the program at once, as a power cut would.
    func kill() {
        Glibc.kill(identifier, SIGKILL)
    }

    /// Does something while the program stands still at whatever it was doing.
    func whilePaused<Result>(_ body: () throws -> Result) rethrows -> Result {
        Glibc.kill(identifier, SIGSTOP)
        defer { Glibc.kill(identifier, SIGCONT) }
        return try body()
    }

    /// Waits until the program has ended.
    func wait() -> ProgramResult {
        var state: Int32 = 0
        while waitpid(identifier, &state, 0) == -1 && errno == EINTR {}
        let signal = state & 0x7f
        defer {
            try? FileManager.default.removeItem(at: outputFile)
            try? FileManager.default.removeItem(at: errorFile)
        }
        return ProgramResult(
            status: signal == 0 ? (state >> 8) & 0xff : nil, signal: signal == 0 ? nil : signal,
            output: (try? Data(contentsOf: outputFile)) ?? Data(), errors: (try? Data(contentsOf: errorFile)) ?? Data())
    }
}
