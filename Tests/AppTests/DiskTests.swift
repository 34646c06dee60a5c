import Formats
import Foundation
import Testing

@testable import App

/// A small disk of its own, where the system permits one to be mounted.
private final class SmallDisk {
    let folder: URL

    static let isPermitted: Bool = {
        guard let disk = try? SmallDisk(megabytes: 1) else { return false }
        return (try? Data([1]).write(to: disk.folder.appending(path: "x"))) != nil
    }()

    struct NotPermitted: Error {}

    init(megabytes: Int) throws {
        folder = try World.makeFolder()
        guard try Self.mount(["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder.path]) else { throw NotPermitted() }
    }

    func change(_ option: String) throws -> Bool {
        try Self.mount(["-o", "remount,\(option)", folder.path])
    }

    private static func mount(_ arguments: [String]) throws -> Bool {
        try ChildProcess("/bin/mount", arguments, environment: ["PATH": "/usr/bin:/bin"]).wait().status == 0
    }

    deinit {
        _ = try? ChildProcess("/bin/umount", ["-l", folder.path], environment: [:]).wait()
        try? FileManager.default.removeItem(at: folder)
    }
}

@Suite("Disks that are full or cannot be written")
struct DiskTests {
    private func total(_ world: World) throws -> Int64 {
        try #require(try world.run("cases", "--limit", "0", "--json").succeeded().json()["total"]?.integer)
    }

    @Test(
        "a full disk: a sentence, nothing lost, and the import goes on when there is room", .enabled(if: SmallDisk.isPermitted, "no disk may be mounted here"))
    func full() throws {
        let disk = try SmallDisk(megabytes: 8)
        let outside = try World.makeFolder()
        defer { try? FileManager.default.removeItem(at: outside) }
        let world = try World(in: disk.folder.appending(path: "node"))
        try Data(Intake.csv(rows: 1...2500).utf8).write(to: outside.appending(path: "register.csv"))
        try Data(Intake.mapping.utf8).write(to: outside.appending(path: "intake.yaml"))
        let command = ["import", outside.appending(path: "register.csv").path, "--mapping", outside.appending(path: "intake.yaml").path, "--json"]
        try world.start(command, environment: [:]).wait().failed("disk is full", "make room")
        // Nothing else that writes does harm either.
        let backup = disk.folder.appending(path: "backup.corridor")
        try world.run("backup", "--output", backup.path).failed()
        #expect(!FileManager.default.fileExists(atPath: backup.path))
        try world.run("export", "--format", "jsonl", "--output", disk.folder.appending(path: "all.jsonl").path).failed()

        #expect(try disk.change("size=200m"))
        let landed = try total(world)
        #expect(landed > 0 && landed < 2500)
        #expect(try world.run("verify", "--json").succeeded().json()["firstFault"] == .null)
        let outcome = try world.start(command, environment: [:]).wait().succeeded().json()
        #expect(outcome["unchanged"]?.integer == landed)
        #expect(outcome["imported"]?.integer == 2500 - landed)
        #expect(try total(world) == 2500)
        #expect(try world.run("verify", "--json").succeeded().json()["firstFault"] == .null)
        try world.run("backup", "--output", backup.path).succeeded()
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: disk.folder.path).filter { $0.hasSuffix(".partial") }
        #expect(leftovers == [])
    }

    @Test("a disk that cannot be written: a sentence, and nothing changes", .enabled(if: SmallDisk.isPermitted, "no disk may be mounted here"))
    func readOnlyDisk() throws {
        let disk = try SmallDisk(megabytes: 60)
        let outside = try World.makeFolder()
        defer { try? FileManager.default.removeItem(at: outside) }
        let world = try World(in: disk.folder.appending(path: "node"))
        try Data(Intake.csv(rows: 1...30).utf8).write(to: outside.appending(path: "register.csv"))
        try Data(Intake.csv(rows: 31...60).utf8).write(to: outside.appending(path: "more.csv"))
        try Data(Intake.mapping.utf8).write(to: outside.appending(path: "intake.yaml"))
        let mapping = ["--mapping", outside.appending(path: "intake.yaml").path]
        try world.start(["import", outside.appending(path: "register.csv").path] + mapping, environment: [:]).wait().succeeded()
        try world.node.close()
        #expect(try disk.change("ro"))
        try world.start(["import", outside.appending(path: "more.csv").path] + mapping, environment: [:]).wait().failed("read-only")
        try world.run("backup", "--output", disk.folder.appending(path: "b.corridor").path).failed("cannot be")
        try world.run("rebuild").failed()
        #expect(try disk.change("rw"))
        #expect(try total(world) == 30)
        #expect(try world.run("verify", "--json").succeeded().json()["firstFault"] == .null)
    }

    @Test("files may not grow: a sentence, and nothing lost")
    func limitedFiles() throws {
        // The limit of a process on the size of files works everywhere, as a full disk would, though the system says it in other words.
        let world = try World()
        try world.writeIntake(rows: 1...1500)
        let command = "trap '' XFSZ; ulimit -f 1500; exec \"$0\" \"$@\""
        let result = try ChildProcess(
            "/bin/sh",
            [
                "-c", command, Command.program, "import", world.file("register.csv").path, "--mapping", world.file("intake.yaml").path, "--data",
                world.data.path,
            ],
            environment: world.environment
        ).wait()
        result.failed("disk")
        #expect(try world.verify().faults.isEmpty)
        try world.importIntake().succeeded()
        #expect(try total(world) == 1500)
        #expect(try world.verify().faults.isEmpty)
    }

    @Test("a user who may read but not write gets a sentence", .enabled(if: getuid() == 0, "only root can run a program as another user"))
    func otherUser() throws {
        let world = try World()
        _ = try world.saveCase()
        try world.node.close()
        let before = try Data(contentsOf: world.data.appending(path: "corridor.sqlite"))
        _ = try ChildProcess("/bin/chmod", ["-R", "a+rX,go-w", world.folder.path], environment: [:]).wait()
        // The program itself may lie where others cannot reach.
        let program = world.file("corridor")
        // Copied by another process: a child that a parallel test starts would inherit our open file, and a program that is open for writing cannot be run.
        _ = try ChildProcess("/bin/cp", [Command.program, program.path], environment: [:]).wait()
        try world.writeIntake(rows: 1...3)
        _ = try ChildProcess("/bin/chmod", ["-R", "a+rX", world.folder.path], environment: [:]).wait()
        let asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", program.path]
        let reached = try ChildProcess("/usr/bin/setpriv", asNobody + ["--help"], environment: world.environment).wait()
        try #require(reached.status == 0, "the program cannot be run as another user: \(reached.errorText)")
        for arguments in [
            ["import", world.file("register.csv").path, "--mapping", world.file("intake.yaml").path], ["rebuild"], ["undo", "1", "--reason", "x"],
        ] {
            let result = try ChildProcess("/usr/bin/setpriv", asNobody + arguments + ["--data", world.data.path], environment: world.environment).wait()
            result.failed("permissions")
        }
        try world.reopen()
        #expect(try world.verify().faults.isEmpty)
        #expect(try world.verify().entries == 4)
        #expect(!before.isEmpty)
    }

    @Test("standard output that takes nothing gives status 1, not a crash")
    func fullOutput() throws {
        let world = try World()
        _ = try world.saveCase()
        for arguments in ["cases", "verify --json", "tabulate --by sector --format csv", "dictionary list", "dictionary export", "--help"] {
            let needsNode = !arguments.hasPrefix("dictionary") && !arguments.hasPrefix("--")
            let line = "exec \"$0\" \(arguments) \(needsNode ? "--data \"$1\"" : "") > /dev/full"
            let result = try ChildProcess("/bin/sh", ["-c", line, Command.program, world.data.path], environment: world.environment).wait()
            #expect(result.signal == nil && result.status == 1, "\(arguments): \(result)")
        }
    }
}
