import Foundation
import Synchronization

/// Finds the records of one file, or of two, that are of the same person.
///
/// What happens, in order: the columns are understood, values brought to comparable forms, the model learned from narrow blocks without labels
/// (``Pilot``), the blocking chosen for reach (``BlockingChoice``), candidates compared (``CandidateScan``), the prior fitted, and pairs put together.
public struct Linkage: Sendable {
    /// Evidence below the even chance at which a pair is still remembered, in bits.
    private static let remembered = 8.0
    /// How often the model is learned again where every pair was compared.
    private static let rounds = 8
    /// However few records there are: of two alone nobody knows whether they are of one person.
    private static let highestPrior = 0.2

    public let settings: LinkageSettings
    /// Told what is being done and how far it has come.
    let progress: @Sendable (String) -> Void

    public init(settings: LinkageSettings = LinkageSettings(), progress: @escaping @Sendable (String) -> Void = { _ in }) {
        self.settings = settings
        self.progress = progress
    }

    /// - Parameters:
    ///   - files: one file to find duplicates in, or two to link.
    ///   - labels: pairs that people decided about, by the names of the records.
    ///   - checkpoint: a file that remembers what was done, so that a run that was stopped goes on; nil for none.
    ///   - replacesOtherCheckpoint: whether a checkpoint of other work is written anew instead of being refused.
    /// - Throws: ``LinkageError``, ``TableFileError``.
    public func run(_ files: [URL], labels: URL? = nil, checkpoint: URL? = nil, replacesOtherCheckpoint: Bool = false) throws -> LinkageResult {
        var tables: [RecordTable] = []
        for (number, file) in files.enumerated() {
            let table = try RecordTableReader.read(file, encoding: settings.encoding(ofFile: number)) { count in
                progress("reading \(file.lastPathComponent): \(count) records")
            }
            if table.recordCount == 0 { throw LinkageError.noRecords(file: file.lastPathComponent) }
            tables.append(table)
        }
        let columns = try LinkageColumns(&tables, settings, files: files.map(\.lastPathComponent))
        let names = RecordNames(tables, columns, files: files.map(\.lastPathComponent))
        let labelled = try labels.map { try PairFile.read($0).numbers(in: names) } ?? []
        progress("preparing \(tables.reduce(0) { $0 + $1.recordCount }) records")
        var records = PreparedRecords(tables: tables, columns: Self.mostTelling(columns.columns, tables), referenceYear: settings.referenceYear)
        let warnings = DateWarnings.sentences(tables, columns, files: files.map(\.lastPathComponent))
        let written = settings.keepsValues ? tables : []
        tables = []
        let state = try learned(&records, labelled, checkpoint.map { (file: $0, replacesOther: replacesOtherCheckpoint) })
        return LinkageResult(
            names: names, columns: columns, records: records, tables: state.tables, model: state.model, candidates: state.pairs,
            report: state.report, settings: settings, written: written, warnings: warnings,
            decisions: Dictionary(labelled.map { (PairKey(UInt32($0.left), UInt32($0.right)), $0.isMatch) }) { $1 })
    }

    private struct State {
        var tables: PairComparer.Tables
        var model: AgreementModel
        var pairs: [ScoredPair]
        var report: LinkageReport
    }

    private func learned(_ records: inout PreparedRecords, _ labels: [PairFile.Numbered], _ checkpoint: (file: URL, replacesOther: Bool)?) throws -> State {
        var tables = PairComparer.Tables(records.columns)
        let keys = BlockingKeys(records)
        progress("learning what matches look like")
        let pilot = Pilot(records: records, tables: tables, keys: keys).learn(labels: labels.map { ($0.left, $0.right, $0.isMatch) })
        var model = pilot.model
        tables.references = pilot.references
        let choice = try blocking(records, keys, tables, pilot)
        model.prior = Self.prior(pilot, records, choice)
        for group in model.groups.indices { model.groups[group].share = Self.share(ofGroup: group, pilot, records) }
        weigh(model, &records, &tables)
        let floor = AgreementModel.units(-model.priorWeight - Self.remembered)
        let scan = CandidateScan(records: records, tables: tables, keys: keys, rules: choice.rules, floor: floor)
        let (found, compared) = try compare(scan, choice, checkpoint)
        var pairs = found
        if choice.rules == [.everyPair] {
            relearn(&model, &pairs, records: &records, tables: &tables)
        }
        fitPrior(&model, pairs, records)
        heed(labels, &model, &pairs, records, &tables)
        let report = LinkageReport(
            records: records.recordCount, rules: choice.rules.map { keys.name($0, records.columns) }, reach: choice.reach, comparisons: compared)
        return State(tables: tables, model: model, pairs: pairs, report: report)
    }

    /// The columns with the most different values first: most pairs are then decided after a few columns.
    private static func mostTelling(_ columns: [PreparedColumn], _ tables: [RecordTable]) -> [PreparedColumn] {
        let distinct = columns.map { tables[0].columns[$0.sources[0]].pool.count }
        let order = columns.indices.sorted { (distinct[$1], $0) < (distinct[$0], $1) }
        return order.prefix(PreparedRecords.mostColumns).map { columns[$0] }
    }

    private func blocking(
        _ records: PreparedRecords, _ keys: BlockingKeys, _ tables: PairComparer.Tables, _ pilot: Pilot.Result
    ) throws(LinkageError) -> BlockingChoice {
        if settings.blocking.isEmpty { return BlockingChoice.choose(records, keys, tables, pilot) }
        var rules: [BlockingRule] = []
        for names in settings.blocking {
            var rule: [Int] = []
            for name in names {
                guard let key = keys.keys.firstIndex(where: { records.columns[$0.column].name == name && $0.reading == .whole }) else {
                    throw .unknownColumn(name: name, setting: "blocking", known: records.columns.map(\.name))
                }
                rule.append(key)
            }
            rules.append(BlockingRule(keys: rule.sorted()))
        }
        return BlockingChoice.given(rules, records, keys, tables, pilot)
    }

    /// Matches as the rules of the pilot saw them, the middle of what they say.
    private static func prior(_ pilot: Pilot.Result, _ records: PreparedRecords, _ choice: BlockingChoice) -> Double {
        let estimates = pilot.rules.map { $0.share * Double($0.pairs.count) * $0.scale }.sorted()
        let matches = estimates.last ?? 0
        return min(highestPrior, max(0.1, matches) / max(2, records.pairCount))
    }

    /// Pairs of people of one group, the most that a rule of the pilot saw.
    private static func share(ofGroup group: Int, _ pilot: Pilot.Result, _ records: PreparedRecords) -> Double {
        let pairs = pilot.rules.map { $0.groupShares[group] * Double($0.pairs.count) * $0.scale }.max() ?? 0
        return min(0.5, max(SharedGroup.leastShare(records), pairs / max(2, records.pairCount)))
    }

    // MARK: Comparing

    private func compare(_ scan: CandidateScan, _ choice: BlockingChoice, _ checkpoint: (file: URL, replacesOther: Bool)?) throws -> (
        [ScoredPair], Double
    ) {
        let pieces = CandidateScan.pieces(choice.rules, scan.records)
        var lists: [[ScoredPair]] = []
        var compared = 0.0
        let store = try checkpoint.map { try LinkageCheckpoint(file: $0.file, of: scan, pieces: pieces, replacesOther: $0.replacesOther) }
        var left: [Int] = []
        for index in pieces.indices {
            if let done = store?.outcome(of: index) {
                lists.append(done.pairs)
                compared += done.compared
            } else {
                left.append(index)
            }
        }
        if !lists.isEmpty { progress("going on: \(lists.count) of \(pieces.count) parts were done before") }
        let state = Mutex(Progress(done: lists.count, found: lists.reduce(0) { $0 + $1.count }))
        let open = left
        let keeper = store
        let outcomes = Parallel.map(open.count) { index in
            let outcome = scan.run(pieces[open[index]])
            let (done, found) = state.withLock { progress in
                progress.done += 1
                progress.found += outcome.pairs.count
                return (progress.done, progress.found)
            }
            progress("comparing: \(done) of \(pieces.count) parts, \(found) likely pairs so far")
            return Result<ScanOutcome, any Error> {
                try keeper?.append(open[index], outcome)
                return outcome
            }
        }
        for outcome in outcomes {
            let outcome = try outcome.get()
            compared += outcome.compared
            lists.append(outcome.pairs)
        }
        progress("putting pairs together")
        return (PairList.merged(lists, recordCount: scan.records.recordCount), compared)
    }

    private struct Progress {
        var done: Int
        var found: Int
    }

    // MARK: Fitting

    /// Writes what was learned where the comparison reads it.
    private func weigh(_ model: AgreementModel, _ records: inout PreparedRecords, _ tables: inout PairComparer.Tables) {
        tables.set(model, records.columns)
        records.setExactWeights(model)
    }

    /// Where every pair was compared, the model is learned once more from all of them.
    private func relearn(_ model: inout AgreementModel, _ pairs: inout [ScoredPair], records: inout PreparedRecords, tables: inout PairComparer.Tables) {
        for _ in 0..<Self.rounds {
            fitPrior(&model, pairs, records)
            let prior = model.priorWeight
            var sums = model.matching.map { row in row.map { _ in 0.0 } }
            for pair in pairs {
                let probability = AgreementModel.probability(ofWeight: Double(pair.weight) / 256 + prior)
                if probability < 1e-3 { continue }
                for column in sums.indices {
                    let level = Int(pair.pattern >> UInt64(column * 4) & 15)
                    if level > 0 { sums[column][level - 1] += probability }
                }
            }
            for column in sums.indices { model.learn(column, records.columns[column], from: sums[column], records: records.recordCount) }
            weigh(model, &records, &tables)
            weighAgain(&pairs, records, tables)
        }
    }

    /// Takes over what decisions teach that people made about pairs.
    private func heed(
        _ labels: [PairFile.Numbered], _ model: inout AgreementModel, _ pairs: inout [ScoredPair], _ records: PreparedRecords, _ tables: inout PairComparer.Tables
    ) {
        let evidence = PairComparer.with(records, tables) { comparer in
            labels.map { label in
                let (left, right) = (comparer.cells + label.left * comparer.width, comparer.cells + label.right * comparer.width)
                let pattern = comparer.pattern(left, right)
                let weights = comparer.weights(pattern, left, right)
                return (0..<comparer.width).map { Double(weights[$0]) / 256 }
            }
        }
        guard let lesson = LabelLesson(evidence, isMatch: labels.map(\.isMatch), prior: model.priorWeight) else { return }
        tables.trust = lesson.trust.map { Int32(($0 * 256).rounded()) }
        model.prior = AgreementModel.probability(ofWeight: model.priorWeight + lesson.shift)
        weighAgain(&pairs, records, tables)
    }

    /// Weighs the pairs that were found by what was learned since.
    private func weighAgain(_ pairs: inout [ScoredPair], _ records: PreparedRecords, _ tables: PairComparer.Tables) {
        PairComparer.with(records, tables) { comparer in
            pairs = pairs.map { pair in
                let left = comparer.cells + Int(pair.left) * comparer.width
                let right = comparer.cells + Int(pair.right) * comparer.width
                return ScoredPair(left: pair.left, right: pair.right, pattern: pair.pattern, weight: comparer.weight(pair.pattern, left, right))
            }
        }
    }

    /// The prior at which the expected number of matches is the one it implies.
    private func fitPrior(_ model: inout AgreementModel, _ pairs: [ScoredPair], _ records: PreparedRecords) {
        let weights = pairs.map { Double($0.weight) / 256 }
        for _ in 0..<30 {
            let prior = model.priorWeight
            let matches = weights.reduce(0.0) { $0 + AgreementModel.probability(ofWeight: $1 + prior) }
            let next = min(Self.highestPrior, max(0.5, matches) / max(2, records.pairCount))
            let change = abs(log2(next / model.prior))
            model.prior = next
            if change < 1e-3 { break }
        }
    }
}
