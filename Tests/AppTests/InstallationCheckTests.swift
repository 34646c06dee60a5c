import Foundation
import Storage
import Testing

@testable import App

@Suite("What is wrong with an installation")
struct InstallationCheckTests {
    private func findings(_ world: World, backups: URL? = nil, now: UInt64? = nil, _ change: (inout ServerSettings) -> Void = { _ in }) -> [InstallationFinding]
    {
        var settings = ServerSettings()
        settings.data = world.data.path
        change(&settings)
        return InstallationCheck(
            settings: settings, means: UnlockMeans(environment: ["PATH": "/nowhere"]), backups: backups, now: now ?? world.clock.next()
        ).findings()
    }

    private func has(_ findings: [InstallationFinding], _ severity: InstallationFinding.Severity, _ subject: String) -> Bool {
        findings.contains { $0.severity == severity && $0.subject == subject && ($0.remedy?.isEmpty == false || severity == .fine) }
    }

    @Test("A good one has no error; each thing that is broken is told with a remedy")
    func breaks() throws {
        let world = try World()
        let fine = findings(world)
        #expect(has(fine, .fine, "database") && has(fine, .fine, "tls") && has(fine, .warning, "pandoc"))
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: world.data.appending(path: "node.json").path)
        #expect(has(findings(world), .error, "files"))
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: world.data.appending(path: "node.json").path)
        try Data("key".utf8).write(to: world.data.appending(path: "node.key"))
        try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: world.data.appending(path: "node.key").path)
        #expect(findings(world).filter { $0.subject == "key-file" && $0.severity == .error }.count == 2)
        try files.removeItem(at: world.data.appending(path: "node.key"))
        #expect(has(findings(world) { $0.publicAddress = "http://cases.example.org" }, .error, "tls"))
        #expect(has(findings(world) { $0.host = "0.0.0.0" }, .error, "host"))
        #expect(has(findings(world) { $0.publicAddress = "https://cases.example.org" }, .warning, "proxy"))
        #expect(has(findings(world) { ($0.certificate, $0.certificateKey) = ("/nowhere/a.pem", "/nowhere/b.pem") }, .error, "tls"))
        #expect(has(findings(world) { $0.data = "/nowhere" }, .error, "node"))
    }

    @Test("Backups: none said, none there, fresh, old")
    func backups() throws {
        let world = try World()
        let folder = world.data.deletingLastPathComponent().appending(path: "backups-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(has(findings(world), .warning, "backup"))
        #expect(has(findings(world, backups: folder), .error, "backup"))
        try Data([1]).write(to: folder.appending(path: "one"))
        let now = UInt64(Date().timeIntervalSince1970 * 1000)
        #expect(has(findings(world, backups: folder, now: now), .fine, "backup"))
        #expect(has(findings(world, backups: folder, now: now + 3 * 86_400_000), .error, "backup"))
    }

    @Test("A clock behind the journal, a newer program's database, an own field of a name that is open")
    func node() throws {
        let world = try World()
        try world.node.change(by: "test") { try $0.save(RecordChange(record: "AAAAAAAAAAAAAAA0", kind: "case", answers: ["status": .init(.code("intake"))])) }
        let now = world.clock.next()
        #expect(has(findings(world, now: now), .fine, "clock"))
        #expect(has(findings(world, now: now - 3_600_000), .error, "clock"))
        let dictionary = Node.dictionaryFolder(of: world.data)
        try FileManager.default.createDirectory(at: dictionary, withIntermediateDirectories: true)
        try Data(
            """
            record,field,type,multiple,vocabulary,target,sensitivity,label_en,definition,htcds,huridocs,note
            case,local-called,name,no,,,open,Called,What the worker is called.,,,

            """.utf8
        ).write(to: dictionary.appending(path: "fields.csv"))
        #expect(has(findings(world), .error, "dictionary"))
        try world.node.database.write { try $0.execute("INSERT INTO migration (number, name) VALUES (9999, 'later')") }
        #expect(has(findings(world), .error, "version"))
    }
}
