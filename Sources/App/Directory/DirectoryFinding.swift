import Dictionary
import Interchange
import Storage

/// Answers a need from the directory of an organisation.
public struct DirectoryFinding: Sendable {
    let node: Node
    let reader: Reader

    public init(_ node: Node, reader: Reader) {
        self.node = node
        // Nothing that identifies anybody is compared, so it is not opened either.
        self.reader = Reader(account: reader.account, clearance: min(reader.clearance, .sensitive))
    }

    /// - Returns: services, best first. O(entries of the directory).
    /// - Throws: ``AppError`` or a storage error.
    public func find(_ need: DirectoryNeed) throws -> [DirectorySearch.Result] {
        let listings = try node.database.read { try self.listings($0) }
        let clock = try CountryClock()
        let now = node.now()
        return DirectorySearch(dictionary: node.dictionary).find(need, in: listings) { clock.moment(in: $0, now: now) }
    }

    func listings(_ connection: any Connection) throws -> [DirectoryListing] {
        var reading = DirectoryReading(node, reader: reader, connection)
        let organisations = Dictionary(try reading.entries("organisation").map { ($0.record, $0) }, uniquingKeysWith: { first, _ in first })
        let responses = try PartnerResponses(node: node, connection: connection).all()
        guard let today = CalendarDay(daysSinceEpoch: Int(node.now() / 86_400_000)) else { return [] }
        return try reading.entries("service").map { service in
            let organisation = service.view.links("organisation").first
            return DirectoryListing(
                service, of: organisation.flatMap { organisations[$0] }, today: today, response: organisation.flatMap { responses[$0]?.measured })
        }
    }
}
