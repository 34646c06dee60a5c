import Formats
import Foundation
import Interchange
import Storage
import Testing

@testable import App

/// A row whose record was erased is given back as it stood.
@Suite("Rows that the node refuses") struct RefusedRowTests {
    @Test("The file of rejects has the row's cells and the rows that belong to it")
    func erasedRecord() throws {
        let world = try World()
        let file = try world.write("identifier,cas_Status,hte_City\nA,Active,Doha\nA,,Lusail\nB,Active,\n", to: "cases.csv")
        let importer = Importer(node: world.node, file: file, instructions: .preset(.htcds))
        #expect(try importer.run().imported == 2)
        let person = try world.node.database.read { connection in
            try connection.all("SELECT l.target FROM record_link l WHERE l.field = 'case' ORDER BY l.record", []) { $0.text(0) }.first
        }
        _ = try Erasure(world.node).erase(#require(person), reason: "Asked for.")
        let changed = try world.write("identifier,cas_Status,hte_City\nA,Closed,Doha\nA,,Lusail\nB,Closed,\n", to: "again.csv")
        let rejects = world.file("rejects.csv")
        let outcome = try Importer(node: world.node, file: changed, instructions: .preset(.htcds)).run(rejects: rejects)
        #expect(outcome.rejected == 1 && outcome.imported == 1)
        var reader = try CSVReader(bytes: [UInt8](Data(contentsOf: rejects)))
        var rows: [[String]] = []
        while let record = try reader.next() { rows.append(record.fields) }
        #expect(rows.map { Array($0.prefix(3)) } == [["identifier", "cas_Status", "hte_City"], ["A", "Closed", "Doha"], ["A", "", "Lusail"]])
        #expect(rows.last?.last?.contains("belongs to the case of row 2") == true)
    }
}
