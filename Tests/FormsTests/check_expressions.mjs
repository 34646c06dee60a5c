// Evaluates expressions with the script of the pages. Reads one JSON document a line and writes one result a line.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const folder = new URL("../../Sources/App/Resources/web/", import.meta.url);
for (const name of ["expressions.js", "digest.js"]) runInThisContext(readFileSync(new URL(name, folder), "utf8"), { filename: name });
const { Filling, Moment, plainNumerals } = globalThis.corridorForms;

for (const line of readFileSync(0, "utf8").split("\n").filter((text) => text)) {
  const { program, answers, target, now, offset, as, numerals, text } = JSON.parse(line);
  if (numerals !== undefined) {
    console.log(JSON.stringify({ value: plainNumerals(numerals) }));
    continue;
  }
  const filling = new Filling(program, { offset, moment: () => new Moment(now + offset * 1000, offset) });
  const byNumber = new Map();
  for (const { number, parent, name, element, value, round } of answers) {
    const node = filling.node(name, parent === null ? filling.root : byNumber.get(parent), element, round);
    node.value = value;
    byNumber.set(number, node);
  }
  filling.compute();
  const node = byNumber.get(target), rules = program.elements[node.element];
  let result;
  try {
    if (as === "relevant") result = String(node.relevant);
    else if (as === "constraint") result = String(filling.isTrue(rules.constraint, node));
    // A value in a label, or a message with values in it, for the question that it belongs to.
    else if (as === "output") result = filling.string(filling.value(program.outputs[text], { node, current: node }));
    else if (as === "message") result = filling.string(filling.value(rules.message, { node, current: node }));
    else if (as === "error") result = filling.text(rules.calculation, node);
    else result = node.value;
    result = { value: result };
  } catch {
    result = { error: true };
  }
  console.log(JSON.stringify(result));
}
