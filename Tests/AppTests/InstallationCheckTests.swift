import Dictionary
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
