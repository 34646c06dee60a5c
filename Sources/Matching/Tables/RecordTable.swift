/// A file of records as it was read: every column's texts once, and for each record the numbers of its texts.
struct RecordTable: Sendable {
    /// The names of the columns as the first line of the file has them.
    let header: [String]
    var columns: [Column]
    var recordCount: Int

    struct Column: Sendable {
        var pool = TextPool()
        /// The text of each record.
        var numbers: [UInt32] = []
    }

    func text(record: Int, column: Int) -> String {
        columns[column].pool.string(columns[column].numbers[record])
    }
}
