/// What entries of work are worth, of which some have their day and some only a time, under wages and laws that change within it.
extension ClaimCalculation {
    /// What the work of an entry is worth that lies under one wage and one law; nil where nothing is on file, or no wage is known.
    typealias Pay = (ClaimCalculation, WorkItem, inout Head) -> Fraction?

    struct Bounds {
        var (low, high): (Fraction, Fraction) = (0, 0)

        mutating func add(_ other: Bounds) { (low, high) = (low + other.low, high + other.high) }

        /// What is left after a payment.
        func less(_ paid: Fraction) -> Bounds { Bounds(low: max(low - paid, 0), high: max(high - paid, 0)) }
    }

    /// What all entries of a head are worth.
    struct Worth {
        var certain = Bounds()
        /// By rules of low confidence.
        var apart = Bounds()
        /// Whether there is work of a time of which no rule is on file.
        var isOpen = false
        var hasCertain = false
        /// The chain of what stands apart.
        var chain: Head
        /// What the certain part is if hours and days of which only the time is known are spread evenly over it; nil where there are none.
        var even: Fraction?
        /// Whether of some hours or days not even the time is known.
        var hasUndated = false
        /// Whether the days of the work would narrow the span.
        var isSpread = false
    }

    /// A part of an entry under one wage and one law, and what it would be worth if all of the entry lay in it.
    private struct Part {
        let item: WorkItem
        let amount: Fraction?
        let chain: Head

        var isLow: Bool { chain.usesLow }
    }

    /// What all entries of a head are worth, less what was paid for each. Of hours and days whose own days are not known the least is where the least is paid for them, and the most
    /// where the most is. Nil where nothing can be reckoned.
    func worth(
        of items: [WorkItem], _ topics: [String], _ employment: Employment, _ head: inout Head, _ pay: Pay
    ) -> Worth? {
        var worth = Worth(chain: Head(head.kind, isTrial: isTrial))
        for item in items {
            guard add(item, topics, employment, &worth, &head, pay) else { return nil }
        }
        guard !worth.hasCertain else { return worth }
        // Nothing is certain: the whole head rests on rules of low confidence, as it says.
        head.take(worth.chain)
        (worth.certain, worth.apart, worth.even) = (worth.apart, Bounds(), nil)
        return worth
    }

    private func add(_ item: WorkItem, _ topics: [String], _ employment: Employment, _ worth: inout Worth, _ head: inout Head, _ pay: Pay) -> Bool {
        let kind = head.kind
        func part(_ piece: WorkItem) -> Part {
            var chain = Head(kind, isTrial: isTrial)
            let amount = pay(self, piece, &chain)
            return Part(item: piece, amount: amount, chain: chain)
        }
        var parts = pieces(of: item, topics, employment).map(part)
        guard parts.contains(where: { $0.amount != nil }) else {
            for part in parts { head.take(part.chain) }
            return false
        }
        let isByWeek = item.hoursPerWeek != nil && item.from != nil
        // Of what has no day at all, times of which nothing is on file are left out.
        if item.from == nil { parts.removeAll { $0.amount == nil } }
        var (certain, apart, most): (Bounds, Bounds, Fraction)
        if parts.count == 1 || isByWeek {
            (certain, apart) = exact(parts, &worth, &head)
            most = certain.high + apart.high
            worth.even = worth.even.map { $0 + max(certain.low - item.paid, 0) }
        } else if let first = parts.first, parts.allSatisfy({ $0.amount == first.amount && $0.isLow == first.isLow }) {
            // Wherever in the time it was, it comes to the same; each law is named.
            let even = item.from == nil ? [part(item)] : evenly(item, over: parts.map(\.item)).map(part)
            (certain, apart) = exact(even, &worth, &head)
            most = certain.high + apart.high
            worth.even = worth.even.map { $0 + max(certain.low - item.paid, 0) }
        } else {
            let before = worth.even ?? worth.certain.low
            (certain, apart, most) = spread(item, parts, employment, &worth, &head, part)
            if let from = item.from, let until = item.until, !parts.contains(where: { $0.amount == nil }) {
                if certain.low != certain.high || apart.low != apart.high { head.warn("hours.spread", [.day(from), .day(until)]) }
                let shares = evenly(item, over: parts.map(\.item)).map { share(of: $0, in: item) }
                let even = zip(parts, shares).reduce(Fraction(0)) { $0 + ($1.0.isLow ? 0 : ($1.0.amount ?? 0) * $1.1) }
                worth.even = before + max(even - item.paid, 0)
            } else {
                worth.hasUndated = true
                head.warn("hours.undated")
            }
        }
        if let topic = Self.dayTopic(of: kind), dayOff(item, topic, employment) != nil {
            // From nothing up to what is due without the day off; what is certain beside it stays.
            (certain.low, apart.low) = (0, 0)
            worth.hasUndated = true
        } else if certain.low != certain.high || apart.low != apart.high {
            worth.isSpread = true
        }
        let rounded = law.currency.rounded(most)
        if item.paid > rounded { head.warn("wages.paid-more", [.money(item.paid), .money(rounded)]) }
        // What was paid counts for the certain part first: no total is then too high.
        worth.apart.add(Bounds(low: max(apart.low - max(item.paid - certain.low, 0), 0), high: max(apart.high - max(item.paid - certain.high, 0), 0)))
        worth.certain.add(certain.less(item.paid))
        if !item.paid.isZero { head.step("wages.paid", [.money(item.paid), .money(max(most - item.paid, 0))]) }
        return true
    }

    /// Parts whose own hours and days are known.
    private func exact(_ parts: [Part], _ worth: inout Worth, _ head: inout Head) -> (certain: Bounds, apart: Bounds) {
        var (certain, apart) = (Bounds(), Bounds())
        for part in parts {
            guard let amount = part.amount else {
                worth.isOpen = true
                worth.hasCertain = true
                head.take(part.chain)
                continue
            }
            if part.isLow {
                worth.chain.take(part.chain)
                apart.add(Bounds(low: amount, high: amount))
            } else {
                worth.hasCertain = true
                head.take(part.chain)
                certain.add(Bounds(low: amount, high: amount))
            }
        }
        return (certain, apart)
    }

    /// Hours or days that lie somewhere in a time in which the wage or the law changed: all of them where the least is paid, as many as fit, and where the most is.
    private func spread(
        _ item: WorkItem, _ parts: [Part], _ employment: Employment, _ worth: inout Worth, _ head: inout Head, _ pay: (WorkItem) -> Part
    ) -> (certain: Bounds, apart: Bounds, most: Fraction) {
        let room = room(for: item, in: parts.map(\.item), head.kind, employment)
        func shares(_ value: (Part) -> Fraction, isLeast: Bool) -> [Fraction] {
            let order = parts.indices.sorted { isLeast ? value(parts[$0]) < value(parts[$1]) : value(parts[$0]) > value(parts[$1]) }
            var (shares, left) = ([Fraction](repeating: 0, count: parts.count), Fraction(1))
            for index in order {
                shares[index] = min(room[index], left)
                left = left - shares[index]
            }
            return shares
        }
        func sum(_ shares: [Fraction], _ value: (Part) -> Fraction) -> Fraction { zip(parts, shares).reduce(Fraction(0)) { $0 + value($1.0) * $1.1 } }
        func chain(_ shares: [Fraction], isLow: Bool, _ head: inout Head) {
            for (part, share) in zip(parts, shares) where share > 0 && part.isLow == isLow && part.amount != nil {
                var piece = part.item
                (piece.hours, piece.days) = (item.hours * share, item.days * share)
                head.take(pay(piece).chain)
            }
        }
        func certainly(_ part: Part) -> Fraction { part.isLow ? 0 : part.amount ?? 0 }
        func doubtfully(_ part: Part) -> Fraction { part.isLow ? part.amount ?? 0 : 0 }
        let (least, most) = (shares(certainly, isLeast: true), shares(certainly, isLeast: false))
        let (certain, whole) = (Bounds(low: sum(least, certainly), high: sum(most, certainly)), shares({ $0.amount ?? 0 }, isLeast: false))
        if parts.contains(where: { !$0.isLow }) {
            worth.hasCertain = true
            if certain.low != certain.high { head.step("span.least") }
            chain(least, isLow: false, &head)
            if certain.low != certain.high {
                head.step("span.most")
                chain(most, isLow: false, &head)
            }
        }
        for part in parts where part.amount == nil {
            worth.isOpen = true
            head.take(part.chain)
        }
        let (fewest, doubtful) = (shares(doubtfully, isLeast: true), shares(doubtfully, isLeast: false))
        chain(doubtful, isLow: true, &worth.chain)
        return (certain, Bounds(low: sum(fewest, doubtfully), high: sum(doubtful, doubtfully)), sum(whole) { $0.amount ?? 0 })
    }

    /// Which share of an entry each part of its time has room for. A week has so many days of rest, a day 24 hours; where even that is too little, the facts do not fit, and any part
    /// may have all of it.
    private func room(for item: WorkItem, in parts: [WorkItem], _ kind: HeadKind, _ employment: Employment) -> [Fraction] {
        let isByHours = !item.hours.isZero
        let quantity = isByHours ? item.hours : item.days
        let isRest = kind == .restDay || item.kind == "rest-day" || item.kind == "half-day"
        func room(byRest: Bool) -> [Fraction] {
            parts.map { part in
                guard let from = part.from, let until = part.until, quantity > 0 else { return 1 }
                let days = until.number - from.number + 1
                let counted = byRest ? min(days, max(7 - (employment.facts.daysPerWeek ?? 6), 1) * ((days + 6) / 7)) : days
                return min(Fraction(isByHours ? counted * 24 : counted) / quantity, 1)
            }
        }
        let ways = isOneDay(item, kind) ? [] : (isRest ? [true, false] : [false]).map(room)
        return ways.first { $0.reduce(0, +) >= 1 } ?? parts.map { _ in 1 }
    }

    /// A law that pays a day by how long it was worked takes the hours of one day: they are not spread.
    private func isOneDay(_ item: WorkItem, _ kind: HeadKind) -> Bool {
        guard !item.hours.isZero else { return false }
        let topic = kind == .holiday || item.kind == "holiday" ? "holiday-pay" : "rest-day-pay"
        guard kind != .overtime || item.kind == "rest-day" || item.kind == "half-day" || item.kind == "holiday" else { return false }
        return law.rules(topic).contains { $0.unit == "days of wage" }
    }

    /// Shows beside the head what rests on rules of low confidence.
    func setApart(_ worth: Worth, _ head: inout Head) {
        guard worth.hasCertain, worth.apart.high > 0 else { return }
        let apart = Head.Apart(
            low: law.currency.rounded(worth.apart.low), high: law.currency.rounded(worth.apart.high), rules: worth.chain.rules, steps: worth.chain.steps)
        head.apart = apart
        let articles = apart.rules.filter { $0.confidence == .low && !$0.article.isEmpty }.map(\.article)
        head.warn(
            apart.low == apart.high ? "hours.apart" : "hours.apart-span", [.money(apart.low), .money(apart.high), .article(articles.joined(separator: ", "))])
    }

    /// Sets the amount, or the span with the fact that would narrow it.
    /// - Returns: whether it is an amount.
    func settle(_ worth: Worth, _ fact: String, _ head: inout Head) -> Bool {
        let sum = worth.certain
        guard worth.isOpen || sum.low != sum.high else {
            head.settle(sum.low, law.currency)
            return true
        }
        head.low = law.currency.rounded(sum.low)
        head.high = worth.isOpen ? nil : law.currency.rounded(sum.high)
        if sum.low != sum.high, worth.isSpread, !head.narrowedBy.contains(fact) { head.narrowedBy.append(fact) }
        if findsReadings, !worth.isOpen, !worth.hasUndated, let even = worth.even {
            head.readings.append(Head.Reading(amount: law.currency.rounded(even), basis: Sentence("reading.spread-evenly")))
        }
        return false
    }

    /// The first days of each time of these rules, and the days after their last.
    func changes(of topics: [String]) -> [Day] {
        topics.flatMap { law.rules($0) }.filter { !$0.isAlternative }.flatMap { [$0.from?.earliest, $0.until?.latest.adding(days: 1)] }.compactMap { $0 }
    }

    /// Rules by which an hour or a day of work is paid.
    private static let payTopics = [
        "overtime-premium", "overtime-night-premium", "hour-divisor", "day-divisor", "overtime-basis", "hours-week",
    ]

    /// An entry cut where the wage or a rule of its pay changes, each piece with all hours and days of it: those of which no day is known may lie anywhere in the employment.
    func pieces(of item: WorkItem, _ topics: [String], _ employment: Employment) -> [WorkItem] {
        guard item.from != nil || item.hoursPerWeek == nil, let from = item.from ?? employment.start,
            let until = item.from == nil ? employment.end : item.until, from < until
        else { return [item] }
        let own = item.kind == "holiday" ? dayTopics("holiday-pay") : item.kind == "rest-day" || item.kind == "half-day" ? dayTopics("rest-day-pay") : []
        let parts = Months.pieces(from, until, cutAt: wageChanges(employment) + changes(of: Self.payTopics + topics + own))
        guard parts.count > 1 else { return [item] }
        return parts.map { part in
            var piece = item
            (piece.from, piece.until) = (part.from, part.through)
            return piece
        }
    }

    /// Pieces with their share of the hours and days, spread evenly over the time.
    func evenly(_ item: WorkItem, over pieces: [WorkItem]) -> [WorkItem] {
        func days(_ item: WorkItem) -> Fraction { item.from.flatMap { from in item.until.map { Fraction($0.number - from.number + 1) } } ?? 1 }
        let all = pieces.reduce(Fraction(0)) { $0 + days($1) }
        guard pieces.count > 1 else { return [item] }
        return pieces.map { piece in
            var share = piece
            (share.hours, share.days) = (item.hours * days(piece) / all, item.days * days(piece) / all)
            return share
        }
    }

    private func share(of piece: WorkItem, in item: WorkItem) -> Fraction {
        item.hours.isZero ? item.days.isZero ? 0 : piece.days / item.days : piece.hours / item.hours
    }

    func without(_ head: Head) -> Head {
        var head = head
        head.low = head.low ?? 0
        // Where no rule gives an amount, the wage would not help.
        guard head.warnings.isEmpty else { return head }
        if head.narrowedBy.isEmpty { head.narrowedBy = ["wage"] }
        head.warn("no-wage")
        return head
    }
}
