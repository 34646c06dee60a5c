import Dictionary
import Foundation
import Storage
import Testing
import Vault

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

    @Test("A node's own table of a calendar is used in place of the product's, and one that cannot be used is named")
    func calendars() throws {
        let world = try World()
        let place = world.data.appending(path: "calendars")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let file = place.appending(path: "bikram-sambat.csv")
        let standard = String(decoding: try #require(DataDictionary.embeddedFiles("calendars/bikram-sambat.csv")), as: UTF8.self)
        // A year in which sources disagree: its first month a day shorter, its second a day longer.
        let other = standard.replacing("\n2082,31,31,", with: "\n2082,30,32,")
        #expect(other != standard)
        try Data(other.utf8).write(to: file)
        let date = try #require(CalendarDate("2082-02-01"))
        let (own, product) = (try CalendarTables.own(in: world.data), try CalendarTables.standard())
        #expect(
            try own.partialDate(date, in: .bikramSambat).earliest?.daysSinceEpoch
                == product.partialDate(date, in: .bikramSambat).earliest.map { $0.daysSinceEpoch - 1 })
        try Data("year,baisakh\n2082,99\n".utf8).write(to: file)
        #expect(throws: DictionaryError.self) { try CalendarTables.own(in: world.data) }
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
        let strange = findings(world, backups: folder)
        #expect(has(strange, .error, "backup") && has(strange, .warning, "backup-file"))
        #expect(throws: AppError.self) { try Backup(world.node).write(to: folder.appending(path: "one")) }
        let made = folder.appending(path: "two")
        for _ in 1...2 { _ = try Backup(world.node).write(to: made) }
        let now = world.clock.next()
        #expect(has(findings(world, backups: folder, now: now), .fine, "backup"))
        #expect(has(findings(world, backups: folder, now: now + 3 * 86_400_000), .error, "backup"))
        // With the key all of it is read; one that was cut off, or in which a byte was changed, is told.
        func whole() -> InstallationFinding.Severity? {
            var settings = ServerSettings()
            settings.data = world.data.path
            let means = UnlockMeans(keyFile: world.keyFile, environment: [:])
            return InstallationCheck(settings: settings, means: means, backups: folder, now: now).findings().first { $0.subject == "backup-whole" }?.severity
        }
        #expect(has(findings(world, backups: folder, now: now), .warning, "backup-whole"))
        #expect(whole() == .fine)
        let bytes = try Data(contentsOf: made)
        try bytes.dropLast(100).write(to: made)
        #expect(whole() == .error)
        var altered = bytes
        altered[altered.count - 200] ^= 1
        try altered.write(to: made)
        #expect(whole() == .error)
        try bytes.write(to: made)
        // A backup of another node says nothing about this one.
        #expect(has(findings(try World(), backups: folder), .error, "backup"))
        // One of which the head is cut off is no backup.
        try Data(try Data(contentsOf: made).prefix(40)).write(to: made)
        #expect(findings(world, backups: folder, now: now).filter { $0.subject == "backup-file" }.count == 2)
    }

    @Test("A database that is missing or empty is told, and none is made")
    func missingDatabase() throws {
        let world = try World()
        let file = world.data.appending(path: Node.databaseFileName)
        try world.node.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
        #expect(has(findings(world), .error, "database"))
        #expect(throws: AppError.self) { try Node.open(world.data, unlock: UnlockMeans()) }
        #expect(!FileManager.default.fileExists(atPath: file.path))
        try Data().write(to: file)
        #expect(has(findings(world), .error, "database"))
    }

    @Test("The key that is given is tried; without any, somebody types a passphrase")
    func keys() throws {
        let world = try World()
        let means = UnlockMeans(environment: ["PATH": "/nowhere"])
        var settings = ServerSettings()
        settings.data = world.data.path
        #expect(!InstallationCheck(settings: settings, means: means, backups: nil).findings().contains { $0.subject == "unlock" })
        let other = world.data.deletingLastPathComponent().appending(path: "\(UUID().uuidString).key")
        defer { try? FileManager.default.removeItem(at: other) }
        for content in [UnlockKey().fileText, "no key at all"] {
            try PrivateFile.write(Data(content.utf8), to: other)
            let found = InstallationCheck(settings: settings, means: UnlockMeans(keyFile: other, environment: [:]), backups: nil).findings()
            #expect(has(found, .error, "unlock"))
        }
    }

    @Test("Every setting that is wrong is named, and the rest is looked at all the same")
    func settings() throws {
        let world = try World()
        let file = world.data.deletingLastPathComponent().appending(path: "\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("data: \(world.data.path)\nport: many\ncolour: blue\nmail-port: 25\n".utf8).write(to: file)
        let found = InstallationCheck.findings(configuration: file, means: UnlockMeans(environment: [:]), backups: nil)
        #expect(found.filter { $0.subject == "configuration" && $0.severity == .error }.count == 3)
        #expect(has(found, .fine, "database"))
        let error = #expect(throws: AppError.self) { try ServerSettings.read(file: file, environment: [:]) }
        #expect(error?.description.contains("port") == true && error?.description.contains("colour") == true)
        try Data("data: [".utf8).write(to: file)
        #expect(has(InstallationCheck.findings(configuration: file, means: UnlockMeans(environment: [:]), backups: nil), .error, "configuration"))
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
