import Foundation
import Journal
import Vault

/// What a node's folder says about the node, in `node.json`. It holds no secret in clear but, if one was given, the address of a PostgreSQL database.
public struct NodeConfiguration: Codable, Sendable {
    static let currentVersion = 1
    /// A folder that holds this file is a node.
    public static let fileName = "node.json"

    public var version: Int
    /// Identifier of the organisation whose journal is kept here.
    public var organisation: String
    /// Random number of this device, as eight hexadecimal digits.
    private var deviceText: String
    /// Address of a PostgreSQL database; nil for the SQLite file in the folder.
    public var database: String?
    /// The ways in which the node key can be unlocked.
    public var locks: [NodeKeyLock]

    enum CodingKeys: String, CodingKey {
        case version, organisation, database, locks
        case deviceText = "device"
    }

    init(organisation: String, device: DeviceIdentifier, database: String?, locks: [NodeKeyLock]) {
        version = Self.currentVersion
        self.organisation = organisation
        deviceText = device.description
        self.database = database
        self.locks = locks
    }

    public var device: DeviceIdentifier {
        DeviceIdentifier(UInt32(deviceText, radix: 16) ?? 0)
    }

    /// Reads the configuration of a node's folder.
    /// - Throws: ``AppError`` if there is none, or a newer program wrote it.
    static func read(from folder: URL) throws -> NodeConfiguration {
        let file = folder.appending(path: fileName)
        let data: Data
        do { data = try Data(contentsOf: file) } catch CocoaError.fileReadNoPermission {
            // To one who may not look there is no node either; making one would be wrong.
            throw AppError(
                "The node in \(folder.path) may not be read by this account (\(ReadableFile.account)). Run the command as the account that owns it (ls -ld "
                    + "\(folder.path)), or give it to this one: chown -R \(ReadableFile.account): \(folder.path)")
        } catch {
            throw AppError("There is no node in \(folder.path). Make one with: corridor init --data \(folder.path) --organisation NAME --country CODE")
        }
        let configuration: NodeConfiguration
        do {
            configuration = try JSONDecoder().decode(NodeConfiguration.self, from: data)
        } catch {
            throw AppError("The file \(file.path) is damaged. Restore the latest backup into another folder: corridor restore FILE --data DIR")
        }
        guard configuration.version <= currentVersion else {
            throw AppError("The node in \(folder.path) was made by a newer version of Corridor. Use the newer program; nothing was changed.")
        }
        return configuration
    }

    /// Writes the configuration so that either the old or the new one is there after a crash.
    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try PrivateFile.write(encoder.encode(self), to: folder.appending(path: Self.fileName))
    }
}
