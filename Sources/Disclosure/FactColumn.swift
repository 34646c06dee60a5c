/// The values of one fact for all cases.
///
/// A case can have several values of a fact (two violations of different types). Each distinct *combination* of values gets a code, so that counting looks at one small
/// number per case and fact; combinations are taken apart only in the result, which has few rows.
public struct FactColumn: Sendable {
    public let name: String
    /// The code of each case's combination; an index into ``combinations``.
    public private(set) var codes: [UInt16]
    /// Each combination as ascending indices into ``values``. Code 0 is the empty one: nothing was recorded.
    public private(set) var combinations: [[UInt16]]
    /// The distinct values, in the order in which they were met.
    public private(set) var values: [String]

    private var codeOfCombination: [[UInt16]: UInt16]
    /// Code of the combination that holds one value alone, by value: the usual case needs no hashing.
    private var codeOfSingle: [UInt16]

    /// - Parameter capacity: how many cases are expected.
    public init(name: String, capacity: Int = 0) {
        self.name = name
        codes = []
        codes.reserveCapacity(capacity)
        combinations = [[]]
        values = []
        codeOfCombination = [[]: 0]
        codeOfSingle = []
    }

    /// Makes room for a further distinct value and returns its index.
    /// - Throws: ``TabulationError`` from 65,535 distinct values on.
    public mutating func addValue(_ value: String) throws -> UInt16 {
        guard values.count < Int(UInt16.max) else { throw TabulationError.tooManyValues(fact: name) }
        values.append(value)
        codeOfSingle.append(0)
        return UInt16(values.count - 1)
    }

    /// Appends the next case.
    /// - Parameter present: the indices of its values, in any order, possibly repeated.
    /// - Throws: ``TabulationError`` from 65,535 distinct combinations on.
    public mutating func append(_ present: [UInt16]) throws {
        switch present.count {
        case 0: codes.append(0)
        case 1:
            let value = Int(present[0])
            if codeOfSingle[value] == 0 { codeOfSingle[value] = try code(of: present) }
            codes.append(codeOfSingle[value])
        default: codes.append(try code(of: Array(Set(present)).sorted()))
        }
    }

    private mutating func code(of combination: [UInt16]) throws -> UInt16 {
        if let code = codeOfCombination[combination] { return code }
        guard combinations.count <= Int(UInt16.max) else { throw TabulationError.tooManyValues(fact: name) }
        let code = UInt16(combinations.count)
        combinations.append(combination)
        codeOfCombination[combination] = code
        return code
    }

    /// The texts of a combination; nil stands for «not recorded».
    func values(ofCode code: Int) -> [String?] {
        combinations[code].isEmpty ? [nil] : combinations[code].map { values[Int($0)] }
    }
}

/// Why facts cannot be tabulated.
public enum TabulationError: Error, Sendable, CustomStringConvertible {
    case tooManyValues(fact: String)
    case unknownFact(String)
    case tooManyCells

    public var description: String {
        switch self {
        case .tooManyValues(let fact): "The fact «\(fact)» has too many different values or combinations (over 65,000) to be tabulated. Choose a coarser one."
        case .unknownFact(let fact): "There is no fact «\(fact)» to tabulate by."
        case .tooManyCells: "The table would have more than 10 million rows. Choose fewer or coarser facts."
        }
    }
}
