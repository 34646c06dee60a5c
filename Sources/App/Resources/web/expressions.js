// Evaluates the expressions of forms in the page, as the server does (Sources/Forms/Filling): XPath 1.0 with ODK's departures from it.
// The server parses them; here they come as arrays: ["b", operator, left, right], ["c", function, ...arguments], ["n", inner], ["p", start, ...steps].
"use strict";
globalThis.corridorForms = (() => {
  const dayLength = 86400000;
  const spaces = /[\s\u001c-\u001f\u0085]+/u;
  const words = (text) => text.split(spaces).filter((word) => word);
  const pad = (number, width) => String(number).padStart(width, "0");

  // Numbers as people type them in the digits and signs of their script, as programs write them: the same as the server's withPlainNumerals.
  // The ten digits of a script stand side by side, from zero, as do the sets of digits that stand side by side (The Unicode Standard, 4.6).
  const digitValue = (digit) => {
    const code = digit.codePointAt(0);
    let first = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
    return String((code - first) % 10);
  };
  const numeralSigns = { "\u066b": ".", "\u066c": ",", "\u2212": "-", "\u061c": "", "\u200e": "", "\u200f": "" };
  const plainNumerals = (text) => text.replace(/[\u066b\u066c\u2212\u061c\u200e\u200f]|(?![0-9])\p{Nd}/gu, (sign) => numeralSigns[sign] ?? digitValue(sign));

  // A day or moment as the clock on the wall shows it; `offset` is in seconds ahead of UTC.
  class Moment {
    constructor(wall, offset, laterDays = 0) { Object.assign(this, { wall, offset, laterDays }); }
    get time() { return ((this.wall % dayLength) + dayLength) % dayLength; }
    get days() { return this.wall / dayLength; }
    // The last day on which it may have been.
    get lastDays() { return this.days + this.laterDays; }
    get startOfDay() { return new Moment(this.wall - this.time, this.offset); }
    get day() {
      const date = new Date(this.wall - this.time);
      return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
    }
    get timestamp() {
      const time = this.time, minutes = Math.floor(Math.abs(this.offset) / 60);
      const zone = this.offset === 0 ? "Z" : `${this.offset < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
      return `${this.day}T${pad(Math.floor(time / 3600000), 2)}:${pad(Math.floor(time / 60000) % 60, 2)}:${pad(Math.floor(time / 1000) % 60, 2)}.${pad(time % 1000, 3)}${zone}`;
    }
    get text() { return this.time === 0 ? this.day : this.timestamp; }
    formatted(pattern) {
      const date = new Date(this.wall - this.time), time = this.time, year = date.getUTCFullYear(), month = date.getUTCMonth(), day = date.getUTCDate();
      const signs = {
        Y: pad(year, 4), y: pad(year % 100, 2), m: pad(month + 1, 2), n: String(month + 1),
        b: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")[month], d: pad(day, 2), e: String(day), H: pad(Math.floor(time / 3600000), 2),
        h: String(Math.floor(time / 3600000)), M: pad(Math.floor(time / 60000) % 60, 2), S: pad(Math.floor(time / 1000) % 60, 2), 3: pad(time % 1000, 3),
        a: "Sun Mon Tue Wed Thu Fri Sat".split(" ")[date.getUTCDay()], "%": "%",
      };
      return pattern.replace(/%(.)/gsu, (all, sign) => signs[sign] ?? all);
    }
  }

  const readTime = (text) => {
    const parts = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?$/.exec(text);
    if (!parts || parts[1] > 23 || parts[2] > 59 || parts[3] > 59 || parts[7] > 18 || parts[8] > 59) return null;
    const milliseconds = (parts[1] * 60 + +parts[2]) * 60000 + (parts[3] ?? 0) * 1000 + +((parts[4] ?? "0") + "00").slice(0, 3);
    const zone = parts[5] ? 0 : parts[6] ? (parts[6] === "-" ? -1 : 1) * (parts[7] * 60 + +(parts[8] ?? 0)) * 60 : null;
    return { milliseconds, zone };
  };

  // A date that is less precise stands for its first day, and knows how much later it may have been.
  const readMoment = (text, clock) => {
    const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](.+)|[?~%](?:\/(.*))?|\/(.*))?$/s.exec(text.trim());
    if (!parts) return null;
    const [year, month, day] = [+parts[1], +(parts[2] ?? 1), +(parts[3] ?? 1)];
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    if (month < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
    let wall = date.getTime();
    if (parts[4] !== undefined) {
      const time = readTime(parts[4]);
      if (!time) return null;
      wall += time.milliseconds + (time.zone === null ? 0 : (clock.offset - time.zone) * 1000);
    }
    const last = new Date(0), first = date.getTime() / dayLength;
    last.setUTCFullYear(year, parts[2] === undefined ? 11 : month - 1, parts[3] === undefined ? (parts[2] === undefined ? 31 : new Date(Date.UTC(2000 + year % 400, month, 0)).getUTCDate()) : day);
    const end = parts[5] ?? parts[6];
    const lastDays = end === undefined ? last.getTime() / dayLength : (readMoment(end, clock)?.lastDays ?? Infinity);
    return new Moment(wall, clock.offset, Math.max(0, Math.floor(lastDays - first)));
  };

  const readNumber = (text) => (/^-?(\d+\.?\d*|\.\d+)$/.test(text.trim()) ? Number(text.trim()) : NaN);
  const numberText = (number) => (Number.isInteger(number) && Math.abs(number) < 9.2e18 ? BigInt(number).toString() : String(number));

  class Fault extends Error {}
  const isNodes = Array.isArray;

  // Answers as nodes: { name, parent, children, value, element, relevant, round }. `program` is what the server made of the form.
  class Filling {
    constructor(program, clock) {
      this.program = program;
      this.clock = clock;
      this.document = { name: "", children: [], value: "", relevant: true };
      this.root = this.node(program.root, this.document);
      this.lists = new Map();
    }

    node(name, parent, element = null, round = 0) {
      const node = { name, parent, children: [], value: "", element, relevant: true, round };
      parent.children.push(node);
      return node;
    }

    list(name) {
      if (!this.lists.has(name)) {
        const rows = this.program.lists[name];
        if (!rows) throw new Fault(`list ${name}`);
        const document = { name, children: [], value: "", relevant: true };
        const root = this.node("root", document);
        for (const row of rows) {
          const item = this.node("item", root);
          for (const [key, value] of Object.entries(row)) this.node(key, item).value = value;
        }
        this.lists.set(name, document);
      }
      return this.lists.get(name);
    }

    nodesOf(element, found = [], node = this.root) {
      for (const child of node.children) {
        if (child.element === element) found.push(child);
        else if (child.children.length) this.nodesOf(element, found, child);
      }
      return found;
    }

    // MARK: Conversions

    unpacked(value) { return isNodes(value) ? (value.length ? this.typed(value[0]) : "") : value; }

    typed(node) {
      const type = node.element === null || node.value === "" ? null : this.program.elements[node.element].type;
      if (type === "number") { const number = readNumber(node.value); return Number.isNaN(number) ? node.value : number; }
      if (type === "date") return readMoment(node.value, this.clock) ?? node.value;
      return node.value;
    }

    boolean(value) {
      const one = this.unpacked(value);
      return typeof one === "number" ? one !== 0 && !Number.isNaN(one) : typeof one === "string" ? one !== "" : one instanceof Moment || one;
    }

    number(value) {
      const one = this.unpacked(value);
      return typeof one === "boolean" ? +one : typeof one === "string" ? readNumber(one) : one instanceof Moment ? one.days : one;
    }

    // The last day of a date that may be a span; of anything else its number.
    greatest(value) {
      const one = this.unpacked(value);
      return one instanceof Moment ? one.lastDays : this.number(one);
    }

    string(value) {
      const one = this.unpacked(value);
      return typeof one === "boolean" ? String(one) : typeof one === "number" ? numberText(one) : one instanceof Moment ? one.text : one;
    }

    // As it is stored: yes and no as 1 and 0.
    stored(value) {
      const one = this.unpacked(value);
      if (typeof one === "boolean") return one ? "1" : "0";
      return typeof one === "number" && Number.isNaN(one) ? "" : this.string(one);
    }

    text(expression, node) { return this.stored(this.value(expression, { node, current: node })); }
    isTrue(expression, node) { return this.boolean(this.value(expression, { node, current: node })); }

    // MARK: Expressions

    value(expression, context) {
      if (!isNodes(expression)) return expression;
      switch (expression[0]) {
        case "n": return -this.number(this.value(expression[1], context));
        case "b": return this.binary(expression[1], expression[2], expression[3], context);
        case "c": return this.call(expression[1], expression.slice(2), context);
        default: return this.path(expression, context);
      }
    }

    binary(operator, leftExpression, rightExpression, context) {
      let left = this.value(leftExpression, context);
      if (operator === "or" || operator === "and") {
        const isTrue = this.boolean(left);
        return isTrue === (operator === "or") ? isTrue : this.boolean(this.value(rightExpression, context));
      }
      let right = this.value(rightExpression, context);
      if (operator === "|") {
        if (!isNodes(left) || !isNodes(right)) throw new Fault("union");
        return [...new Set([...left, ...right])];
      }
      [left, right] = [this.unpacked(left), this.unpacked(right)];
      if (operator === "=") return this.isEqual(left, right);
      if (operator === "!=") return !this.isEqual(left, right);
      const [a, b] = [this.number(left), this.number(right)];
      switch (operator) {
        // Of dates that are not known to the day: whether it can be so.
        case "<": return a < this.greatest(right);
        case "<=": return a <= this.greatest(right);
        case ">": return this.greatest(left) > b;
        case ">=": return this.greatest(left) >= b;
        case "+": return a + b;
        case "-": return a - b;
        case "*": return a * b;
        case "div": return a / b;
        default: return a % b;
      }
    }

    isEqual(left, right) {
      if (typeof left === "boolean" || typeof right === "boolean") return this.boolean(left) === this.boolean(right);
      if (typeof left === "number" || typeof right === "number") {
        const [a, b] = [this.number(left), this.number(right)];
        return a === b || Math.abs(a - b) < 1e-12;
      }
      return this.string(left) === this.string(right);
    }

    path([, start, ...steps], context, inOwnRounds = true) {
      let found;
      if (start === "/") found = [this.document];
      else if (start === ".") found = [context.node];
      else {
        found = this.value(start, context);
        if (!isNodes(found)) throw new Fault("path");
      }
      const own = new Set();
      if (inOwnRounds && start === "/") for (let node = context.current; node; node = node.parent) own.add(node);
      steps.forEach(([axis, name, ...predicates], index) => {
        let next = [...new Set(found.flatMap((node) => this.step(axis, name, node)))];
        if (!predicates.length && index < steps.length - 1 && next.length > 1) {
          const round = next.find((node) => own.has(node));
          if (round) next = [round];
        }
        for (const predicate of predicates) {
          const size = next.length;
          next = next.filter((node, place) => {
            const value = this.value(predicate, { node, current: context.current, position: place + 1, size });
            return typeof value === "number" ? value === place + 1 : this.boolean(value);
          });
        }
        found = next;
      });
      return found.filter((node) => node.relevant);
    }

    step(axis, name, node) {
      const named = (nodes) => (name === null ? nodes : nodes.filter((one) => one.name === name));
      switch (axis) {
        case "self": return [node];
        case "parent": return node.parent ? [node.parent] : [];
        case "child": return named(node.children);
        case "descendant": {
          const found = [];
          const visit = (one) => { found.push(one); one.children.forEach(visit); };
          visit(node);
          return named(found);
        }
        default: return [];
      }
    }

    position(node) { return node.parent ? node.parent.children.filter((one) => one.name === node.name).indexOf(node) + 1 : 1; }

    // MARK: Functions

    call(name, expressions, context) {
      const at = (index) => this.value(expressions[index], context);
      const found = () => {
        const nodes = at(0);
        if (!isNodes(nodes)) throw new Fault(name);
        return nodes;
      };
      switch (name) {
        case "if": return at(this.boolean(at(0)) ? 1 : 2);
        case "coalesce": { const first = at(0); return this.string(first) === "" ? at(1) : first; }
        case "once": return context.current.value || at(0);
        case "position":
          if (!expressions.length) return context.position ?? this.position(context.node);
          return found().length ? this.position(found()[0]) : NaN;
        case "last": return context.size ?? 1;
        case "current": return [context.current];
        case "instance": return [this.list(this.string(at(0)))];
        case "pulldata": {
          const [file, column, key, wanted] = [0, 1, 2, 3].map((index) => this.string(at(index)));
          const rows = this.program.lists[file.replace(/\.csv$/, "")];
          if (!rows) throw new Fault(file);
          return rows.find((row) => row[key] === wanted)?.[column] ?? "";
        }
        case "indexed-repeat": return this.indexedRepeat(expressions, context);
        case "jr:choice-name": {
          const wanted = this.string(at(0));
          if (wanted === "") return "";
          const question = this.program.elements[at(1)];
          if (question.answers) return wanted;
          return (this.program.lists[question.list] ?? []).find((row) => row[question.valueColumn ?? "name"] === wanted)?.[question.labelColumn ?? "label"] ?? "";
        }
        case "randomize": return this.randomized(found(), expressions.length > 1 ? this.number(at(1)) : null);
        case "count": return found().length;
        case "count-non-empty": return found().filter((node) => node.value !== "").length;
        case "sum": return found().reduce((sum, node) => sum + (node.value === "" ? 0 : this.number([node])), 0);
      }
      let values = expressions.map((_, index) => at(index));
      if (!values.length && ["string", "number", "string-length", "normalize-space"].includes(name)) values = [[context.node]];
      const text = (index) => this.string(values[index]);
      const number = (index) => this.number(values[index]);
      const numbers = () => values.flatMap((value) => (isNodes(value) ? value.filter((node) => node.value !== "").map((node) => this.number([node])) : [this.number(value)]));
      const texts = (from) => values.slice(from).flatMap((value) => (isNodes(value) ? value.map((node) => this.string([node])) : [this.string(value)]));
      const moment = () => this.moment(values[0]);
      const within = (sum) => (number(0) < 0 || sum >= number(0)) && (number(1) < 0 || sum <= number(1));
      switch (name) {
        case "string": return text(0);
        case "string-length": return text(0).length;
        case "selected": return words(text(0)).includes(text(1).trim());
        case "count-selected": return words(text(0)).length;
        case "selected-at": return words(text(0))[number(1)] ?? "";
        case "substr": {
          const length = text(0).length;
          const bounded = (value) => (Number.isNaN(value) ? 0 : Math.max(0, Math.min(length, Math.trunc(value < 0 ? value + length : value))));
          const [start, end] = [bounded(number(1)), bounded(values.length > 2 ? number(2) : Infinity)];
          return start < end ? text(0).slice(start, end) : "";
        }
        case "substring-before": return text(0).includes(text(1)) ? text(0).slice(0, text(0).indexOf(text(1))) : "";
        case "substring-after": return text(0).includes(text(1)) ? text(0).slice(text(0).indexOf(text(1)) + text(1).length) : "";
        case "concat": return texts(0).join("");
        case "join": return texts(1).join(text(0));
        case "contains": return text(0).includes(text(1));
        case "starts-with": return text(0).startsWith(text(1));
        case "ends-with": return text(0).endsWith(text(1));
        case "normalize-space": return words(text(0)).join(" ");
        case "translate": {
          const [from, to] = [[...text(1)], [...text(2)]];
          return [...text(0)].map((letter) => (from.includes(letter) ? to[from.indexOf(letter)] ?? "" : letter)).join("");
        }
        case "regex":
          if (text(0).length > 2000) throw new Fault("regex");
          return new RegExp(`^(?:${text(1)})$`, "u").test(text(0));
        case "digest":
          if (!globalThis.corridorDigest) throw new Fault("digest");
          return globalThis.corridorDigest(text(0), text(1), values.length > 2 ? text(2) : "base64");
        case "base64-decode": return new TextDecoder().decode(Uint8Array.from(atob(text(0)), (letter) => letter.charCodeAt(0)));
        case "uuid": return values.length ? this.randomText(number(0)) : this.uuid();
        case "version": return this.program.version ?? "";
        case "today": return this.clock.moment().startOfDay;
        case "now": return this.clock.moment();
        case "date": case "date-time": return moment() ?? "";
        case "decimal-date-time": return moment()?.days ?? "";
        case "decimal-time": {
          if (text(0) === "") return "";
          const time = readTime(text(0).trim());
          return (time ? time.milliseconds : moment().time) / dayLength;
        }
        case "format-date": case "format-date-time": return moment()?.formatted(text(1)) ?? "";
        case "area": case "enclosed-area": return area(this.points(values[0]));
        case "distance": return lengthOf(values.flatMap((value) => this.points(value)));
        case "geofence": { const [point] = this.points(values[0]); return point ? contains(this.points(values[1]), point) : false; }
        case "true": return true;
        case "false": return false;
        case "not": return !this.boolean(values[0]);
        case "boolean": return this.boolean(values[0]);
        case "boolean-from-string": return ["1", "true"].includes(text(0).toLowerCase());
        case "checklist": return within(values.slice(2).filter((value) => this.boolean(value)).length);
        case "weighted-checklist": {
          let sum = 0;
          for (let index = 2; index + 1 < values.length; index += 2) if (this.boolean(values[index])) sum += number(index + 1);
          return within(sum);
        }
        case "number": return number(0);
        case "int": return Math.trunc(number(0));
        case "round": {
          if (values.length === 1) return Math.floor(number(0) + 0.5);
          const factor = 10 ** Math.min(30, Math.max(-30, Math.trunc(number(1))));
          return Math.floor(number(0) * factor + 0.5) / factor;
        }
        case "ceiling": return Math.ceil(number(0));
        case "floor": case "abs": case "sqrt": case "log": case "log10": case "exp": case "sin": case "cos": case "tan": case "asin": case "acos": case "atan":
          return Math[name](number(0));
        case "pow": return number(0) ** number(1);
        case "exp10": return 10 ** number(0);
        case "atan2": return Math.atan2(number(0), number(1));
        case "pi": return Math.PI;
        case "random": return Math.random();
        case "max": return numbers().reduce((most, one) => (Number.isNaN(most) ? one : Math.max(most, one)), NaN);
        case "min": return numbers().reduce((least, one) => (Number.isNaN(least) ? one : Math.min(least, one)), NaN);
        default: throw new Fault(name);
      }
    }

    moment(value) {
      const one = this.unpacked(value);
      if (one instanceof Moment) return one;
      const ofDays = (days) => new Moment(Math.round(Math.max(-1e8, Math.min(1e8, days)) * dayLength), this.clock.offset);
      if (typeof one === "number") return Number.isFinite(one) ? ofDays(one) : null;
      const text = this.string(one);
      if (text === "") return null;
      const moment = readMoment(text, this.clock);
      if (moment) return moment;
      if (!Number.isNaN(readNumber(text))) return ofDays(readNumber(text));
      throw new Fault("date");
    }

    indexedRepeat(expressions, context) {
      const paths = (index) => {
        if (!isNodes(expressions[index]) || expressions[index][0] !== "p") throw new Fault("indexed-repeat");
        return this.path(expressions[index], context, false);
      };
      let found = paths(0);
      for (let index = 1; index + 1 < expressions.length; index += 2) {
        const wanted = this.number(this.value(expressions[index + 1], context));
        const rounds = new Set(paths(index).filter((node) => this.position(node) === wanted));
        found = found.filter((node) => {
          for (let next = node.parent; next; next = next.parent) if (rounds.has(next)) return true;
          return false;
        });
      }
      return found;
    }

    // Park and Miller's generator, as ODK XForms has it.
    randomized(nodes, seed) {
      const found = [...nodes];
      let state = Number.isFinite(seed) ? Math.trunc(seed ?? 0) % 2147483647 : 0;
      if (state <= 0) state += 2147483646;
      const next = () => {
        if (seed === null) return Math.random();
        state = (state * 16807) % 2147483647;
        return (state - 1) / 2147483646;
      };
      for (let index = found.length - 1; index > 0; index--) {
        const other = Math.floor(next() * (index + 1));
        [found[index], found[other]] = [found[other], found[index]];
      }
      return found;
    }

    randomText(length) {
      const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
      const bytes = crypto.getRandomValues(new Uint8Array(Number.isFinite(length) ? Math.max(0, Math.min(1000, length)) : 0));
      return Array.from(bytes, (byte) => letters[byte % 62]).join("");
    }

    // randomUUID is not there on pages without TLS.
    uuid() {
      const bytes = crypto.getRandomValues(new Uint8Array(16));
      bytes[6] = (bytes[6] & 15) | 64;
      bytes[8] = (bytes[8] & 63) | 128;
      const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    }

    points(value) {
      const text = isNodes(value) ? value.map((node) => node.value).join(";") : this.string(value);
      return text.split(";").map(words).filter((point) => point.length).map(([latitude, longitude]) => {
        const point = [Number(latitude), Number(longitude)];
        if (!(Math.abs(point[0]) <= 90 && Math.abs(point[1]) <= 180)) throw new Fault("place");
        return point;
      });
    }

    // MARK: Computing, in the order that the server found

    compute() {
      for (const [step, element] of this.program.order) {
        const rules = this.program.elements[element];
        if (step === "c") { this.adjustRounds?.(element, rules); continue; }
        for (const node of this.nodesOf(element)) {
          if (step === "r") node.relevant = this.isRelevant(node, rules);
          else if (node.relevant && rules.calculation !== undefined && !rules.triggered) node.value = this.attempt(() => this.text(rules.calculation, node), "");
        }
      }
    }

    attempt(body, otherwise) {
      try { return body(); } catch { return otherwise; }
    }

    isRelevant(node, rules) {
      if (!node.parent.relevant) return false;
      if (rules.count !== undefined) {
        const count = this.attempt(() => this.number(this.value(rules.count, { node: node.parent, current: node.parent })), NaN);
        if (this.position(node) > (Number.isNaN(count) ? 0 : count)) return false;
      }
      if (rules.relevant === undefined) return true;
      node.relevant = true;
      return this.attempt(() => this.isTrue(rules.relevant, node), false);
    }

    // Choices from a file that is searched: the list says which columns are value and label; a whole number is a choice of its own.
    searched(node, rules) {
      const [file, way, columns, wanted, column, value] = rules.search.map((one) => this.attempt(() => this.string(this.value(one, { node, current: node })), ""));
      const names = (text) => text.split(",").map((name) => name.trim()).filter((name) => name);
      const part = (wanted ?? "").toLowerCase();
      const fits = {
        matches: (text) => text === wanted, contains: (text) => text.toLowerCase().includes(part),
        startswith: (text) => text.toLowerCase().startsWith(part), endswith: (text) => text.toLowerCase().endsWith(part),
      }[(way ?? "").toLowerCase()];
      const rows = (this.program.lists[file.replace(/\.csv$/, "")] ?? []).filter((row) =>
        (value === undefined || row[column] === value) && (!fits || names(columns ?? "").some((name) => row[name] !== undefined && fits(row[name]))));
      return (this.program.lists[rules.list] ?? []).flatMap((choice) => {
        if (/^[+-]?\d+$/.test(choice.name)) return [choice];
        return rows.filter((row) => row[choice.name]).map((row) => ({
          name: row[choice.name], label: names(choice.label || choice.name).map((name) => row[name]).filter((text) => text).join(", ") || row[choice.name],
        }));
      });
    }

    // The choices of a list that are offered: rows of the list.
    choices(node, rules) {
      if (rules.search) return this.searched(node, rules);
      const rows = this.program.lists[rules.list] ?? [];
      if (rules.filter === undefined) return rows;
      const items = this.list(rules.list).children[0].children;
      return rows.filter((_, index) => this.attempt(() => this.boolean(this.value(rules.filter, { node: items[index], current: node, position: index + 1, size: rows.length })), false));
    }
  }

  // MARK: Places on the globe, taken for a sphere

  const radius = 6378100, radians = Math.PI / 180;
  const distance = ([fromLatitude, fromLongitude], [toLatitude, toLongitude]) => {
    const latitude = Math.sin(((toLatitude - fromLatitude) * radians) / 2), longitude = Math.sin(((toLongitude - fromLongitude) * radians) / 2);
    return 2 * radius * Math.asin(Math.min(1, Math.sqrt(latitude ** 2 + Math.cos(fromLatitude * radians) * Math.cos(toLatitude * radians) * longitude ** 2)));
  };
  const lengthOf = (points) => points.slice(1).reduce((sum, point, index) => sum + distance(points[index], point), 0);
  const area = (points) => {
    if (points.length < 3) return 0;
    const circumference = 2 * Math.PI * radius;
    const flat = points.map(([latitude, longitude]) => [
      ((longitude - points[0][1]) * circumference * Math.cos(latitude * radians)) / 360, ((latitude - points[0][0]) * circumference) / 360,
    ]);
    return Math.abs(flat.reduce((sum, point, index) => { const next = flat[(index + 1) % flat.length]; return sum + point[0] * next[1] - next[0] * point[1]; }, 0)) / 2;
  };
  const contains = (points, [latitude, longitude]) =>
    points.reduce((inside, corner, index) => {
      const other = points[(index + points.length - 1) % points.length];
      if (corner[0] > latitude === other[0] > latitude) return inside;
      return longitude < corner[1] + ((latitude - corner[0]) / (other[0] - corner[0])) * (other[1] - corner[1]) ? !inside : inside;
    }, false);

  return { Filling, Moment, plainNumerals, readMoment, readNumber, words };
})();
