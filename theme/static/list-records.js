/* Records of a whole list, from its JSON and that of the datasets it refers to, as rows like those of the page
   (components/table.html and value.html make those). Published in one file with list-filter.js, which stands behind this.
   Engines of 2020: no ?. and no ??. */
"use strict";

const makeElement = (name, properties, ...inside) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
};

/* Title and rows of the list of a table; `columns` are its headings: key, title, element, whether they name the row. A row has the texts of its cells,
   and its element, made when it is first shown. The error of a list that is too large says so. */
const readRecords = async (grid, columns) => {
  const make = makeElement;
  // Bytes as they are sent, plain and packed: about ten thousand records, which an old phone can still hold.
  const PLAIN = 6e6, PACKED = 1e6;
  const read = async (address, bounded) => {
    const answer = await fetch(address);
    if (!answer.ok) throw Error(address);
    const most = answer.headers.get("content-encoding") ? PACKED : PLAIN;
    if (bounded && answer.headers.get("content-length") > most) {
      answer.body.cancel();
      throw Object.assign(Error(address), { large: true });
    }
    return answer.json();
  };
  const source = grid.dataset.keyed;
  const base = source.slice(0, source.lastIndexOf("/data/"));
  const list = await read(source, true);

  /* A column of keys: file, column of the keys, column of the words, address of their pages; then words and address by key. */
  const known = {};
  await Promise.all(
    columns
      .filter(({ key, head }) => key !== "state" && head.dataset.source)
      .map(async ({ key: name, head }) => {
        const [file, key, label, place] = head.dataset.source.split(" ");
        const { records } = await read(file);
        known[name] = {};
        for (const record of records) {
          // A phrase such as 各有关部门 is no office and has no page.
          const href = place && record.kind !== "泛指" ? `${place + record[key]}/` : "";
          known[name][record[key]] = { text: record[label] || record[key], href };
        }
      }),
  );

  const KINDS = { record_id: "code", unified_code: "code", email: "code", decision_number: "text" };
  const BY_TYPE = { date: "date", integer: "number", number: "number" };
  const kinds = {};
  for (const { name, type } of list.fields) kinds[name] = KINDS[name] || BY_TYPE[type];
  const stateOf = (record, [usual, tone, disputed, corrected]) => [
    record.state === "拟列入" ? { text: "拟列入公示", tone: "warn" } : { text: usual, tone },
    ...(record.disputed ? [{ text: disputed, tone: "warn" }] : []),
    ...(record.corrected ? [{ text: corrected, tone: "warn" }] : []),
  ];
  const partsOf = (record, { key, head }) => {
    if (key === "state") return stateOf(record, head.dataset.source.split(" "));
    const value = record[key];
    if (value === null || value === undefined || value === "") return [];
    const text = [].concat(value).join(";");
    if (known[key]) return text.split(";").map((item) => known[key][item.trim()] || { text: item });
    const linked = record.unified_code && (key === "name" || key === "unified_code");
    return [{ text, kind: kinds[key], href: linked ? `${base}/entities/${record.unified_code}.html` : "" }];
  };

  const shown = ({ text, kind, href, tone }) => {
    const inside = tone ? make("span", { className: `c-mark c-mark--${tone}` }, text)
      : kind === "date" ? make("time", { dateTime: text }, text)
        : kind === "code" ? make("span", { className: "c-value__code" }, text) : text;
    return href ? make("a", { href }, inside) : inside;
  };
  const rowOf = (record, parts) => make("tr", record.record_id ? { id: record.record_id } : {}, ...parts.map((values, at) => {
    const inside = values.length > 1 ? make("ul", { className: "c-value" }, ...values.map((value) => make("li", {}, shown(value))))
      : values.length ? shown(values[0]) : "";
    if (columns[at].named) return make("th", { scope: "row" }, inside);
    if (!values.length) return make("td");
    const kind = values.length === 1 && values[0].kind;
    const className = kind && kind !== "text" ? { className: `c-table__${kind}` } : {};
    return make("td", className, make("span", { className: "c-table__label" }, columns[at].title), inside);
  }));

  // The newest first, as on the pages.
  const rows = list.records.reverse().map((record) => {
    const parts = columns.map((column) => partsOf(record, column));
    let element;
    return {
      cells: parts.map((values) => values.map(({ text }) => text)),
      get element() {
        element = element || rowOf(record, parts);
        return element;
      },
    };
  });
  return { title: list.title, rows };
};
