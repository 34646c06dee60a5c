import Foundation

/// Looks at the node's folder: who owns what is in it, and who can read it.
struct FolderCheck: Sendable {
    let folder: URL

    /// The write-ahead log and its index are there only while the database is in use, or after a crash.
    private static let names = [
        NodeConfiguration.fileName, Node.databaseFileName, Node.databaseFileName + "-wal", Node.databaseFileName + "-shm",
    ]

    func findings() -> [InstallationFinding] {
        let findings = ownerFindings() + modeFindings()
        return findings.isEmpty ? [.fine("files", "The node's files are its account's own.")] : findings
    }

    private var files: [URL] { Self.names.map { folder.appending(path: $0) }.filter { FileManager.default.fileExists(atPath: $0.path) } }

    private func ownerFindings() -> [InstallationFinding] {
        guard getuid() != 0 else {
            let strangers = files.filter { Self.owner($0) != Self.owner(folder) }
            let account = InstallationFinding.warning(
                "account", "This runs as root.",
                "Run Corridor under an account of its own that owns \(folder.path); see “Installing” in Docs/operating.md.")
            return [account] + strangers.map { stranger($0, shouldBe: Self.owner(folder)) }
        }
        return ([folder] + files).filter { Self.owner($0) != NSUserName() }.map { stranger($0, shouldBe: NSUserName()) }
    }

    private func stranger(_ file: URL, shouldBe account: String) -> InstallationFinding {
        .error(
            "owner", "\(file.path) belongs to \(Self.owner(file)), not to \(account): saving fails.",
            "A command was probably run as another account. As root: chown -R \(account): '\(folder.path)'")
    }

    private func modeFindings() -> [InstallationFinding] {
        var findings: [InstallationFinding] = []
        for file in files {
            guard let mode = InstallationCheck.mode(file), mode & 0o077 != 0 else { continue }
            findings.append(.error("files", "\(file.path) can be read by other accounts of this machine.", "Run: chmod 600 '\(file.path)'"))
        }
        guard let mode = InstallationCheck.mode(folder) else { return findings }
        if mode & 0o022 != 0 {
            findings.append(.error("folder", "Others may put files into \(folder.path).", "Run: chmod 700 '\(folder.path)'"))
        } else if mode & 0o077 != 0 {
            findings.append(.warning("folder", "Other accounts of this machine can look into \(folder.path).", "Run: chmod 700 '\(folder.path)'"))
        }
        return findings
    }

    /// The name of the account that owns a file, or its number where it has no name.
    private static func owner(_ file: URL) -> String {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file.path) else { return "?" }
        return (attributes[.ownerAccountName] as? String) ?? (attributes[.ownerAccountID] as? NSNumber).map { "account \($0)" } ?? "?"
    }
}
