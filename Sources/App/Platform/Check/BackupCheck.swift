import Foundation
import Vault

/// Looks at the folder into which backups are put: whether there is one of this node, how old it is, and with the node's key whether all of the latest can be read.
struct BackupCheck: Sendable {
    /// Older than this the latest backup is too old; seconds.
    static let longestAge = 2.0 * 24 * 60 * 60

    let folder: URL
    /// The folder of the node whose backups they should be.
    let node: URL
    /// Nil where nothing unlocks the node: then only the heads of the files are read.
    let nodeKey: NodeKey?
    /// Milliseconds since 1970.
    let now: UInt64

    func findings() -> [InstallationFinding] {
        let files: [URL]
        do {
            files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
        } catch {
            return [
                .error("backup", "The folder \(folder.path) of backups cannot be read: \(PrivateFile.reason(error)).", "Correct the name, or mend the permissions.")
            ]
        }
        let organisation = try? NodeConfiguration.read(from: node).organisation
        var latest: (file: URL, made: UInt64)?
        var findings: [InstallationFinding] = []
        for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
            do {
                let metadata = try BackupReading.metadata(of: file)
                if let organisation, metadata.organisation != organisation { continue }
                if metadata.made >= latest?.made ?? 0 { latest = (file, metadata.made) }
            } catch {
                findings.append(
                    .warning(
                        "backup-file", "\(file.path) is no backup that can be read: \(error)",
                        "Keep nothing but backups in the folder. If it should be one, it was cut off or altered: make another."))
            }
        }
        return findings + [ageFinding(latest?.made)] + wholeFindings(latest?.file)
    }

    /// A backup that the disk had no room for has a head as good as any.
    private func wholeFindings(_ latest: URL?) -> [InstallationFinding] {
        guard let latest else { return [] }
        guard let nodeKey else {
            return [
                .warning(
                    "backup-whole", "Nothing was given that unlocks the node, so of \(latest.path) only the head was read.",
                    "Give the key file with --key-file FILE, or restore the backup into an empty folder: corridor restore FILE --data DIR")
            ]
        }
        do {
            let outcome = try BackupReading(file: latest, nodeKey: nodeKey).check()
            return [.fine("backup-whole", "All of \(latest.path) can be read: \(outcome.entries) entries.")]
        } catch {
            return [
                .error(
                    "backup-whole", "\(latest.path) cannot be restored: \(error)",
                    "See whether the disk was full, and make another now: corridor backup --data \(node.path) --output FILE")
            ]
        }
    }

    private func ageFinding(_ latest: UInt64?) -> InstallationFinding {
        guard let latest else {
            return .error(
                "backup", "There is no backup of this node in \(folder.path).",
                "Make one, and one every night: corridor backup --data \(node.path) --output FILE")
        }
        let age = (Double(now) - Double(latest)) / 1000
        guard age > Self.longestAge else {
            return .fine(
                "backup",
                "The latest backup was made \(Int(max(0, age) / 3600)) hours ago.")
        }
        return .error(
            "backup", "The latest backup was made \(Int(age / 86_400)) days ago.",
            "See why none was made since: systemctl status of its timer, or the mail of cron.")
    }
}
