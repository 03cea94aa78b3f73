// The search index client in Node, over HTTP: its script and the address of an index in the arguments, queries as JSON on
// standard input; on standard output for each query the count, the first keys, bytes, files and milliseconds.
import { readFileSync } from "node:fs";
import { Agent, get as request } from "node:http";
import { dirname, join } from "node:path";
import { runInThisContext } from "node:vm";

const [script, address] = process.argv.slice(2);
const scripts = [join(dirname(script), "search-text.js"), script].map((path) => readFileSync(path, "utf8"));
const openIndex = runInThisContext(`${scripts.join("")}; openIndex`, { filename: script });
const agent = new Agent({ keepAlive: true });

const answers = [];
for (const query of JSON.parse(readFileSync(0, "utf8"))) {
  let bytes = 0;
  const files = [];
  const read = (name) => new Promise((done, fail) => {
    files.push(name);
    request(address + name, { agent }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part)).on("end", () => {
        const data = Buffer.concat(parts);
        bytes += data.length;
        done(data.toString());
      });
    }).on("error", fail);
  });
  const begin = performance.now();
  // Nothing is loaded before: each query has a client of its own.
  const { entities, near } = await openIndex(read).search(query);
  const ms = performance.now() - begin;
  answers.push({
    count: entities.count, about: Boolean(entities.about), keys: entities.entries.slice(0, 5).map(({ key }) => key),
    near: near.slice(0, 5).map(({ key }) => key), bytes, files, ms,
  });
}
agent.destroy();
process.stdout.write(JSON.stringify(answers));
