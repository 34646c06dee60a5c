/// What of the dates of a file should be looked at.
enum DateWarnings {
    static func sentences(_ tables: [RecordTable], _ columns: LinkageColumns, files: [String]) -> [String] {
        columns.understandings.filter { $0.comparison == .date }.flatMap { understanding -> [String] in
            let pool = tables[understanding.file].columns[understanding.index].pool
            let custom = DateText.custom(of: pool, meaning: understanding.meaning)
            let place = "\(files[understanding.file]): \(understanding.column)"
            var sentences: [String] = []
            if custom.isBikramSambat {
                sentences.append("\(place) has years that lie ahead: they are read as the Nepali calendar (Bikram Sambat).")
            }
            var (count, example) = (0, "")
            for number in 1..<max(1, UInt32(pool.count)) where DateText.hasImpossibleDay(pool.text(number), custom: custom) {
                if count == 0 { example = pool.string(number) }
                count += 1
            }
            if count > 0 {
                sentences.append("\(place) has \(count) \(count == 1 ? "date" : "dates") with a day that its month does not have, such as \(example): only month and year are compared.")
            }
            return sentences
        }
    }
}
