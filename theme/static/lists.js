/* Enhancement of list pages: find, choose, sort and take away the rows that stand on the page. Without it all rows are
   there in their order. The choice stands in the address, so it can be passed on and the back button works. Nothing is
   read or made before somebody opens it. Engines of 2020: no ?. and no ??. */
(() => {
  "use strict";

  const grid = document.querySelector("table[data-keyed]");
  if (!grid) return;
  const body = grid.tBodies[0];
  const make = (name, properties, ...inside) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...inside);
    return element;
  };
  const on = (target, event, act) => target.addEventListener(event, act);
  const details = make("details", {}, make("summary", {}, "筛选、排序和下载"));

  const build = () => {
    if (details.children[1]) return;
    // Full width and half width, capitals and small letters, with and without blanks are one.
    const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s/g, "");
    const order = new Intl.Collator("zh-CN", { numeric: true }).compare;

    /* What a cell says, once for each of its values; the label that phones see belongs to the column. */
    const valuesOf = (cell) => {
      const copy = cell.cloneNode(true);
      copy.querySelectorAll(".c-table__label").forEach((label) => label.remove());
      const items = copy.querySelectorAll("li");
      return [...(items.length ? items : [copy])].map((one) => one.textContent.trim()).filter(Boolean);
    };
    const rows = [...body.rows].map((element) => {
      const cells = [...element.cells].map(valuesOf);
      return { element, cells, text: fold(cells.join("|")) };
    });
    const columns = [...grid.tHead.rows[0].cells].map((head, at) => {
      const like = (kind) => body.querySelector(`tr > :nth-child(${at + 1})${kind}`);
      const values = [...new Set([].concat(...rows.map((row) => row.cells[at])))].sort(order);
      // A choice helps where several rows share a value.
      const many = values.length < 2 || values.length > 40 || values.length >= rows.length;
      // Free text is a choice only where a few values come again and again.
      const free = { few: values.length > 12 || values.length * 3 > rows.length, no: true }[head.dataset.choice];
      const choice = !many && !free && !like("[class]") && !like("[scope]");
      return { at, head, key: head.dataset.key, title: head.textContent, date: like(".c-table__date"), values, choice };
    });

    /* What is seen. */
    const option = (textContent, value) => make("option", { textContent, value });
    const labelled = (title, control) => {
      control.className = "c-search__input";
      return make("label", {}, title, control);
    };
    const button = (title, click) => {
      const made = make("button", { type: "button" }, title);
      on(made, "click", click);
      return made;
    };
    const words = make("input", { type: "search", name: "q", autocomplete: "off" });
    const choices = columns.filter((one) => one.choice);
    const pickers = choices.map((one) =>
      make("select", { name: one.key }, option("全部", ""), ...one.values.map((value) => option(value, value))),
    );
    const sorter = make("select", { name: "sort" }, option("原来的顺序", ""));
    for (const { key, title, date } of columns) {
      sorter.append(option(`${title}：${date ? "从早到晚" : "正序"}`, key));
      sorter.append(option(`${title}：${date ? "从晚到早" : "倒序"}`, `-${key}`));
    }
    const controls = [words, ...pickers, sorter];

    /* Controls in, rows and address out. */
    let shown = rows;
    const show = () => {
      const wanted = words.value.split(/\s/).map(fold);
      const down = sorter.value[0] === "-";
      const by = columns.find((one) => one.key === sorter.value.replace("-", ""));
      const key = (row) => row.cells[by.at].join();
      const ordered = [...rows];
      // What is empty comes last, whichever way the rest goes.
      if (by) ordered.sort((a, b) => !key(a) - !key(b) || order(key(a), key(b)) * (down ? -1 : 1));
      shown = ordered.filter(
        (row) =>
          wanted.every((one) => row.text.includes(one)) &&
          pickers.every(({ value }, at) => !value || row.cells[choices[at].at].includes(value)),
      );
      if (shown.length !== body.rows.length || shown.some((row, at) => row.element !== body.rows[at])) {
        body.textContent = "";
        body.append(...shown.map((row) => row.element));
      }
      for (const one of columns) {
        one.head.setAttribute("aria-sort", one !== by ? "none" : down ? "descending" : "ascending");
        one.head.firstChild.textContent = one.title + (one !== by ? "" : down ? " ▼" : " ▲");
      }
      clear.hidden = controls.every((control) => !control.value);
      save.disabled = !shown.length;
      said.textContent =
        `本页共 ${rows.length} 条记录，` + (shown.length ? `显示 ${shown.length} 条。` : "没有符合条件的，别的页可能有。");
    };
    const settle = (step) => {
      const asked = new URLSearchParams();
      for (const { name, value } of controls) if (value) asked.set(name, value);
      const address = location.pathname + `?${asked}`.replace(/^\?$/, "");
      if (address !== location.pathname + location.search) {
        history[step ? "pushState" : "replaceState"](null, "", address);
        document.querySelectorAll("[data-address]").forEach((one) => (one.textContent = location.href));
      }
      show();
    };
    const read = () => {
      const asked = new URLSearchParams(location.search);
      for (const control of controls) {
        const value = asked.get(control.name) || "";
        control.value = value;
        if (control.selectedIndex >= 0 || control === words) continue;
        // What has left the page is still what was asked for: the control says so, and no row is shown.
        if (control !== sorter) control.append(option(value, value));
        control.selectedIndex = control === sorter ? 0 : control.length - 1;
      }
      show();
    };

    /* One step back for a word, not for each of its letters; letters of an unfinished Chinese word are no question. */
    let typing = false;
    const type = (event) => {
      if (event.isComposing) return;
      settle(!typing);
      typing = true;
    };
    on(words, "input", type);
    on(words, "compositionend", type);
    on(words, "blur", () => (typing = false));
    const clear = button("清除条件", () => {
      for (const control of controls) control.value = "";
      settle(true);
      words.focus();
    });

    /* The cells as they stand, as in the site's own CSV for Excel: a mark before "=" would make other names and codes of
       them. Byte order mark and CRLF, or Excel shows Chinese as mojibake. */
    const save = button("下载显示的记录（CSV）", () => {
      const lines = [columns.map((one) => one.title), ...shown.map((row) => row.cells.map((one) => one.join(";")))];
      const quoted = (text) => `"${text.replace(/"/g, '""')}"`;
      const text = lines.map((line) => `${line.map(quoted).join()}\r\n`).join("");
      const href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
      make("a", { href, download: `${document.title}（${shown.length} 条）.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
    });

    const said = make("p");
    said.setAttribute("role", "status");
    const form = make(
      "form",
      { className: "c-actions" },
      labelled("在本页的记录里找", words),
      ...choices.map((one, at) => labelled(one.title, pickers[at])),
      labelled("排列顺序", sorter),
      make("p", {}, clear, " ", save),
    );
    on(form, "change", (event) => event.target !== words && settle(true));
    on(form, "submit", (event) => {
      event.preventDefault();
      words.blur();
    });
    // Browsers inside chat apps save no file: the notice with the address stands there (site.js has judged).
    if (document.querySelector(".c-chat:not([hidden])")) save.remove();
    details.append(form);
    details.after(said);
    for (const { key, head, title } of columns) {
      head.textContent = "";
      head.append(
        button(title, () => {
          sorter.value = sorter.value === key ? `-${key}` : key;
          settle(true);
        }),
      );
    }
    on(window, "popstate", read);
    read();
  };

  const place = make("div", {}, details);
  place.dataset.enhancement = "filter";
  grid.parentNode.before(place);
  on(details, "toggle", build);
  // On a phone the records come first.
  if (matchMedia("(min-width: 56em)").matches || location.search.length > 1) {
    details.open = true;
    build();
  }
})();
