import Foundation

/// Looks at the folder into which backups are put: whether there is one of this node, and how old it is. Only the heads are read, which need no key; that the
/// rest is whole is proved by restoring it into an empty folder.
struct BackupCheck: Sendable {
    /// Older than this the latest backup is too old; seconds.
    static let longestAge = 2.0 * 24 * 60 * 60

    let folder: URL
    /// The folder of the node whose backups they should be.
    let node: URL
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
        var latest: UInt64?
        var findings: [InstallationFinding] = []
        for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
            do {
                let metadata = try BackupReading.metadata(of: file)
                if let organisation, metadata.organisation != organisation { continue }
                latest = max(latest ?? 0, metadata.made)
            } catch {
                findings.append(
                    .warning(
                        "backup-file", "\(file.path) is no backup that can be read: \(error)",
                        "Keep nothing but backups in the folder. If it should be one, it was cut off or altered: make another."))
            }
        }
        return findings + [ageFinding(latest)]
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
                "The latest backup was made \(Int(max(0, age) / 3600)) hours ago. Restore one into an empty folder now and then: nothing else proves that it can be used.")
        }
        return .error(
            "backup", "The latest backup was made \(Int(age / 86_400)) days ago.",
            "See why none was made since: systemctl status of its timer, or the mail of cron.")
    }
}
