extension EDTF {
    /// One date of an EDTF text: a year, season, month, day or time, with unknown digits and marks of doubt.
    struct Point {
        enum Form {
            case plain
            /// Codes 21 to 41 in the place of the month.
            case season(Int)
            /// With unknown digits (`X`).
            case masked
            /// `Y170000002`
            case longYear
            /// `1950S2`: so many significant digits.
            case significant
        }

        private(set) var earliest = CalendarDay(unchecked: 0, 1, 1)
        private(set) var latest = CalendarDay(unchecked: 0, 1, 1)
        private(set) var precision = PartialDate.Precision.year
        private(set) var approximate = false
        private(set) var uncertain = false
        private(set) var form = Form.plain
        /// The parts as written, for the display text: which of them have unknown digits.
        private(set) var monthIsUnknown = false
        private(set) var dayIsUnknown = false

        var hasUnknownDigits: Bool { if case .masked = form { true } else { false } }

        init(_ bytes: ArraySlice<UInt8>, timeAllowed: Bool) throws(Fault) {
            guard !bytes.isEmpty else { throw Fault(problem: "lacks a date.") }
            guard let separator = bytes.firstIndex(of: UInt8(ascii: "T")) else {
                try read(bytes)
                return
            }
            guard timeAllowed else { throw Fault(problem: "has a time inside an interval or a set.") }
            try read(bytes[..<separator])
            guard precision == .day, case .plain = form, !approximate, !uncertain else { throw Fault(problem: "has a time without a plain day.") }
            try ClockTime.check(bytes[(separator + 1)...])
            precision = .time
        }

        private mutating func read(_ bytes: ArraySlice<UInt8>) throws(Fault) {
            var reader = Reader(bytes)
            reader.qualifier(&self)
            if reader.take(UInt8(ascii: "Y")) {
                try readLongYear(&reader)
            } else {
                try readParts(&reader)
            }
            guard reader.isAtEnd else { throw Fault(problem: "is not a date in EDTF.") }
        }

        fileprivate mutating func mark(_ byte: UInt8) {
            if byte != UInt8(ascii: "?") { approximate = true }
            if byte != UInt8(ascii: "~") { uncertain = true }
        }

        // MARK: Y and the years beyond four digits

        private mutating func readLongYear(_ reader: inout Reader) throws(Fault) {
            let negative = reader.take(UInt8(ascii: "-"))
            let digits = reader.digits()
            guard let first = digits.first, first != 0x30, digits.count <= 10, var year = Reader.number(digits) else {
                throw Fault(problem: "has no year after Y, or one of more than ten digits.")
            }
            if reader.take(UInt8(ascii: "E")) {
                guard let exponent = Reader.number(reader.digits()), exponent <= 9 else { throw Fault(problem: "has no usable exponent after E.") }
                for _ in 0..<exponent { year *= 10 }
            } else if digits.count < 5 {
                throw Fault(problem: "has Y before a year of four digits or fewer.")
            }
            form = .longYear
            try setYear(year, negative: negative, significant: significance(&reader))
            reader.qualifier(&self)
        }

        private func significance(_ reader: inout Reader) throws(Fault) -> Int? {
            guard reader.take(UInt8(ascii: "S")) else { return nil }
            guard let digits = Reader.number(reader.digits()), digits > 0 else { throw Fault(problem: "has no number of digits after S.") }
            return digits
        }

        private mutating func setYear(_ year: Int, negative: Bool, significant: Int?) throws(Fault) {
            var low = year
            var high = year
            if let significant {
                form = .significant
                precision = .partial
                var step = 1
                for _ in 0..<max(0, String(year).utf8.count - significant) { step *= 10 }
                low = year / step * step
                high = low + step - 1
            }
            guard CalendarDay.years.contains(high) else { throw Fault(problem: "has a year beyond two thousand million.") }
            earliest = .firstDay(of: negative ? -high : low)
            latest = .lastDay(of: negative ? -low : high)
        }

        // MARK: Four digits, month, day

        private mutating func readParts(_ reader: inout Reader) throws(Fault) {
            let negative = reader.take(UInt8(ascii: "-"))
            guard let year = reader.mask(4) else { throw Fault(problem: "does not begin with a year of four digits.") }
            if negative, year.elementsEqual("0000".utf8) { throw Fault(problem: "has the year -0000; year 0 has no sign.") }
            if let plain = Reader.number(year), let digits = try significance(&reader) {
                try setYear(plain, negative: negative, significant: digits)
                reader.qualifier(&self)
                return
            }
            reader.qualifier(&self)
            guard reader.take(UInt8(ascii: "-")) else {
                try setMasked(Mask(negative: negative, year: year))
                return
            }
            reader.qualifier(&self)
            guard let month = reader.mask(2) else { throw Fault(problem: "does not have two digits for the month.") }
            reader.qualifier(&self)
            if reader.take(UInt8(ascii: "-")) {
                reader.qualifier(&self)
                guard let day = reader.mask(2) else { throw Fault(problem: "does not have two digits for the day.") }
                reader.qualifier(&self)
                try setMasked(Mask(negative: negative, year: year, month: month, day: day))
            } else if let code = Reader.number(month), (21...41).contains(code) {
                guard let number = Reader.number(year) else { throw Fault(problem: "has a season in a year with unknown digits.") }
                setSeason(code, year: negative ? -number : number)
            } else {
                try setMasked(Mask(negative: negative, year: year, month: month))
            }
        }

        private mutating func setMasked(_ mask: Mask) throws(Fault) {
            guard let bounds = mask.bounds else { throw Fault(problem: "has no such \(mask.day == nil ? "month" : "day").") }
            (earliest, latest) = bounds
            precision = mask.precision
            monthIsUnknown = mask.month.map { Reader.number($0) == nil } ?? false
            dayIsUnknown = mask.day.map { Reader.number($0) == nil } ?? false
            if mask.hasUnknownDigits { form = .masked }
        }

        /// Codes of ISO 8601-2, 4.8: 21–24 seasons, 25–28 of the northern and 29–32 of the southern hemisphere, 33–36 quarters,
        /// 37–39 thirds, 40–41 halves of a year.
        private mutating func setSeason(_ code: Int, year: Int) {
            form = .season(code)
            precision = .season
            let months: (first: Int, count: Int) =
                switch code {
                case 21, 25, 31: (3, 3)
                case 22, 26, 32: (6, 3)
                case 23, 27, 29: (9, 3)
                case 24, 28, 30: (12, 3)
                case 33...36: ((code - 33) * 3 + 1, 3)
                case 37...39: ((code - 37) * 4 + 1, 4)
                default: ((code - 40) * 6 + 1, 6)
                }
            let end = months.first + months.count - 1
            earliest = CalendarDay(unchecked: year, months.first, 1)
            latest = end > 12 ? .lastDay(of: end - 12, year + 1) : .lastDay(of: end, year)
        }
    }

    /// Takes bytes from the front.
    fileprivate struct Reader {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest.removeFirst()
            return true
        }

        mutating func qualifier(_ point: inout Point) {
            guard let byte = rest.first, byte == UInt8(ascii: "?") || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "%") else { return }
            rest.removeFirst()
            point.mark(byte)
        }

        mutating func digits() -> ArraySlice<UInt8> {
            let digits = rest.prefix { CodeSyntax.isDigit($0) }
            rest = rest[digits.endIndex...]
            return digits
        }

        /// So many digits or X.
        mutating func mask(_ count: Int) -> ArraySlice<UInt8>? {
            let mask = rest.prefix(count)
            guard mask.count == count, mask.allSatisfy({ CodeSyntax.isDigit($0) || $0 == UInt8(ascii: "X") }) else { return nil }
            rest = rest[mask.endIndex...]
            return mask
        }

        /// Nil for unknown digits, for none, and for more than fit.
        static func number(_ digits: ArraySlice<UInt8>) -> Int? {
            guard !digits.isEmpty, digits.count <= 10 else { return nil }
            var number = 0
            for digit in digits {
                guard CodeSyntax.isDigit(digit) else { return nil }
                number = number * 10 + Int(digit - 0x30)
            }
            return number
        }
    }
}
