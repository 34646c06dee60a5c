import Dictionary
import Entitlements
import Foundation
import Journal
import Storage
import Vault

/// Looks at an installation and says what is wrong with it. It needs no key, tries the one it finds, changes nothing and reads no record.
public struct InstallationCheck: Sendable {
    /// Below so much free space a node is about to stop; bytes.
    static let leastSpace: Int64 = 200_000_000
    /// Below so much it should be enlarged soon; bytes.
    static let littleSpace: Int64 = 2_000_000_000
    /// Beyond so much the clock of the machine and that of the last entry do not agree; milliseconds.
    static let clockTolerance: UInt64 = 5 * 60 * 1000
    /// A certificate that ends sooner is to be renewed; seconds.
    static let certificateRest = 14.0 * 24 * 60 * 60

    let settings: ServerSettings
    let means: UnlockMeans
    /// Where backups are put; nil if it was not said.
    let backups: URL?
    /// Milliseconds since 1970.
    let now: UInt64

    public init(settings: ServerSettings, means: UnlockMeans, backups: URL?, now: UInt64 = Node.systemClock()) {
        self.settings = settings
        self.means = means
        self.backups = backups
        self.now = now
    }

    /// Everything, from the configuration file and the environment on: settings that are wrong are findings too, and the others are looked at all the same.
    public static func findings(configuration: URL?, means: UnlockMeans, backups: URL?) -> [InstallationFinding] {
        let name = configuration?.path ?? "the environment"
        do {
            let (settings, faults) = try ServerSettings.reading(file: configuration, environment: means.environment)
            let wrong = faults.map { InstallationFinding.error("configuration", $0.description, "Correct the setting in \(name); Packaging/corridor.yaml explains each.") }
            // What a wrong setting decides is not called right by what stands in its place.
            return wrong
                + InstallationCheck(settings: settings, means: means, backups: backups).findings().filter {
                    wrong.isEmpty || $0.severity != .fine || !["tls", "configuration"].contains($0.subject)
                }
        } catch {
            return [.error("configuration", "\(error)", "Correct \(name). Nothing else was looked at, since it says where everything is.")]
        }
    }

    private var folder: URL { URL(filePath: settings.data) }

    /// What was found, the worst first.
    public func findings() -> [InstallationFinding] {
        // Once: a passphrase takes its time.
        let unlocked = unlocked()
        return (node(unlocked) + law() + space() + AddressCheck(settings: settings, now: now).findings() + backupFindings(unlocked) + tools()).sorted {
            ($0.severity, $0.subject) < ($1.severity, $1.subject)
        }
    }

    /// What came of trying what is given to unlock the node; nil where nothing is, since whoever starts the server then types a passphrase.
    private func unlocked() -> Result<NodeKey, any Error>? {
        guard let configuration = try? NodeConfiguration.read(from: folder), isUnlockGiven(configuration) else { return nil }
        return Result { try means.unlock(configuration.locks, folder: folder) }
    }

    // MARK: The node

    private func node(_ unlocked: Result<NodeKey, any Error>?) -> [InstallationFinding] {
        let configuration: NodeConfiguration
        do { configuration = try NodeConfiguration.read(from: folder) } catch {
            return [.error("node", "\(error)", "Name the folder with --data DIR, or with data: in the configuration.")]
        }
        return FolderCheck(folder: folder).findings() + keyFindings(configuration) + unlockFindings(unlocked) + databaseFindings(configuration) + dictionaryFindings()
            + languageFindings() + calendarFindings()
    }

    /// Corrected books of law, if there are any.
    private func law() -> [InstallationFinding] {
        guard let law = settings.law else { return [] }
        do {
            let corrections = try LawFolder.read(URL(filePath: law))
            let refused = corrections.refused.map {
                InstallationFinding.error("law", "\($0)", "Correct the file; corridor law check --law \(law) says what is wrong in it.")
            }
            return refused + [.fine("law", "Corrected books of law in \(law): \(corrections.books.map(\.name).joined(separator: ", ")).")]
        } catch {
            return [.error("law", "\(error)", "Name the folder with law: in the configuration, or leave the setting out.")]
        }
    }

    private func calendarFindings() -> [InstallationFinding] {
        guard FileManager.default.fileExists(atPath: folder.appending(path: "calendars").path) else { return [] }
        do {
            _ = try CalendarTables.own(in: folder)
            return [.fine("calendars", "The calendar tables in the node's folder can be used.")]
        } catch {
            return [.error("calendars", "\(error)", "Correct the file, or remove it: the product's own table is used then.")]
        }
    }

    /// Languages that the operator added, with how much of each is there.
    private func languageFindings() -> [InstallationFinding] {
        do {
            let standard = try LanguageCatalogue.standard()
            let own = try OwnLanguage.all(in: folder)
            _ = try standard.adding(own)
            let keys = standard.keys("en")
            return own.map { language in
                let unknown = Set(language.texts.keys).subtracting(keys).sorted()
                guard unknown.isEmpty else {
                    return .warning(
                        "languages", "languages/\(language.tag).json has texts that the program does not know: \(unknown.prefix(5).joined(separator: ", ")).",
                        "Compare the keys with those of the program's version: they may be misspelt, or have gone.")
                }
                return .fine("languages", "languages/\(language.tag).json has \(language.texts.count) of \(keys.count) texts.")
            }
        } catch {
            return [.error("languages", "\(error)", "Mend the file, or take it out of the folder: the server does not start with it.")]
        }
    }

    private func keyFindings(_ configuration: NodeConfiguration) -> [InstallationFinding] {
        guard let nodeKey = configuration.locks.first?.nodeKey else {
            return [.error("key", "The node key has no lock.", "Recover it from the key holders' shares: corridor keys recover --data \(folder.path)")]
        }
        var findings: [InstallationFinding] = []
        let beside = folder.appending(path: "node.key")
        let environment = means.environment
        let named = [environment["CORRIDOR_KEY_FILE"], environment["CORRIDOR_PASSPHRASE_FILE"]].compactMap { $0 }.filter { !$0.isEmpty }.map {
            URL(filePath: $0)
        }
        let files = ([means.keyFile, means.defaultKeyFile(of: nodeKey), beside].compactMap { $0 } + named).filter {
            FileManager.default.fileExists(atPath: $0.path)
        }
        for file in files {
            if let mode = Self.mode(file), mode & 0o077 != 0 {
                findings.append(.error("key-file", "The key file \(file.path) can be read by other accounts of this machine.", "Run: chmod 600 '\(file.path)'"))
            }
            if file.resolvingSymlinksInPath().path.hasPrefix(folder.resolvingSymlinksInPath().path + "/") {
                findings.append(
                    .error(
                        "key-file", "The key file \(file.path) lies beside the data: whoever copies the folder reads every name and story.",
                        "Move it elsewhere and name it in CORRIDOR_KEY_FILE, or protect the node with a passphrase: corridor keys protect --data \(folder.path)"
                    ))
            }
        }
        if environment["CORRIDOR_PASSPHRASE"]?.isEmpty == false || environment["CORRIDOR_KEY"]?.isEmpty == false {
            findings.append(
                .warning(
                    "key", "The passphrase or key is in the environment, which other programs of the same account can read.",
                    "Put it into a file with mode 600 and name that in CORRIDOR_PASSPHRASE_FILE or CORRIDOR_KEY_FILE."))
        }
        return findings.isEmpty ? [.fine("key", "No key lies open.")] : findings
    }

    /// Whether what the server would be started with opens the node.
    private func unlockFindings(_ unlocked: Result<NodeKey, any Error>?) -> [InstallationFinding] {
        switch unlocked {
        case nil: return []
        case .success: return [.fine("unlock", "The node can be unlocked with the key or passphrase that is there.")]
        case .failure(let error):
            return [
                .error(
                    "unlock", "What is given does not unlock the node: \(error)",
                    "Name the right key file with --key-file FILE or CORRIDOR_KEY_FILE. If it is lost: corridor keys recover --data \(folder.path)")
            ]
        }
    }

    private func isUnlockGiven(_ configuration: NodeConfiguration) -> Bool {
        let names = ["CORRIDOR_PASSPHRASE", "CORRIDOR_PASSPHRASE_FILE", "CORRIDOR_KEY_FILE", "CORRIDOR_KEY", "CREDENTIALS_DIRECTORY"]
        if means.keyFile != nil || names.contains(where: { means.environment[$0]?.isEmpty == false }) { return true }
        let places = [configuration.locks.first.flatMap { means.defaultKeyFile(of: $0.nodeKey) }, folder.appending(path: "node.key")]
        return places.compactMap { $0 }.contains { FileManager.default.fileExists(atPath: $0.path) }
    }

    private func databaseFindings(_ configuration: NodeConfiguration) -> [InstallationFinding] {
        let address = configuration.database == nil ? "the file \(Node.databaseFileName)" : "PostgreSQL"
        do {
            let database = try Node.openDatabase(configuration, folder: folder)
            defer { try? database.close() }
            guard try Self.isOrganisationThere(configuration.organisation, in: database) else {
                return [
                    .error(
                        "database", "The database (\(address)) does not hold the organisation of this node: it is empty, or another node's.",
                        "See whether the address or the folder is the right one, or restore the latest backup into another folder: corridor restore FILE --data DIR")
                ]
            }
            let known = Schema.migrations.map(\.number).max() ?? 0
            let (done, clock) = try database.read { connection in
                (
                    try connection.first("SELECT max(number) FROM migration") { Int($0.integer(0)) } ?? 0,
                    try connection.first("SELECT max(clock) FROM journal_head") { $0.isNull(0) ? nil : $0.text(0) } ?? nil
                )
            }
            var findings: [InstallationFinding] = []
            if done > known {
                findings.append(.error("version", "A newer program has written \(address).", "Use that program; this one must not write here."))
            } else if done < known {
                findings.append(.warning("version", "This program is newer than \(address).", "Make a backup; the first start brings it up to date."))
            } else {
                findings.append(.fine("database", "The database answers (\(address)), and this program fits it."))
            }
            return findings + clockFindings(clock.flatMap { Timestamp($0) })
        } catch let error as AppError {
            return [.error("database", "\(error)", "Nothing else about the database was looked at.")]
        } catch {
            return [.error("database", "The database (\(address)) does not answer: \(error)", remedy(error, configuration))]
        }
    }

    /// False also of a database that has none of the tables yet.
    private static func isOrganisationThere(_ identifier: String, in database: any Database) throws -> Bool {
        guard try Node.migrator.version(of: database) != nil else { return false }
        return try Node.organisationRow(identifier, in: database) != nil
    }

    private func remedy(_ error: any Error, _ configuration: NodeConfiguration) -> String {
        guard configuration.database == nil else { return "See whether the server runs, and whether the address in node.json is right." }
        guard (error as? StorageError)?.kind == .corrupt else {
            return "See who owns the file and the folder, and whether the disk is full: ls -la '\(folder.path)'; df -h"
        }
        return "Restore the latest backup into another folder: corridor restore FILE --data DIR"
    }

    private func clockFindings(_ latest: Timestamp?) -> [InstallationFinding] {
        guard let latest else { return [] }
        guard latest.milliseconds > now + Self.clockTolerance else { return [.fine("clock", "The clock is not behind the last entry.")] }
        let minutes = (latest.milliseconds - now) / 60_000
        return [
            .error(
                "clock", "The clock of this machine is \(minutes) minutes behind the last entry of the journal: one of the two is wrong.",
                "Let the network set the clock (timedatectl set-ntp true), and look at the times of the last entries: corridor show RECORD --history")
        ]
    }

    /// An organisation's own fields of these types hold what tells who somebody is, whatever they are called.
    private func dictionaryFindings() -> [InstallationFinding] {
        do {
            let dictionary = try Node.loadDictionary(folder: folder)
            let revealing: Set<FieldType> = [.name, .phone, .identifier, .narrative, .file]
            let open = dictionary.fields.filter { $0.isLocal && $0.sensitivity == .open && revealing.contains($0.type) }
            return open.map { field in
                .error(
                    "dictionary",
                    "Your own field \(field.fullName) is of the type \(field.type.rawValue) and marked as open: it is neither sealed nor kept from statistics.",
                    "Write identity into its column sensitivity in dictionary/fields.csv. What was saved in it so far stays readable: look at it, and erase what must not be."
                )
            }
        } catch {
            return [.error("dictionary", "Your own fields and lists cannot be read: \(error)", "Run: corridor dictionary check --data \(folder.path)")]
        }
    }

    // MARK: Around it

    private func space() -> [InstallationFinding] {
        guard let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder.path),
            let free = (attributes[.systemFreeSize] as? NSNumber)?.int64Value
        else { return [] }
        let megabytes = free / 1_000_000
        let remedy = "Make room on the disk of \(folder.path), or move the folder to a larger one."
        if free < Self.leastSpace { return [.error("space", "Only \(megabytes) MB are free: saving is about to fail.", remedy)] }
        if free < Self.littleSpace { return [.warning("space", "Only \(megabytes) MB are free.", remedy)] }
        return [.fine("space", "\(megabytes) MB are free.")]
    }

    private func backupFindings(_ unlocked: Result<NodeKey, any Error>?) -> [InstallationFinding] {
        guard let backups else {
            return [.warning("backup", "Nobody said where backups are, so they were not looked at.", "Name their folder: corridor check --backups DIR")]
        }
        return BackupCheck(folder: backups, node: folder, nodeKey: try? unlocked?.get(), now: now).findings()
    }

    private func tools() -> [InstallationFinding] {
        let path = means.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        func has(_ program: String) -> Bool {
            path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
        return [
            has("pandoc")
                ? .fine("pandoc", "pandoc is there, for letters.")
                : .warning("pandoc", "pandoc is missing: letters cannot be made.", "Install it: apt-get install pandoc"),
            has("weasyprint")
                ? .fine("weasyprint", "WeasyPrint is there, for letters and claims as PDF.")
                : .warning("weasyprint", "WeasyPrint is missing: nothing can be made as PDF.", "Install it: apt-get install weasyprint"),
        ]
    }

    static func mode(_ file: URL) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: file.path))?[.posixPermissions].flatMap { ($0 as? NSNumber)?.intValue }
    }
}
