// Scripts go in; what an engine of 2020 (Chrome 80, Safari 13) would not run comes out, one line each, exit status 1.
import { readFileSync } from "node:fs";

import { parse } from "acorn";

// ES2019 is what both speak: Safari learned ?. and ?? with 13.1, class fields with 14.1.
const LEVEL = 2019;

// Objects and methods that came later.
const OBJECTS = new Set([
  "AggregateError", "BroadcastChannel", "CompressionStream", "DecompressionStream", "FinalizationRegistry",
  "ResizeObserver", "WeakRef", "cookieStore", "requestIdleCallback", "scheduler", "structuredClone",
]);
const METHODS = new Set([
  "ListFormat", "Segmenter", "at", "checkVisibility", "findLast", "findLastIndex", "groupBy", "hasOwn", "isWellFormed",
  "randomUUID", "replaceAll", "replaceChildren", "requestSubmit", "showModal", "showPopover", "startViewTransition",
  "toReversed", "toSorted", "toSpliced", "toWellFormed", "togglePopover", "withResolvers", ...OBJECTS,
]);

const faults = [];

function walk(node, tell) {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, tell);
    return;
  }
  if (!node || typeof node.type !== "string") return;
  const called = (node.type === "CallExpression" || node.type === "NewExpression") && node.callee;
  if (called && called.type === "Identifier" && OBJECTS.has(called.name)) tell(node, called.name);
  if (called && called.type === "MemberExpression" && METHODS.has(called.property.name || called.property.value)) {
    tell(called, called.property.name || called.property.value);
  }
  // Safari learned to look behind in 2023; before that the whole script is a syntax error.
  if (node.regex && /\(\?<[=!]/.test(node.regex.pattern)) tell(node, node.raw);
  for (const key of Object.keys(node)) if (key !== "regex") walk(node[key], tell);
}

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  try {
    const program = parse(text, { ecmaVersion: LEVEL, sourceType: "script", locations: true });
    walk(program.body, (node, what) => faults.push(`${file}:${node.loc.start.line}: ${what}`));
  } catch (error) {
    faults.push(`${file}: ${error.message}`);
  }
}
for (const fault of faults) console.log(fault);
process.exitCode = faults.length ? 1 : 0;
