/// How far two values agree that are no letters: days, and numbers that are counted.
enum ValueLevels {
    /// From eight digits of four bits: `YYYYMMDD`, zeros where month or day is not told.
    @inline(__always)
    static func dates(_ left: UInt64, _ right: UInt64) -> UInt8 {
        let difference = left ^ right
        let sameYear = difference & 0xFFFF_0000 == 0
        let (leftMonth, leftDay) = (left & 0xFF00, left & 0xFF)
        let (rightMonth, rightDay) = (right & 0xFF00, right & 0xFF)
        if leftMonth == 0 || rightMonth == 0 { return sameYear ? AgreementLevel.similar : AgreementLevel.different }
        if leftDay == 0 || rightDay == 0 { return difference & 0xFFFF_FF00 == 0 ? AgreementLevel.similar : AgreementLevel.different }
        if sameYear, leftMonth == rightDay &<< 8, rightMonth == leftDay &<< 8 { return AgreementLevel.close }
        var digits = difference | difference &>> 1
        digits |= digits &>> 2
        digits &= 0x1111_1111
        let slips = digits.nonzeroBitCount
        if slips == 1 { return AgreementLevel.close }
        if slips == 2 {
            let low = UInt64(digits.trailingZeroBitCount)
            let neighbours = digits &>> low == 0x11
            if neighbours, (left &>> low) & 0xF == (right &>> (low &+ 4)) & 0xF, (left &>> (low &+ 4)) & 0xF == (right &>> low) & 0xF {
                return AgreementLevel.close
            }
        }
        let parts = (sameYear ? 1 : 0) &+ (leftMonth == rightMonth ? 1 : 0) &+ (leftDay == rightDay ? 1 : 0)
        if parts == 2 { return AgreementLevel.similar }
        if slips == 2 { return AgreementLevel.partial }
        return sameYear ? AgreementLevel.remote : AgreementLevel.different
    }

    /// From the numbers themselves.
    @inline(__always)
    static func quantities(_ left: UInt64, _ right: UInt64) -> UInt8 {
        switch left > right ? left &- right : right &- left {
        case 1: AgreementLevel.close
        case 2: AgreementLevel.similar
        case 3...5: AgreementLevel.partial
        case 6...10: AgreementLevel.remote
        default: AgreementLevel.different
        }
    }
}
