extension FormFilling {
    /// Nil if the function is none of dates.
    func dateFunction(_ name: String, _ values: [FormValue]) throws(ExpressionError) -> FormValue? {
        switch name {
        case "today": return .moment(clock.moment.startOfDay)
        case "now": return .moment(clock.moment)
        case "date", "date-time": return try moment(values[0]).map { .moment($0) } ?? .text("")
        case "decimal-date-time": return try moment(values[0]).map { .number($0.days) } ?? .text("")
        case "decimal-time":
            let text = string(values[0])
            if text.isEmpty { return .text("") }
            if let time = FormMoment.timeOfDay(text) { return .number(Double(time) / Double(FormMoment.dayLength)) }
            return try moment(values[0]).map { .number(Double($0.millisecondOfDay) / Double(FormMoment.dayLength)) } ?? .text("")
        case "format-date", "format-date-time": return .text(try moment(values[0])?.formatted(string(values[1])) ?? "")
        default: return nil
        }
    }

    /// Nil for nothing: an unanswered question.
    private func moment(_ value: FormValue) throws(ExpressionError) -> FormMoment? {
        switch unpacked(value) {
        case .moment(let moment): return moment
        case .number(let days): return days.isFinite ? FormMoment(days: days, clock: clock) : nil
        case let value:
            let text = string(value)
            if text.isEmpty { return nil }
            if let moment = FormMoment(text, clock: clock) { return moment }
            let days = FormValue.number(text)
            if !days.isNaN { return FormMoment(days: days, clock: clock) }
            throw ExpressionError("“\(text)” is no date.", remedy: "Write it as year, month and day: 2024-03-15.")
        }
    }

    /// Nil if the function is none of places.
    func placeFunction(_ name: String, _ values: [FormValue]) throws(ExpressionError) -> FormValue? {
        guard ["area", "enclosed-area", "distance", "geofence"].contains(name) else { return nil }
        var shapes: [GeographicShape] = []
        for value in values {
            // Several questions stand for one line through them.
            let texts: [String] = if case .nodes(let found) = value { found.map { nodes[$0].value } } else { [string(value)] }
            guard let shape = GeographicShape(texts.joined(separator: ";")) else {
                throw ExpressionError("“\(texts.joined(separator: ";"))” is no place.", remedy: "Write latitude and longitude with a space between.")
            }
            shapes.append(shape)
        }
        switch name {
        case "area", "enclosed-area": return .number(shapes[0].area)
        case "distance":
            var line = shapes[0]
            for shape in shapes.dropFirst() { line.points += shape.points }
            return .number(line.length)
        default: return .boolean(shapes[0].points.first.map { shapes[1].contains($0) } ?? false)
        }
    }
}
