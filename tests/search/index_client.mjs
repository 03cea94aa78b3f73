// Runner of the search index client in Node: the folder of an index in the arguments, queries as JSON on standard input,
// answers as JSON on standard output. No page, no network: the client reads the files of the folder.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runInThisContext } from "node:vm";

const [script, folder] = process.argv.slice(2);
const scripts = [join(dirname(script), "search-text.js"), script].map((path) => readFileSync(path, "utf8"));
const openIndex = runInThisContext(`${scripts.join("")}; openIndex`, { filename: script });
const read = [];
const index = openIndex((name) => read.push(name) && readFile(join(folder, name), "utf8"));
const keys = (entries) => entries.map((entry) => entry.key);

const answers = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const query = index.normalize(text);
  const answer = { query };
  if ([...query].length > 1) {
    const { entities, papers, near } = await index.search(text);
    Object.assign(answer, { count: entities.count || 0, keys: keys(entities.entries), near: keys(near) });
    Object.assign(answer, { papers: keys(papers.entries), listings: entities.entries.slice(0, 1).map(index.listings) });
    Object.assign(answer, { brief: entities.entries.slice(0, 1).map(index.brief) });
    Object.assign(answer, { about: Boolean(entities.about), read: read.splice(0) });
  }
  answers.push(answer);
}
process.stdout.write(JSON.stringify(answers));
