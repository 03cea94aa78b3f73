/* Batch check: names and codes that are pasted, each looked up in the search index, whose client (search-index.js) and
   view (search-view.js) stand before this in the published file. What is pasted stays here: only files of the index are
   read, by the hashes of short pieces, as in a search. Exact codes and names count as found, all else is similar. Engines
   of 2020: no ?. and no ??. */
(() => {
  const SIMILAR = 3, TOGETHER = 8;
  const CODE = /^[0-9a-z]{18}$/;
  // A code of digits as a spreadsheet leaves it: 9.12202E+17.
  const BROKEN = /^\d(?:[.]\d+)?e[+]\d+$/i;
  // The number in a list and the title of a field, which stand before a name.
  const HEAD = /^(?:[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、.．)）](?!\d)|[①-⑳])?\s*(?:.{0,4}名称\s*[：:])?\s*(?=.)/;
  const form = document.querySelector('form[data-batch]');
  const [pasted, save, status, out] = ['pasted', 'save', 'checked-status', 'checked'].map((id) => document.getElementById(id));
  const { base, batch: folder } = form.dataset;
  const MOST = Number(form.dataset.most);
  const { make, TONES } = searchView;
  const index = searchView.open(folder);

  /* --- what is pasted: a line is a subject; a row of a spreadsheet is looked up by its code, else by each of its names --- */
  const read = (text) => {
    const wanted = new Map();
    for (const line of text.split(/[\r\n]+/)) {
      const cells = line.split(/[\t,，;；]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')).filter(Boolean);
      const codes = cells.flatMap((cell) => (CODE.test(index.normalize(cell)) ? cell : index.codesIn(cell).filter((code) => code.length === 18)));
      // The number or day of a row says nothing of its own; alone on a line it is what was asked for.
      const names = cells.map((cell) => cell.replace(HEAD, '')).filter((cell) => (cells.length === 1 || (/\D/.test(index.normalize(cell)) && !BROKEN.test(cell))) && [...index.normalize(cell)].length > 1);
      for (const typed of codes.length ? codes : names) wanted.set(index.normalize(typed), typed);
    }
    return [...wanted.values()];
  };

  const check = async (typed) => {
    const plain = await index.comparable(typed);
    // An answer is partial where entries that have the words were left out before their names were compared.
    const { entries, partial } = await index.find('entities', typed);
    const same = entries.filter(({ key, texts }) => texts.includes(plain) || key.toLowerCase() === plain);
    let similar = [];
    if (!same.length && !CODE.test(plain)) similar = entries.length ? entries : await index.search(typed).then(({ entities, near }) => [...entities.entries, ...near]);
    return { typed, same, similar: similar.slice(0, SIMILAR), cut: !same.length && Boolean(partial || BROKEN.test(typed)) };
  };
  // Several names on one line, which are no name together, are looked up one by one.
  const checkLine = async (typed) => {
    const answer = await check(typed);
    const names = CODE.test(index.normalize(typed)) ? [] : typed.split(/[、|\s]+/).filter(Boolean);
    return answer.same.length || names.length < 2 || names.some((name) => [...index.normalize(name)].length < 4) ? [answer] : Promise.all(names.map(check));
  };

  /* --- what is shown --- */
  const isRow = ({ key }) => key[0] === '/';
  const hrefOf = (entry) => base + (isRow(entry) ? entry.key : `/entities/${entry.key}.html`);
  const nameOf = ({ names }) => (names.length > 1 ? `${names[0]}（曾用名：${names.slice(1).join('、')}）` : names[0] || '个体工商户（名称略）');
  const codeOf = (entry) => (isRow(entry) ? `记录编号 ${entry.key.split('#')[1]}` : entry.key);
  const factsOf = ({ title, state, marks, day, until }) => [`${title}·${state}`, ...marks, day, until && `最晚公示到 ${until}`].filter(Boolean);
  const resultOf = ({ typed, same, cut }) => (BROKEN.test(typed) ? '代码被表格软件改坏了，请重新复制' : same.length > 1 ? `找到 ${same.length} 个同名的，请核对代码` : same.length ? '找到'
    : cut ? '名称太常见，没有查完，请改用代码核对' : '没有找到');
  const table = (caption, heads, rows) => {
    const grid = make('table', 'c-table__grid');
    const head = make('tr', '', ...heads.map((title) => Object.assign(make('th', '', title), { scope: 'col' })));
    grid.append(make('caption', 'c-table__caption', make('h2', '', caption)), make('thead', '', head));
    grid.append(make('tbody', '', ...rows.map(([first, ...cells]) => make('tr', '', Object.assign(make('th', '', first), { scope: 'row' }), ...cells.map(
      (cell, at) => (cell ? make('td', at === 2 ? 'c-table__code' : '', make('span', 'c-table__label', heads[at + 1]), cell) : make('td', ''))),
    ))));
    const region = make('div', 'c-table', grid);
    for (const [name, value] of [['role', 'region'], ['aria-label', caption], ['tabindex', 0]]) region.setAttribute(name, value);
    out.append(region);
  };
  const cellsOf = (entry) => {
    const link = make('a', '', nameOf(entry));
    link.href = hrefOf(entry);
    const lists = index.brief(entry).map((listing) => {
      const [state, ...facts] = factsOf(listing);
      const mark = make('b', `c-mark c-mark--${TONES[listing.kind] || 'plain'}`, state);
      return make('div', 'c-entries__facts', mark, ...facts.map((words) => make('span', '', words)));
    });
    return [link, codeOf(entry), make('div', '', ...lists)];
  };
  const HEADS = ['您输入的', '结果', '名称', '代码', '名单和状态'];
  const show = (answers) => {
    table('核对结果', HEADS, answers.flatMap((answer) => (answer.same.length
      ? answer.same.map((entry) => [answer.typed, resultOf(answer), ...cellsOf(entry)]) : [[answer.typed, resultOf(answer), '', '', '']])));
    const similar = answers.flatMap(({ typed, similar: entries }) => entries.map((entry) => [typed, '相近，不一定是同一家', ...cellsOf(entry)]));
    if (similar.length) table('相近的有', HEADS, similar);
  };

  /* --- the file: byte order mark and CRLF for Excel; what a spreadsheet would run as a formula begins with a mark --- */
  const quoted = (text) => `"${text.replace(/^\s*[-=+@＝＋－＠]/, "'$&").replace(/"/g, '""')}"`;
  let lines = [];
  save.onclick = () => {
    const text = lines.map((cells) => `${cells.map(quoted).join()}\r\n`).join('');
    const href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }));
    Object.assign(document.createElement('a'), { href, download: '批量核对结果.csv' }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
  };
  const linesOf = (answer) => (answer.same.length ? answer.same.map((entry) => [
    answer.typed, resultOf(answer), nameOf(entry), codeOf(entry), index.listings(entry).map((item) => factsOf(item).join(' ')).join('；'), new URL(hrefOf(entry), location).href,
  ]) : [[answer.typed, resultOf(answer), '', '', '', '']]);

  let latest = 0;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const asked = ++latest;
    const say = (words) => { if (asked === latest) status.textContent = words; };
    const all = read(pasted.value);
    const wanted = all.slice(0, MOST);
    out.textContent = '';
    save.hidden = true;
    if (!wanted.length) return say('请先粘贴名称或者统一社会信用代码，每行一个。');
    try {
      const answers = [];
      for (let at = 0; at < wanted.length && asked === latest; at += TOGETHER) {
        say(`正在核对，已完成 ${at} 个，一共 ${wanted.length} 个……`);
        answers.push(...(await Promise.all(wanted.slice(at, at + TOGETHER).map(checkLine))).flat());
      }
      if (asked !== latest) return undefined;
      show(answers);
      lines = [[...HEADS, '网址'], ...answers.flatMap(linesOf)];
      // Browsers inside chat apps save no file: the notice with the address stands there (site.js has judged).
      save.hidden = Boolean(document.querySelector('.c-chat:not([hidden])'));
      const found = answers.filter(({ same }) => same.length).length;
      const unsure = answers.filter(({ cut }) => cut).length;
      say(`核对了 ${answers.length} 个：找到 ${found} 个，没有找到 ${answers.length - found - unsure} 个`
        + (unsure ? `，没有查完 ${unsure} 个` : '')
        + '。没有找到，不能证明它有或者没有信用问题。'
        + (all.length > MOST ? `一次最多核对 ${MOST} 个，后面的 ${all.length - MOST} 个没有核对。` : ''));
    } catch {
      say('暂时不能核对，请稍后再试。');
    }
    return undefined;
  };
  form.hidden = false;
})();
