import Foundation

/// What a linkage did, for the person who asked for it.
public struct LinkageReport: Sendable {
    public let records: Int
    /// The blocking rules in words.
    public let rules: [String]
    /// The share of matches the rules find, as far as can be told without labels; nil if it cannot.
    public let reach: Double?
    /// Pairs that were compared; one that several rules brought counts each time.
    public let comparisons: Double
}

/// One pair of the answer.
public struct LinkedPair: Sendable {
    public let left: Int
    public let right: Int
    /// That both are of the same person, from 0 to 1.
    public let probability: Double
    /// The sum of the evidence in bits, without the prior.
    public let weight: Double
}

/// What was found, and what is needed to explain it.
public struct LinkageResult: Sendable {
    public let names: RecordNames
    public let columns: LinkageColumns
    public let report: LinkageReport
    public let model: AgreementModel
    let records: PreparedRecords
    let tables: PairComparer.Tables
    let candidates: [ScoredPair]
    let settings: LinkageSettings
    /// The files as they were read, if values are kept.
    let written: [RecordTable]
    /// What should be looked at in the files, a sentence each.
    let warnings: [String]
    /// What people decided about pairs: that stays, whatever the evidence says.
    let decisions: [PairKey: Bool]

    init(
        names: RecordNames, columns: LinkageColumns, records: PreparedRecords, tables: PairComparer.Tables, model: AgreementModel, candidates: [ScoredPair],
        report: LinkageReport, settings: LinkageSettings, written: [RecordTable], warnings: [String], decisions: [PairKey: Bool]
    ) {
        self.names = names
        self.columns = columns
        self.records = records
        self.tables = tables
        self.model = model
        self.candidates = candidates
        self.report = report
        self.settings = settings
        self.written = written
        self.warnings = warnings
        self.decisions = decisions
    }

    /// The pairs from the threshold of the settings on: within one file as consistent groups, one to one if asked. Pairs that people decided about are given out, or not, as they decided.
    public func pairs() -> [LinkedPair] {
        let threshold = logOdds(settings.threshold)
        // Two records of which nothing speaks for one person are none, however likely any two are: such as one that is empty.
        let least = max(1, AgreementModel.units(threshold - model.priorWeight))
        let confirmed = decisions.filter(\.value).keys.map { ScoredPair(left: $0.left, right: $0.right, pattern: 0, weight: Self.confirmedWeight) }
        let likely = candidates.filter { $0.weight >= least && decisions[PairKey($0.left, $0.right)] == nil } + confirmed.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
        if settings.oneToOne { return OneToOne.select(likely, above: least).map(linked) }
        if records.isLink { return likely.map(linked).sorted { ($0.left, $0.right) < ($1.left, $1.right) } }
        return grouped(likely, threshold)
    }

    private func grouped(_ likely: [ScoredPair], _ threshold: Double) -> [LinkedPair] {
        PairComparer.with(records, tables) { comparer in
            let groups = Clustering.groups(likely, threshold: threshold) { left, right in
                switch decisions[PairKey(left, right)] {
                case true: Double(Self.confirmedWeight) / 256
                case false: -.infinity
                case nil: Double(comparer.scored(left, right).weight) / 256 + model.priorWeight
                }
            }
            var pairs: [LinkedPair] = []
            for group in groups {
                for (index, left) in group.enumerated() {
                    for right in group.dropFirst(index + 1) { pairs.append(linked(comparer.scored(left, right))) }
                }
            }
            return pairs.sorted { ($0.left, $0.right) < ($1.left, $1.right) }
        }
    }

    /// What a pair weighs of which a person said that it is one: more than any evidence.
    private static let confirmedWeight: Int32 = 2_000 * 256

    private func linked(_ pair: ScoredPair) -> LinkedPair {
        let isConfirmed = decisions[PairKey(pair.left, pair.right)] == true
        let units = isConfirmed ? PairComparer.with(records, tables) { $0.scored(pair.left, pair.right).weight } : pair.weight
        let weight = Double(units) / 256
        let probability = isConfirmed ? 1 : AgreementModel.probability(ofWeight: weight + model.priorWeight)
        return LinkedPair(left: Int(pair.left), right: Int(pair.right), probability: probability, weight: weight)
    }

    private func logOdds(_ probability: Double) -> Double {
        let bounded = min(1 - 1e-12, max(1e-12, probability))
        return log2(bounded / (1 - bounded))
    }

    /// A value as it was written; where values are not kept, as it is compared.
    private func value(_ record: Int, _ column: Int, _ cell: Cell) -> String {
        let file = record < records.boundary ? 0 : 1
        guard written.indices.contains(file) else {
            return String(records.texts.string(cell.value).unicodeScalars.prefix { $0.value != UInt32(ValueForm.separator) })
        }
        return written[file].text(record: record - (file == 0 ? 0 : records.boundary), column: records.columns[column].sources[file])
    }

    /// What each column says about two records; the weights add up to the pair's weight.
    public func evidence(_ left: Int, _ right: Int) -> [ColumnEvidence] {
        PairComparer.with(records, tables) { comparer in
            let (first, second) = (comparer.cells + left * comparer.width, comparer.cells + right * comparer.width)
            let pattern = comparer.pattern(first, second)
            let weights = comparer.weights(pattern, first, second)
            return records.columns.indices.map { column in
                let stored = Int(pattern >> UInt64(column * 4) & 15)
                return ColumnEvidence(
                    column: records.columns[column].name, meaning: records.columns[column].meaning, left: value(left, column, first[column]),
                    right: value(right, column, second[column]), level: stored == 0 ? "missing" : AgreementLevel.names[stored - 1],
                    weight: Double(weights[column]) / 256)
            }
        }
    }
}

/// What one column says about a pair.
public struct ColumnEvidence: Sendable {
    public let column: String
    public let meaning: ColumnMeaning
    /// The two values, empty where one is missing.
    public let left: String
    public let right: String
    /// `exact`, `close`, … `different`, or `missing`.
    public let level: String
    /// In bits: positive for the same person, negative against.
    public let weight: Double
}
