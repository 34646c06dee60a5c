import Foundation
import Storage

/// Several organisations on one or more nodes of this machine that exchange with each other.
public struct DemonstrationNetwork: Sendable {
    private let nodes: [Node]
    private let organisations: Int
    private let firstPort: Int

    /// - Parameters:
    ///   - nodes: the nodes, each seen by its first organisation.
    ///   - organisations: how many there are to be in all; those that are missing are added.
    public init(nodes: [Node], organisations: Int, firstPort: Int) {
        self.nodes = nodes
        self.organisations = organisations
        self.firstPort = firstPort
    }

    /// Adds what is missing, makes all partners of each other, and writes a configuration file `DIR.yaml` for each node.
    public func connect(folder: String) throws {
        var all = try nodes.map { try NodeOrganisations($0).all() }
        var count = all.reduce(0) { $0 + $1.count }
        while count < organisations {
            let place = count % nodes.count
            all[place].append(
                try NodeOrganisations(nodes[place]).add(name: "Demonstration partner \(count + 1) (generated)", country: place == 0 ? "NP" : "QA"))
            count += 1
        }
        for (place, members) in all.enumerated() {
            let address = "http://127.0.0.1:\(firstPort + place)"
            for member in members {
                try member.database.write { connection in
                    let profile = try ExchangeProfile.ensure(member, connection)
                    try ExchangeProfile.set(address: address, relay: profile.relay, of: member, connection)
                }
            }
            let data = place == 0 ? folder : "\(folder)-\(place + 1)"
            let settings = "data: \(data)\nport: \(firstPort + place)\npublic-address: \(address)\nexchange-loopback: yes\n"
            try PrivateFile.write(Data(settings.utf8), to: URL(filePath: "\(data).yaml"))
        }
        let members = all.flatMap { $0 }
        for member in members { try member.change(by: "demonstration") { try DemonstrationDirectory(node: member).saveOwn(in: $0) } }
        for (index, first) in members.enumerated() {
            for second in members[(index + 1)...] { try Partners.verifyEachOther(first, second) }
        }
    }
}
