import Logging
import Storage

/// Does what waits of encoded linkage as long as the server runs.
struct LinkageKeeping: Sendable {
    private let services: AppServices
    private let logger: Logger

    init(_ services: AppServices, _ logger: Logger) {
        self.services = services
        self.logger = logger
    }

    func run() async {
        // What was looked at last: the end of each journal, and the day. Where neither has moved nobody has withdrawn anything.
        var looked: [Int64: (head: Int64, day: UInt64)] = [:]
        var turns = 0
        while !Task.isCancelled {
            // Withdrawing looks at every pair, so it waits for several changes; rounds do not.
            let looks = turns % 5 == 0
            turns += 1
            for node in services.organisations.all {
                let known = looked[node.organisation.number]
                do {
                    looked[node.organisation.number] = try await services.work { try Self.work(node, known, looks: looks) }
                } catch {
                    logger.error("Comparing with partners did not go on: \(error)")
                }
            }
            try? await Task.sleep(for: .seconds(2))
        }
    }

    private static func work(_ node: Node, _ known: (head: Int64, day: UInt64)?, looks: Bool) throws -> (head: Int64, day: UInt64)? {
        let head = try node.database.read { try JournalTail(connection: $0, organisation: node.organisation.number).head() }
        let day = node.now() / 86_400_000
        let work = LinkageWork(node: node)
        try work.runRounds()
        try PatternWork(node: node).run()
        guard looks, known?.head != head || known?.day != day else { return known }
        try work.sweep()
        try ListingSharing(node: node).sweep()
        return (head, day)
    }
}
