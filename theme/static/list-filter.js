/* Enhancement of list pages: find, choose, sort and take away the rows that stand on the page, and with its first use
   those of the whole list (list-records.js). Without it all rows are there in their order. The choice stands in the
   address, so it can be passed on and the back button works. Nothing is made before somebody opens it, no file is read
   before somebody uses it. Engines of 2020: no ?. and no ??. */
(() => {
  "use strict";

  const grid = document.querySelector("table[data-keyed]");
  if (!grid) return;
  const body = grid.tBodies[0];
  const make = makeElement;
  // Rows of the whole list that are shown at once: an old phone lays out no more in time.
  const MOST = 200;
  const on = (target, event, act) => target.addEventListener(event, act);
  const details = make("details", {}, make("summary", {}, "筛选、排序和下载"));

  let opened = false;
  on(details.firstChild, "click", () => (opened = true));
  const build = () => {
    if (details.children[1]) return;
    // Full width and half width, capitals and small letters, with and without blanks, brackets, quotation marks and dots are one.
    const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s\p{Ps}\p{Pe}\p{Pi}\p{Pf}"'·・•]/gu, "");
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
      const named = like("[scope]");
      const open = head.dataset.choice !== "no" && !like("[class]") && !named;
      return { at, head, key: head.dataset.key, title: head.textContent, date: like(".c-table__date"), named, open };
    });
    /* A choice helps where several rows share a value; free text is one only where a few values come again and again. */
    const isChoice = ({ head }, { length }, count) =>
      length > 1 && length <= 40 && length < count && (head.dataset.choice !== "few" || (length <= 12 && length * 3 <= count));

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
    const choices = columns.filter((one) => one.open);
    const pickers = choices.map((one) => make("select", { name: one.key }));
    const offer = (all) =>
      choices.forEach((column, place) => {
        const picker = pickers[place], { value } = picker;
        const values = [...new Set([].concat(value || [], ...all.map((row) => row.cells[column.at])))];
        const shown = isChoice(column, values, all.length);
        picker.textContent = "";
        picker.append(option("全部", ""), ...(shown ? values.sort(order) : [].concat(value || [])).map((item) => option(item, item)));
        picker.value = value;
        picker.unused = !shown && !value;
      });
    /* A column whose values help nobody to choose has no control in the form; the others stand in their order. */
    const arrange = () => {
      let next = sorter.parentNode;
      for (const picker of [...pickers].reverse()) {
        const label = picker.parentNode;
        if (picker.unused) label.remove();
        else if (label.parentNode !== form) form.insertBefore(label, next);
        if (!picker.unused) next = label;
      }
    };
    const sorter = make("select", { name: "sort" }, option("原来的顺序", ""));
    for (const { key, title, date } of columns) {
      sorter.append(option(`${title}：${date ? "从早到晚" : "正序"}`, key));
      sorter.append(option(`${title}：${date ? "从晚到早" : "倒序"}`, `-${key}`));
    }
    const controls = [words, ...pickers, sorter];

    /* The whole list, read with the first use; a condition then looks at all of it, and without one the page stays. */
    let whole, reading, unread = "";
    const load = () => {
      if (reading || !grid.dataset.keyed) return;
      unread = "正在读取整份名单……";
      reading = readRecords(grid, columns).then((list) => {
        whole = list;
        unread = "";
        for (const row of list.rows) row.text = fold(row.cells.join("|"));
        words.previousSibling.textContent = "在整份名单里找";
        offer(list.rows);
      }, (error) => {
        // A list that did not come is asked for again.
        reading = error.large;
        unread = error.large ? "这份名单很大，只能在本页里找；要在整份名单里找，请下载名单，用表格软件筛选。" : "整份名单没有读到，只在本页里找。";
      }).then(() => show());
    };

    /* Controls in, rows and address out. */
    const caption = grid.caption.firstChild.textContent;
    // Letters of an unfinished Chinese word are not asked for.
    let shown = rows, title, query = "";
    const show = () => {
      arrange();
      const wanted = query.split(/\s/).map(fold);
      const down = sorter.value[0] === "-";
      const by = columns.find((one) => one.key === sorter.value.replace("-", ""));
      const key = (row) => row.cells[by.at].join();
      const all = whole && (wanted.some(Boolean) || pickers.some(({ value }) => value));
      const ordered = [...(all ? whole.rows : rows)];
      // What is empty comes last, whichever way the rest goes.
      if (by) ordered.sort((a, b) => !key(a) - !key(b) || order(key(a), key(b)) * (down ? -1 : 1));
      shown = ordered.filter(
        (row) =>
          wanted.every((one) => row.text.includes(one)) &&
          pickers.every(({ value }, at) => !value || row.cells[choices[at].at].includes(value)),
      );
      const elements = shown.slice(0, MOST).map((row) => row.element);
      if (elements.length !== body.rows.length || elements.some((element, at) => element !== body.rows[at])) {
        body.textContent = "";
        body.append(...elements);
      }
      for (const one of columns) {
        one.head.setAttribute("aria-sort", one !== by ? "none" : down ? "descending" : "ascending");
        one.head.firstChild.textContent = one.title + (one !== by ? "" : down ? " ▼" : " ▲");
      }
      clear.hidden = controls.every((control) => !control.value);
      save.disabled = !shown.length;
      const most = shown.length > MOST ? `，只显示前 ${MOST} 条，下载的文件里有全部` : "";
      said.textContent = (all
        ? `整份名单共 ${whole.rows.length} 条记录，` + (shown.length ? `找到 ${shown.length} 条${most}。` : "没有符合条件的。")
        : `本页共 ${rows.length} 条记录，` + (shown.length ? `显示 ${shown.length} 条。` : "没有符合条件的，别的页可能有。")) + unread;
      save.textContent = `下载${all ? "找到" : "显示"}的记录（CSV）`;
      title = all ? whole.title : document.title;
      const named = all ? "找到的记录" : caption;
      grid.caption.firstChild.textContent = named;
      grid.parentNode.setAttribute("aria-label", named);
    };
    const settle = (step) => {
      query = words.value;
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
        if (control !== sorter) {
          control.append(option(value, value));
          control.unused = false;
        }
        control.selectedIndex = control === sorter ? 0 : control.length - 1;
      }
      query = words.value;
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
      make("a", { href, download: `${title}（${shown.length} 条）.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
    });

    const said = make("p");
    said.setAttribute("role", "status");
    const form = make(
      "form",
      { className: "c-actions" },
      labelled(`只在本页 ${rows.length} 条里找`, words),
      labelled("排列顺序", sorter),
      make("p", {}, clear, " ", save),
    );
    on(form, "focusin", load);
    on(form, "change", (event) => {
      load();
      if (event.target !== words) settle(true);
    });
    choices.forEach((one, at) => labelled(one.title, pickers[at]));
    offer(rows);
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
    if (opened || location.search.length > 1) load();
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
