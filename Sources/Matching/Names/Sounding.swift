/// Reads words aloud: from letters to sounds.
struct Sounding {
    let table: LetterTable

    /// The sounds of a word in plain Latin letters `a`…`z`. Doubled sounds count once.
    func latin(_ letters: [UInt8]) -> [UInt8] {
        var sounds: [UInt8] = []
        sounds.reserveCapacity(letters.count)
        var place = 0
        while place < letters.count {
            // Haque, Rafique, Tareque: the end of the French and of the Bengali and Urdu spelling.
            if place > 0, place + 3 == letters.count, letters[place...].elementsEqual("que".utf8) {
                append(Sound.k, to: &sounds)
                break
            }
            // Miah, Muthiah: the h of the ending is not heard.
            if place + 1 == letters.count, place >= 2, letters[(place - 2)...].elementsEqual("iah".utf8) { break }
            if let (spelt, length) = table.longestSpelling(in: letters, at: place) {
                for sound in spelt { append(sound, to: &sounds) }
                place += length
                continue
            }
            let next = place + 1 < letters.count ? letters[place + 1] : 0
            for sound in single(letters[place], next: next, isFirst: place == 0, last: sounds.last) { append(sound, to: &sounds) }
            place += 1
        }
        return sounds
    }

    private func single(_ letter: UInt8, next: UInt8, isFirst: Bool, last: UInt8?) -> [UInt8] {
        let afterVowel = last.map(Sound.isVowel) ?? false
        switch letter {
        case UInt8(ascii: "c"):
            return [UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "y")].contains(next) ? Sound.codes("c".utf8) : [Sound.k]
        case UInt8(ascii: "x"):
            return isFirst ? Sound.codes("S".utf8) : [Sound.k, Sound.s]
        case UInt8(ascii: "y"):
            return afterVowel || Self.isVowelLetter(next) ? [Sound.y] : [Sound.i]
        case UInt8(ascii: "i"):
            // The second half of ai, ei, oi is the glide that Husain, Husayn and Hussein share.
            return afterVowel && last != Sound.i ? [Sound.y] : [Sound.i]
        case UInt8(ascii: "u"):
            return afterVowel && last != Sound.code(of: letter) ? [Sound.w] : [Sound.code(of: letter)]
        default:
            return Sound.codes([letter])
        }
    }

    private static func isVowelLetter(_ letter: UInt8) -> Bool {
        [UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u")].contains(letter)
    }

    /// A sound that is doubled counts once, and so does the glide from i to another vowel, which is written or not (Mia, Miya).
    private func append(_ sound: UInt8, to sounds: inout [UInt8]) {
        guard sounds.last != sound else { return }
        if sounds.last == Sound.y, sounds.count > 1, sounds[sounds.count - 2] == Sound.i, Sound.isVowel(sound), sound != Sound.i { sounds.removeLast() }
        sounds.append(sound)
    }

    /// What a stop of Tamil sounds like where it stands; nil for other letters.
    private func stop(_ scalars: [UInt32], _ start: Int, _ length: Int, _ script: NameScript, after before: UInt8?) -> [UInt8]? {
        guard script == .tamil, length == 1 else { return nil }
        return TamilStops.sounds(of: scalars[start], next: start + 1 < scalars.count ? scalars[start + 1] : nil, after: before)
    }

    /// The sounds of a word in any other script that the table knows.
    func other(_ scalars: [UInt32], script: NameScript) -> [UInt8] {
        var sounds: [UInt8] = []
        var carriesVowel = false
        var vowelBefore: [UInt8] = []
        var lastConsonant = 0
        var place = 0
        while place < scalars.count {
            guard let (letter, length) = table.longestLetter(in: scalars, at: place) else {
                place += 1
                continue
            }
            let start = place
            place += length
            switch letter.kind {
            case .consonant:
                if carriesVowel { append(Sound.inherentVowel, to: &sounds) }
                lastConsonant = sounds.count
                for sound in stop(scalars, start, length, script, after: sounds.last) ?? letter.sounds { append(sound, to: &sounds) }
                carriesVowel = vowelBefore.isEmpty
                for sound in vowelBefore { append(sound, to: &sounds) }
                vowelBefore = []
            case .sign:
                carriesVowel = false
                for sound in letter.sounds { append(sound, to: &sounds) }
            case .killer:
                carriesVowel = false
            case .before:
                if carriesVowel { append(Sound.inherentVowel, to: &sounds) }
                carriesVowel = false
                vowelBefore = letter.sounds
            case .medial:
                for sound in letter.sounds { append(sound, to: &sounds) }
            case .breath:
                sounds.insert(contentsOf: letter.sounds, at: min(lastConsonant, sounds.count))
            case .cancel:
                carriesVowel = false
                sounds.removeSubrange(min(lastConsonant, sounds.count)...)
            case .silent:
                break
            case .vowel, .mark, .letter, .fold:
                if carriesVowel { append(Sound.inherentVowel, to: &sounds) }
                carriesVowel = false
                lastConsonant = sounds.count
                for sound in letter.kind == .fold ? Sound.codes(letter.sounds) : letter.sounds { append(sound, to: &sounds) }
            }
        }
        for sound in vowelBefore { append(sound, to: &sounds) }
        if carriesVowel, !script.dropsFinalVowel { append(Sound.inherentVowel, to: &sounds) }
        return sounds
    }
}
