/// What a part of a name does in it, which decides how much it says about who is meant.
public enum NameRole: UInt8, Hashable, Sendable, CaseIterable {
    /// A name of one's own, of one's father or of one's family.
    case name
    /// A single letter that stands for a name.
    case initial
    /// Very common second names that are written or left out at will: Begum, Bahadur, Kumari, Devi, Khatun.
    case filler
    /// A half of a compound: Allah in Habib-ullah, din in Salah-ud-din.
    case compound
    /// Abd, the servant of …
    case servant
    /// Abu, Umm: father or mother of …
    case parent
    /// Shaikh, Sayyid: an honour that may have become a name.
    case honorific
    /// Mr, Dr, Haji, Mullah, Shri.
    case title
    /// U, Daw, Ko, Ma: Burmese forms of address, which are also syllables of names.
    case address
    /// bin, ibn, binti, s/o.
    case descent
    /// al, el, ul.
    case article
    /// de, von, dos.
    case particle
    /// Junior, III, MBA.
    case suffix
    /// alias, urf.
    case alias

    /// How much a part counts beside a name, from 0 to 1.
    ///
    /// Judgement, checked on labelled pairs: what can be left out without anybody noticing counts little.
    var weight: Float {
        switch self {
        case .name: 1
        case .initial: 0.4
        case .filler: 0.5
        case .compound: 0.45
        case .servant: 0.3
        case .parent: 0.35
        case .honorific: 0.2
        case .address: 0.25
        case .title: 0.06
        case .descent: 0.05
        case .article: 0.02
        case .particle: 0.1
        case .suffix: 0.1
        case .alias: 0
        }
    }

    init?(tableName: String) {
        switch tableName {
        case "filler": self = .filler
        case "compound": self = .compound
        case "abd": self = .servant
        case "kunya": self = .parent
        case "honorific": self = .honorific
        case "title": self = .title
        case "burmese-title": self = .address
        case "descent": self = .descent
        case "article": self = .article
        case "particle": self = .particle
        case "suffix": self = .suffix
        case "alias": self = .alias
        case "abbreviation", "spelling": self = .name
        default: return nil
        }
    }
}
