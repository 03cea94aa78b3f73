/* The search page: form, results, combobox. Finding is the index client's (search-index.js), which stands before this in
   the published file, with search-view.js between them. Elsewhere the form has the combobox alone, loaded on its first use (site.js). Without script the
   form leads to the pages below it. */
(() => {
  const form = document.querySelector('form[data-index]');
  const input = form.q;
  const [status, out, options] = ['found-status', 'found', 'q-options'].map((id) => document.getElementById(id));
  const say = (words) => { if (status) status.textContent = words; };
  const { base, index: folder } = form.dataset;
  const { make, TONES } = searchView;
  const index = searchView.open(folder);

  /* --- what is shown --- */
  const hrefOf = ({ key }) => base + (key[0] === '/' ? key : `/entities/${key}.html`);
  const nameOf = ({ names }) => names[0] || '个体工商户（名称略）';
  const mark = (words, tone) => make('b', `c-mark c-mark--${tone}`, words);
  const item = (entry) => {
    const link = make('a', '', nameOf(entry));
    link.href = hrefOf(entry);
    const made = make('li', 'c-entries__item', make('h3', 'c-entries__title', link));
    const line = (...words) => made.append(make('p', 'c-entries__facts', ...words.filter(Boolean)));
    const [, id] = entry.key.split('#');
    const former = entry.names.slice(1).join('、');
    if (entry.key[0] === '/' && !entry.key.startsWith('/lists/')) line(entry.facts, !entry.facts.startsWith('办事') && former && ` ${former}`);
    else {
      for (const { kind, state, marks, title, authority, reason, day, until } of index.brief(entry)) {
        const began = kind === 'candidate' ? '公示日期' : TONES[kind] ? '列入日期' : '登记日期';
        const spans = [reason, authority, day && `${began} ${day}`, until && `最晚公示到 ${until}`];
        line(mark(`${title}·${state}`, TONES[kind] || 'plain'), ...marks.map((words) => mark(words, 'warn')));
        line(...spans.filter(Boolean).map((words) => make('span', '', words)));
      }
      if (entry.key[0] === '/') line(id ? `记录编号 ${id}` : '', former && `，也写作：${former}`);
      else line(`统一社会信用代码 ${entry.key}`, former && `，曾用名：${former}`);
    }
    return made;
  };
  const group = (title, entries) => {
    const list = make('ul', 'c-entries');
    const button = make('button', '', '显示更多');
    button.onclick = () => {
      const at = list.children.length;
      list.append(...entries.slice(at, at + 20).map(item));
      if (at) list.children[at].querySelector('a').focus();
      button.hidden = list.children.length === entries.length;
    };
    button.onclick();
    out.append(make('section', 'c-search', make('h2', '', title), list, button));
  };
  // Enter drops the suggestions that are on their way; typing never drops the results.
  let latest = 0, suggested = 0, busy;
  const wait = (value) => set(out, { busy: busy = value });
  const show = async () => {
    const asked = ++latest;
    suggested++;
    const query = index.normalize(input.value);
    close();
    out.textContent = '';
    wait(false);
    say(input.value && '请至少输入两个字。');
    if ([...query].length < 2) return;
    say('正在查找……');
    // What stands below waits for the answer: nothing that is being read moves.
    wait(true);
    try {
      const { entities, papers, near } = await index.search(input.value);
      if (asked !== latest) return;
      let words = '';
      const groups = [['企业和其他主体', '个主体', entities], ['办事和文件', '项办事内容、文件或部门', papers]];
      // Of a word for something to do this comes first, of any other the firms whose names have it.
      if (papers.count && papers.entries[0].texts.includes(query)) groups.reverse();
      for (const [title, unit, { count, about, entries }] of groups) {
        if (count) {
          const end = entries.length < count || about ? `，只显示前 ${entries.length} 个，请多输入几个字。` : '。';
          words += about ? `找到很多主体${end}` : `找到 ${count} ${unit}${end}`;
          group(title, entries);
        }
      }
      if (!entities.count) {
        const typed = input.value.trim();
        // What this site holds and up to when stands right below.
        words = (/^\w{15,18}$/.test(query) ? `没有找到代码 ${typed}，这不能证明它有没有信用问题。请核对。`
          : /^\d+$/.test(query) ? `没有找到“${typed}”：没有以它开头或者结尾的代码。`
            : papers.count && !near.length ? '' : `没有找到“${typed}”，这不能证明它有没有信用问题。`) + words;
        if (near.length) {
          words += '没有完全相符的名称，下面是相近的，请核对是不是要找的那一家。';
          group('相近的有', near);
        }
      }
      say(words);
      wait(false);
      form.scrollIntoView();
    } catch {
      if (asked !== latest) return;
      wait(false);
      say('暂时不能搜索，请稍后再试，或者用下面的办法查找。');
    }
  };

  /* --- the combobox --- */
  const set = (element, values) => { for (const key in values) element.setAttribute(`aria-${key}`, values[key]); };
  input.setAttribute('role', 'combobox');
  set(input, { autocomplete: 'list', controls: 'q-options' });
  let active, composing, timer;
  const close = () => {
    clearTimeout(timer);
    options.textContent = '';
    options.hidden = true;
    active = null;
    set(input, { expanded: false, activedescendant: '' });
  };
  const choose = (option) => {
    if (active) set(active, { selected: false });
    active = option;
    set(input, { activedescendant: option ? option.id : '' });
    if (option) set(option, { selected: true });
  };
  const suggest = async () => {
    const asked = ++suggested;
    const query = index.normalize(input.value);
    const found = [...query].length > 1 && await index.find('entities', input.value);
    if (asked !== suggested || composing) return;
    close();
    if (!found || !found.count) return;
    found.entries.slice(0, 6).forEach((entry, at) => {
      const states = [...new Set(index.listings(entry).map(({ title, state }) => `${title}·${state}`))].join('；');
      const option = make('li', '', `${nameOf(entry)}（${states}）`);
      option.id = `q-${at}`;
      option.setAttribute('role', 'option');
      set(option, { selected: false });
      option.onmousedown = (event) => event.preventDefault();
      option.onclick = () => { location.href = hrefOf(entry); };
      options.append(option);
    });
    options.hidden = false;
    set(input, { expanded: true });
    if (!busy) say(`找到 ${found.count} 个主体，可以用上下方向键选择。`);
  };
  const later = () => {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(() => suggest().catch(close), 150);
  };
  input.addEventListener('compositionstart', () => { composing = true; });
  input.addEventListener('compositionend', () => { composing = false; later(); });
  input.oninput = later;
  input.onblur = close;
  input.onkeydown = (event) => {
    const { key } = event;
    if (composing || event.isComposing || options.hidden) return;
    if (key === 'ArrowDown') choose(active ? active.nextSibling : options.firstChild);
    else if (key === 'ArrowUp') choose(active ? active.previousSibling : options.lastChild);
    else if (key === 'Escape') close();
    else if (key === 'Enter' && active) active.click();
    else return;
    event.preventDefault();
  };
  close();
  // Elsewhere than on the search page the box suggests, and Enter leads there.
  if (!out) {
    if (document.activeElement === input && input.value) later();
    return;
  }
  searchView.follow(form, show);
})();
