import Foundation

/// A part of a name as it is compared: never shown in place of what was written.
public struct NamePart: Hashable, Sendable {
    /// The part in lower case without marks that are not heard, UTF-8.
    public let text: [UInt8]
    /// The part in plain Latin letters if it is in Latin script, else empty.
    public let letters: [UInt8]
    public let sounds: [UInt8]
    public let script: NameScript
    public let role: NameRole
    /// The evidence in its sounds, see ``SoundCosts/information(of:_:)``: asked for at every comparison.
    let information: SIMD4<Int32>
    /// See ``NameRarity``.
    let rarity: Float

    init(text: [UInt8], letters: [UInt8], sounds: [UInt8], script: NameScript, role: NameRole) {
        self.text = text
        self.letters = letters
        self.sounds = sounds
        self.script = script
        self.role = role
        information = SoundCosts.standard.information(of: sounds, script.writing)
        rarity = NameRarity.standard.rarity(ofSounds: sounds)
    }

    /// The classes of its consonants, for blocking: equal for spellings that differ in vowels and in which of two near sounds is written.
    public var soundClass: UInt32 { Sound.skeleton(sounds) }

    /// What the part counts in a name: by what it does there, and how rare it is.
    var weight: Float { role.weight * rarity * (isAbbreviation ? NameAlignment.abbreviation : 1) }

    /// This part and the next of its script written as one; a sound that ends the one and begins the other is heard once.
    func joined(with next: NamePart) -> NamePart {
        let sounds = sounds + (sounds.last == next.sounds.first ? next.sounds.dropFirst() : next.sounds[...])
        return NamePart(text: text + next.text, letters: letters + next.letters, sounds: sounds, script: script, role: .name)
    }

    /// Whether other letters stand for a name than those it has: Md., Mohd.
    var isAbbreviation: Bool { script == .latin && !letters.isEmpty && letters != text }

    /// Whether the part is a name in itself, not a particle, title or initial.
    public var isSubstantial: Bool { role.weight >= 0.4 && role != .initial }
}

/// A name taken apart for comparison.
public struct NameKey: Hashable, Sendable {
    public let parts: [NamePart]
    /// The text itself, without spaces around it, where no part of a name is in it, as in “123”; else empty.
    let withoutParts: String

    /// - Complexity: linear in the length of the text, of which the first 400 letters count.
    public init(_ text: String) {
        parts = NameReader.standard.parts(of: text)
        withoutParts = parts.isEmpty ? text.trimmingCharacters(in: .whitespacesAndNewlines) : ""
    }

    init(parts: [NamePart]) {
        self.parts = parts
        withoutParts = ""
    }

    public var isEmpty: Bool { parts.isEmpty }

    /// The sound classes of the parts that are names, each once, for blocking: two spellings of a person's name nearly always share one.
    public var soundClasses: Set<UInt32> {
        let substantial = parts.filter(\.isSubstantial)
        return Set((substantial.isEmpty ? parts : substantial).map(\.soundClass))
    }
}
