import Formats
import Foundation
import Journal
import Storage
import Vault

/// Writes the journal as JSON Lines that a verifier without this program can check: first the public keys, then entries and signatures in order.
struct JournalExport {
    private let node: Node

    init(_ node: Node) {
        self.node = node
    }

    func write(to output: OutputFile, _ outcome: inout ExportOutcome, _ progress: (Int) -> Void) throws {
        try output.write(line(try header()))
        try node.database.read { connection in
            var signatures = try connection.all(
                "SELECT sequence, generation, signature FROM journal_signature WHERE organisation = ? ORDER BY sequence", [.integer(node.organisation.number)]
            ) { (sequence: $0.integer(0), generation: $0.integer(1), signature: $0.blob(2)) }[...]
            try connection.forEach(
                "SELECT sequence, link, body FROM journal_entry WHERE organisation = ? ORDER BY sequence", [.integer(node.organisation.number)]
            ) { row in
                let sequence = row.integer(0)
                try output.write(line(["sequence": .integer(sequence), "link": .string(Hexadecimal.text(row.blob(1))), "body": .string(row.text(2))]))
                outcome.records += 1
                if let signature = signatures.first, signature.sequence == sequence {
                    signatures = signatures.dropFirst()
                    try output.write(
                        line([
                            "signed": .integer(sequence), "generation": .integer(signature.generation),
                            "signature": .string(Data(signature.signature).base64EncodedString()),
                        ]))
                }
                if outcome.records.isMultiple(of: 5000) { progress(outcome.records) }
            }
        }
    }

    private func header() throws -> JSONObject {
        let keys = try JSONValue.parse([UInt8](JSONEncoder().encode(node.keys.publicKeys)))
        return ["journal": .integer(1), "organisation": .string(node.organisation.identifier), "publicKeys": keys]
    }

    private func line(_ object: JSONObject) -> [UInt8] {
        JSONValue.object(object).canonicalBytes() + [0x0A]
    }
}
