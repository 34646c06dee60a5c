/// One side of the exchange with one partner: what it sends next and what it makes of what arrives. It decides; the ``ChannelStore`` keeps.
///
/// Every function is to be called within one transaction, which also keeps ``state``: what is not saved did not happen, and the partner will say so.
public struct Channel<Store: ChannelStore> {
    public var state: ChannelState
    public var store: Store
    /// The newest generations of the partner's keys that we know, for our reports.
    public var knownSigning: UInt32
    public var knownReceiving: UInt32

    public init(state: ChannelState, store: Store, knownSigning: UInt32 = 1, knownReceiving: UInt32 = 1) {
        self.state = state
        self.store = store
        self.knownSigning = knownSigning
        self.knownReceiving = knownReceiving
    }

    // MARK: Sending

    /// Puts a message at the end of the stream to the partner.
    public mutating func put(_ item: ExchangeItem) throws {
        let link = state.sentLink.followed(by: item.identifier)
        try store.append(item, number: state.sent + 1, link: link)
        state.sent += 1
        state.sentLink = link
    }

    /// How far a run of parcels has come, for carriers on which several go before an answer comes.
    public struct Cursor: Sendable, Hashable {
        public var number: Int64 = 0
        public var pieces: [AttachmentPlace: Int] = [:]

        public init() {}
    }

    public struct AttachmentPlace: Sendable, Hashable {
        public var message: ExchangeIdentifier
        public var attachment: Int
    }

    /// The next parcel for the partner: the report, and as much of what the partner does not have as fits.
    /// - Parameters:
    ///   - cursor: moved behind what the parcel holds.
    ///   - limit: bytes that it is filled to; one message may go beyond.
    ///   - withPieces: whether attachments go along.
    public func parcel(after cursor: inout Cursor, bytes limit: Int = ExchangeLimits.parcel, withPieces: Bool = true) throws -> Parcel {
        var parcel = Parcel(report: try report(), question: state.question, answer: state.owedAnswer)
        guard !state.isPartnerFull else { return parcel }
        parcel.items = try store.outgoing(above: max(cursor.number, state.acknowledged), count: ExchangeLimits.items, bytes: limit)
        if let last = parcel.items.last { cursor.number = last.number }
        var room = limit - parcel.items.reduce(0) { $0 + $1.item.content.count }
        guard withPieces else { return parcel }
        let announced = max(cursor.number, state.acknowledged)
        for attachment in try store.unfinishedAttachments(upTo: announced, limit: ExchangeLimits.listed) {
            let place = AttachmentPlace(message: attachment.message, attachment: attachment.attachment)
            var index = max(cursor.pieces[place] ?? 0, attachment.held)
            while index < attachment.pieces, room > 0, parcel.pieces.count < ExchangeLimits.items {
                guard let bytes = try store.outgoingPiece(index, ofAttachment: attachment.attachment, message: attachment.message) else {
                    // It was removed here, and the partner waits for it: the empty message goes once more, in its place.
                    if let empty = try store.outgoing(message: attachment.message) { parcel.insert(empty) }
                    break
                }
                parcel.pieces.append(Parcel.Piece(message: attachment.message, attachment: attachment.attachment, index: index, bytes: bytes))
                room -= bytes.count
                index += 1
            }
            cursor.pieces[place] = index
            if room <= 0 { break }
        }
        return parcel
    }

    /// Asks the partner where only an answer gets on: they take no more, or all that is not confirmed is thought to be there, or it went several times in vain. An
    /// answer is believed even if the partner's clock was set back, so that what they say counts as old.
    /// - Parameter attempts: how often what is not confirmed went since something last was.
    public mutating func askWhereStuck(_ question: ExchangeIdentifier, attempts: Int = 0) throws {
        guard state.question == nil else { return }
        let hasUnfinished = try state.unconfirmed > 0 || !store.unfinishedAttachments(upTo: state.acknowledged, limit: 1).isEmpty
        let isStuck = try state.unconfirmed > 0 && store.outgoing(above: state.acknowledged, count: 1, bytes: 1).isEmpty
        if state.isPartnerFull || isStuck || (hasUnfinished && attempts >= Self.attemptsBeforeAsking) { compare(question) }
    }

    private static var attemptsBeforeAsking: Int { 4 }

    private func report() throws -> Parcel.Report {
        let waiting = try store.waiting()
        return Parcel.Report(
            sent: state.sent, sentLink: state.sentLink, received: state.received, receivedLink: state.receivedLink, knownSigning: knownSigning,
            knownReceiving: knownReceiving, isFull: waiting.items >= ExchangeLimits.waitingItems || waiting.bytes >= ExchangeLimits.waitingBytes,
            beyond: try store.incomingNumbers(above: state.received, limit: ExchangeLimits.listed), lacking: try store.lacking(limit: ExchangeLimits.listed))
    }

    /// To be called when a parcel has been handed to a carrier: what it owed is paid. If it is lost, the partner asks or sends again.
    public mutating func handedOver(_ parcel: Parcel) {
        state.isReportOwed = false
        if parcel.answer == state.owedAnswer { state.owedAnswer = nil }
    }

    // MARK: Receiving

    /// What a parcel changed.
    public struct Outcome: Sendable, Hashable {
        /// Messages that had not arrived before.
        public var new = 0
        /// Messages that had.
        public var repeated = 0
        public var pieces = 0
        /// Whether the partner confirmed something new.
        public var isConfirming = false
        /// Whether the two sides were found to disagree, so that a question goes out.
        public var isDisagreeing = false
        /// Whether messages got new numbers, or are sent again because the partner has lost them.
        public var isMended = false
    }

    /// Takes what the partner says. Taking it twice, or an old parcel again, changes nothing.
    /// - Parameters:
    ///   - made: the sender's time of the parcel.
    ///   - question: a fresh identifier, to be asked if the two sides disagree.
    public mutating func take(_ parcel: Parcel, made: Int64, question: ExchangeIdentifier) throws -> Outcome {
        var outcome = Outcome()
        let isAnswer = state.question != nil && parcel.answer == state.question
        // An answer is new whatever the partner's clock says, and counts from then on: their clock may have been set back.
        let isNewest = isAnswer || made > state.heard || (made == state.heard && parcel.report.sent >= state.announced)
        if isNewest {
            state.heard = made
            (state.announced, state.announcedLink) = (parcel.report.sent, parcel.report.sentLink)
        } else if parcel.report.sent > state.announced {
            // It is older and knows of more: their clock was set back, or they were restored from a backup and this was on the way since before.
            outcome.isDisagreeing = true
        }
        if isAnswer {
            state.question = nil
            outcome.isMended = try mend(by: parcel.report)
        }
        try takeConfirmation(parcel.report, isNewest: isNewest, &outcome)
        // What they do not know to have sent is left alone until an answer has told which of the two it is.
        for numbered in parcel.items where numbered.number <= state.announced { try take(numbered, &outcome) }
        try advance()
        for piece in parcel.pieces { try take(piece, &outcome) }
        if isNewest { state.isPartnerFull = parcel.report.isFull }
        if let asked = parcel.question { state.owedAnswer = asked }
        if !parcel.items.isEmpty || !parcel.pieces.isEmpty || parcel.question != nil { state.isReportOwed = true }
        // Our report alone might be lost, and they have nothing to send again: a question is repeated until it is answered.
        if state.hasForgottenMessages { outcome.isDisagreeing = true }
        if outcome.isMended || outcome.isDisagreeing { state.isReportOwed = true }
        if outcome.isDisagreeing, state.question == nil { state.question = question }
        state.partnerKnowsSigning = max(state.partnerKnowsSigning, parcel.report.knownSigning)
        state.partnerKnowsReceiving = max(state.partnerKnowsReceiving, parcel.report.knownReceiving)
        return outcome
    }

    private mutating func takeConfirmation(_ report: Parcel.Report, isNewest: Bool, _ outcome: inout Outcome) throws {
        guard report.received <= state.sent, try outgoingLink(at: report.received) == report.receivedLink else {
            // They have what we do not know to have sent: one of the two was restored from a backup, or this was on the way since before that was mended.
            outcome.isDisagreeing = true
            return
        }
        if report.received > state.acknowledged {
            (state.acknowledged, state.acknowledgedLink) = (report.received, report.receivedLink)
            outcome.isConfirming = true
        } else if report.received < state.acknowledged {
            if isNewest { outcome.isDisagreeing = true }
            return
        }
        guard isNewest else { return }
        try store.markHeld(report.beyond.filter { $0 <= state.sent }, above: state.acknowledged)
        try takeLacking(report.lacking, &outcome)
    }

    /// An attachment that is not named is whole there once its message is confirmed; one that is named goes on where the partner says.
    private mutating func takeLacking(_ lacking: [Parcel.Lacking], _ outcome: inout Outcome) throws {
        let places = Set(lacking.map { AttachmentPlace(message: $0.message, attachment: $0.attachment) })
        if lacking.count < ExchangeLimits.listed {
            for attachment in try store.unfinishedAttachments(upTo: state.acknowledged, limit: ExchangeLimits.listed)
            where !places.contains(AttachmentPlace(message: attachment.message, attachment: attachment.attachment)) {
                try store.setHeld(nil, ofAttachment: attachment.attachment, message: attachment.message)
                outcome.isConfirming = true
            }
        }
        guard !lacking.isEmpty else { return }
        let unfinished = try store.unfinishedAttachments(upTo: state.sent, limit: ExchangeLimits.listed)
        for place in lacking {
            let known = unfinished.first { $0.message == place.message && $0.attachment == place.attachment }
            guard known?.held != place.held else { continue }
            try store.setHeld(place.held, ofAttachment: place.attachment, message: place.message)
            if known != nil { outcome.isConfirming = true }
        }
    }

    private func outgoingLink(at number: Int64) throws -> StreamLink? {
        if number == 0 { return .start }
        if number == state.acknowledged { return state.acknowledgedLink }
        return number == state.sent ? state.sentLink : try store.outgoingLink(at: number)
    }

    private mutating func take(_ numbered: Parcel.Numbered, _ outcome: inout Outcome) throws {
        let isKnown = try store.isKnown(numbered.item.identifier)
        if isKnown, numbered.item.kind == ExchangeItem.removedKind { try store.empty(numbered.item) }
        guard numbered.number > state.received else {
            outcome.repeated += 1
            // One that is not known numbers from a backup: the partner learns that from our report, since the links differ.
            return
        }
        if try store.incoming(number: numbered.number) != nil {
            outcome.repeated += 1
            return
        }
        if isKnown {
            outcome.repeated += 1
            try store.setNumber(numbered.number, of: numbered.item.identifier)
        } else {
            let waiting = try store.waiting()
            guard waiting.items < ExchangeLimits.waitingItems, waiting.bytes < ExchangeLimits.waitingBytes else { return }
            try store.keep(numbered.item, number: numbered.number)
            outcome.new += 1
        }
    }

    private mutating func advance() throws {
        while let next = try store.incoming(number: state.received + 1) {
            state.received += 1
            state.receivedLink = state.receivedLink.followed(by: next)
        }
    }

    private mutating func take(_ piece: Parcel.Piece, _ outcome: inout Outcome) throws {
        guard let (attachment, held) = try store.expected(attachment: piece.attachment, of: piece.message), piece.index == held,
            piece.index < attachment.pieces, piece.bytes.count == attachment.length(ofPiece: piece.index)
        else { return }
        try store.keepPiece(piece)
        outcome.pieces += 1
        if held + 1 == attachment.pieces { try store.finish(attachment: piece.attachment, of: piece.message) }
    }

    // MARK: Comparing and repairing

    /// Asks the partner what they have; what then turns out to be missing on either side is sent again.
    public mutating func compare(_ question: ExchangeIdentifier) {
        state.question = question
        state.isReportOwed = true
    }

    /// Makes what we send follow on what the partner certainly has. Messages keep their identifiers, so the partner knows again those that it has.
    ///
    /// Where the links differ nobody can say which of our messages are among those that the partner counts: it may have been restored from a backup that is older than one
    /// we were restored from. Then all of them go again, and what the partner has costs only the way. Attachments go only where the partner then says to lack them.
    /// - Returns: whether anything had to be changed.
    private mutating func mend(by report: Parcel.Report) throws -> Bool {
        let agrees = try report.received <= state.sent && outgoingLink(at: report.received) == report.receivedLink
        if agrees, report.received == state.sent { return false }
        let common = agrees ? report.received : 0
        try store.markHeld([], above: common)
        (state.sent, state.sentLink) = try store.renumber(above: common, base: report.received, link: report.receivedLink)
        (state.acknowledged, state.acknowledgedLink) = (report.received, report.receivedLink)
        return true
    }
}
