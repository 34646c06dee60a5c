/// What of a name's sounds fits beside its value: whether two names may be the same to the name engine, without reading either.
enum SoundMark {
    /// The mark of values with a part in another script than Latin.
    static var otherScript: UInt8 { 0x80 }
    /// In the set of symbols of a whole name the bits that stand for the sounds of its words; those below are its letters.
    static var words: UInt64 { ~0 << UInt64(letters) }
    /// How many bits of the set of symbols of a whole name stand for letters.
    static var letters: Int { 26 }

    /// The classes of consonants that occur, a bit each, see ``Sound/classes``; and ``otherScript``.
    static func sounds(of key: NameKey) -> UInt8 {
        var mark: UInt8 = 0
        for part in key.parts where part.isSubstantial || key.parts.count == 1 {
            for sound in part.sounds {
                // The Arabic letter for w is as often a vowel.
                let coarse = sound == Sound.w ? 0 : Sound.classes[Int(sound)]
                if coarse > 0 { mark |= 1 << (coarse - 1) }
            }
            if part.script != .latin { mark |= otherScript }
        }
        return mark
    }

    /// The sounds of each part that is a name, as one of the bits of ``words``.
    static func words(of key: NameKey) -> UInt64 {
        key.soundClasses.reduce(0) { $0 | 1 << (UInt64(letters) + (Hashing.mix(UInt64($1)) >> 32) % UInt64(64 - letters)) }
    }

    /// Whether names with these marks may be the same: between Latin spellings at most one class of sounds is in one of them alone, across scripts, which do not tell all sounds
    /// apart, two are.
    @inline(__always)
    static func mayAgree(_ left: UInt8, _ right: UInt8) -> Bool {
        let others = ((left ^ right) & 0x7F).nonzeroBitCount
        return others <= ((left | right) & otherScript == 0 ? 1 : 2)
    }
}
