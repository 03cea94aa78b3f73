/* The search page: a query goes in, what the index of this site has of it comes out. Without this script the form
   leads to the pages below it. Matching, ranking and hashing are those of plugins/credit/search. */
(function () {
  'use strict';
  const form = document.querySelector('form[data-index]');
  if (!form || !window.fetch || !''.normalize) return;
  const input = form.querySelector('input');
  const base = form.dataset.base;
  const status = document.getElementById('found-status');
  const results = document.getElementById('found');
  const about = document.getElementById('about-lists');
  const SHOWN = 50;
  const ALL = 200;
  const STEP = 20;
  const STATES = { a: '在列', b: '拟列入公示', c: '已登记' };
  const SYLLABLE = /^(?:[zcs]h|[bpmfdtnlgkhjqxzcsryw])?(?:i?ang|iong|uang|[aeiu]i|[aei]ng|ong|i?an|i?ao|uan|uai|ou|en|er|in|un|ie|iu|ia|uo|ua|ue|ve|van|a|o|e|i|u|v)$/;

  /* --- the index --- */
  const files = {};
  const get = (name) => {
    if (!files[name]) {
      files[name] = fetch(form.dataset.index + name).then((answer) => {
        if (!answer.ok) throw new Error(name);
        return answer.text();
      });
      files[name].catch(() => delete files[name]);
    }
    return files[name];
  };
  let manifest;
  const index = () => manifest || (manifest = get('index.json').then(JSON.parse).then((found) => {
    for (const room of [found.entities, found.papers]) room.common = pairs(room.common || '');
    return found;
  }).catch((error) => { manifest = null; throw error; }));
  const pairs = (text) => {
    const points = [...text];
    const found = new Set();
    for (let at = 0; at < points.length; at += 2) found.add(points[at] + points[at + 1]);
    return found;
  };
  const comparable = (text) => text.normalize('NFKC').toLowerCase().replace(/[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}]/gu, '');
  const hash = (text) => {
    let value = 2166136261;
    for (const one of text) value = Math.imul(value ^ one.codePointAt(0), 16777619) >>> 0;
    return value;
  };
  const entry = (line) => {
    const [key, names, facts, numbers] = line.split('\t');
    const shown = names.split(';');
    const plain = names ? shown.map(comparable) : [];
    const starts = plain.concat(comparable(key), numbers ? numbers.split(';') : []);
    return { key, name: shown[0] || '个体工商户（名称略）', former: shown.slice(1), facts, plain, starts };
  };
  const parse = (text) => text.split('\n').filter(Boolean).map(entry);
  const listed = (one) => one.key[0] === '/' || /^(?:.{16})*...a/.test(one.facts);
  const rank = (one, query) => (one.starts.includes(query) ? 0 : one.starts.some((key) => key.startsWith(query)) ? 2 : 4)
    + (listed(one) ? 0 : 1);
  const has = (one, query) => one.plain.some((name) => name.includes(query))
    || one.starts.some((key) => key.startsWith(query));
  const ordered = (entries, query) => entries.map((one) => [rank(one, query), one])
    .sort((a, b) => a[0] - b[0] || (a[1].key < b[1].key ? -1 : 1)).map((pair) => pair[1]);

  const lists = {};
  async function candidates(room, query) {
    const rules = (await index())[room];
    if (rules.form === 'plain') {
      if (!lists[room]) {
        const names = Array.from({ length: rules.files }, (_, at) => `${room}/${at.toString(16)}.txt`);
        lists[room] = (await Promise.all(names.map(get))).map(parse).reduce((all, some) => all.concat(some), []);
      }
      return { entries: lists[room] };
    }
    const points = [...query];
    let gram = points.slice(0, 2).join('');
    const file = (name) => `${room}/${(hash(gram.match(/^../u)[0]) % rules.parts).toString(16)}/${name}`;
    if (/[^\0-\x7f]/.test(query)) {
      for (let at = 0; at + 1 < points.length; at += 1) {
        const pair = points[at] + points[at + 1];
        if (!rules.common.has(pair)) { gram = pair; break; }
      }
    }
    if (rules.common.has(gram) && points.length > 2) {
      const road = Math.floor(hash(gram) / rules.parts) % rules.roads;
      const roads = new Set((await get(file(`roads-${road.toString(16)}.txt`))).split('\n'));
      let length = 2;
      do length += 1; while (length < points.length && roads.has(points.slice(0, length).join('')));
      gram = points.slice(0, length).join('');
    }
    const bucket = Math.floor(hash(gram) / rules.parts) % rules.buckets;
    const text = `\n${await get(file(`${bucket.toString(16)}.txt`))}`;
    const head = `\n=${gram}\t`;
    const begin = text.indexOf(head);
    if (begin < 0) return { entries: [] };
    const [node] = text.slice(begin + head.length).split('\n=', 1);
    const line = node.indexOf('\n');
    const entries = parse(node.slice(line));
    const count = Number(node.slice(0, line));
    return { entries, count: entries.length < count ? count : 0 };
  }
  async function find(room, query) {
    if ([...query].length < 2) return { count: 0, entries: [] };
    const { entries, count } = await candidates(room, query);
    if (count) return { count, entries };
    const matching = ordered(entries.filter((one) => has(one, query)), query);
    return { count: matching.length, entries: matching.slice(0, matching.length > ALL ? SHOWN : ALL) };
  }

  /* --- the same sound, other characters --- */
  const syllables = (text) => {
    if (!text) return [];
    for (let length = Math.min(6, text.length); length; length -= 1) {
      const rest = SYLLABLE.test(text.slice(0, length)) && syllables(text.slice(length));
      if (rest) return [text.slice(0, length)].concat(rest);
    }
    return null;
  };
  async function soundsOf(query) {
    if (/^[a-z]+$/.test(query)) return (syllables(query) || []).map((one) => [one]);
    return Promise.all([...query].map(async (one) => {
      const text = one < '\x80' ? '' : await get(`sounds/characters-${(hash(one) % 32).toString(16)}.txt`);
      const line = text.split('\n').find((words) => words.startsWith(one));
      return line ? line.slice(one.length).split(' ') : [one];
    }));
  }
  async function alike(query) {
    const count = (await index()).sounds;
    const sounds = await soundsOf(query);
    if (sounds.length < 2) return [];
    let words = null;
    for (let at = 0; at + 1 < sounds.length; at += 1) {
      const next = [];
      for (const one of sounds[at]) {
        for (const other of sounds[at + 1]) {
          const sound = `${one} ${other}`;
          const text = await get(`sounds/${(hash(sound) % count).toString(16)}.txt`);
          const line = text.split('\n').find((pair) => pair.startsWith(`${sound}\t`));
          if (line) next.push(...pairs(line.slice(sound.length + 1)));
        }
      }
      words = words === null ? next : words.reduce((all, word) => all.concat(
        next.filter((pair) => word.endsWith([...pair][0])).map((pair) => word + [...pair][1])), []).slice(0, 60);
    }
    const found = await Promise.all(words.filter((word) => word !== query).slice(0, 12).map((word) => find('entities', word)));
    const byKey = new Map();
    for (const one of found) for (const each of one.entries) byKey.set(each.key, each);
    return [...byKey.values()];
  }
  async function search(text) {
    const query = comparable(text);
    const [entities, papers] = await Promise.all([find('entities', query), find('papers', query)]);
    const sounds = entities.count || papers.count ? [] : await alike(query);
    return { query, entities, papers, sounds };
  }
  form.search = search;

  /* --- what is shown --- */
  const make = (tag, className, ...inside) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  };
  let names;
  const listings = (one) => one.facts.match(/.{16}/g).map((fact) => {
    const [title, kind] = names.lists[fact.slice(0, 3)];
    const day = /\d{8}/.test(fact) ? fact.slice(5, 13).replace(/(....)(..)/, '$1-$2-') : '';
    return {
      tone: fact[3] === 'b' ? 'warn' : { red: 'good', black: 'bad' }[kind] || 'plain',
      mark: `${title}：${STATES[fact[3]]}`,
      disputed: fact[4] === '!',
      words: [names.authorities[fact.slice(13)], day].filter(Boolean).join('，'),
    };
  });
  const hrefOf = (one) => base + (one.key[0] === '/' ? one.key : `/entities/${one.key}.html`);
  function item(one) {
    const link = make('a', '', one.name);
    link.href = hrefOf(one);
    const made = make('li', 'c-entries__item', make('h3', 'c-entries__title', link));
    const line = (...inside) => made.append(make('p', 'c-entries__facts', ...inside));
    if (one.key[0] === '/') {
      line(make('span', '', one.facts), ...one.former.map((name) => make('span', '', name)));
      return made;
    }
    for (const listing of listings(one)) {
      line(make('b', `c-mark c-mark--${listing.tone}`, listing.mark),
        ...(listing.disputed ? [make('b', 'c-mark c-mark--warn', '异议处理中')] : []), make('span', '', listing.words));
    }
    line(make('span', '', `统一社会信用代码 ${one.key}`));
    if (one.former.length) line(make('span', '', `曾用名：${one.former.join('、')}`));
    return made;
  }
  function group(title, entries) {
    const list = make('ul', 'c-entries');
    const section = make('section', '', make('h2', '', title), list);
    let at = 0;
    const button = make('button', 'c-search__more', '显示更多');
    button.type = 'button';
    const more = () => {
      const first = list.children[at];
      entries.slice(at, at + STEP).forEach((one) => list.append(item(one)));
      const fresh = list.children[at];
      if (at && !first) fresh.querySelector('a').focus();
      at += STEP;
      if (at >= entries.length) button.remove();
    };
    section.append(button);
    button.onclick = more;
    more();
    return section;
  }
  let turn = 0;
  async function show(text) {
    turn += 1;
    const mine = turn;
    close();
    results.textContent = '';
    status.textContent = '';
    if (!text.trim()) return;
    if ([...comparable(text)].length < 2) { status.textContent = '请至少输入两个字。'; return; }
    status.textContent = '正在查找……';
    try {
      names = await index();
      const found = await search(text);
      if (mine !== turn) return;
      const { entities, papers, sounds } = found;
      const parts = [];
      if (entities.count) {
        parts.push(`找到 ${entities.count} 个主体`
          + (entities.entries.length < entities.count ? `，只显示前 ${entities.entries.length} 个，请多输入几个字` : ''));
        results.append(group('企业和其他主体', entities.entries));
      }
      if (papers.count) {
        parts.push(`找到 ${papers.count} 个文件或部门`);
        results.append(group('文件和部门', papers.entries));
      }
      if (!parts.length) {
        parts.push(`没有找到“${text.trim()}”`);
        if (sounds.length) {
          parts.push('下面是读音相同、字不同的');
          results.append(group('同音（读音相同，字不同）', sounds));
        }
        const note = about.cloneNode(true);
        note.removeAttribute('id');
        results.append(note);
      }
      status.textContent = `${parts.join('。')}。`;
    } catch (error) {
      if (mine === turn) status.textContent = '没有连上网站，暂时不能搜索。请检查网络再试，或者用下面的目录查找。';
    }
  }

  /* --- the combobox --- */
  const options = make('ul', 'c-search__options');
  options.id = 'q-options';
  options.setAttribute('role', 'listbox');
  options.setAttribute('aria-label', '名称');
  options.hidden = true;
  input.parentNode.append(options);
  const set = (one, values) => Object.keys(values).forEach((key) => one.setAttribute(key, values[key]));
  set(input, { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': options.id });
  let active = -1;
  let composing = false;
  let timer;
  function close() {
    clearTimeout(timer);
    options.hidden = true;
    options.textContent = '';
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }
  function choose(at) {
    const all = options.children;
    active = (at + all.length + 1) % (all.length + 1);
    [...all].forEach((one, place) => one.setAttribute('aria-selected', String(place === active)));
    if (all[active]) {
      input.setAttribute('aria-activedescendant', all[active].id);
      all[active].scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  }
  async function suggest() {
    const query = comparable(input.value);
    const mine = ++turn;
    if ([...query].length < 2) { close(); return; }
    try {
      names = await index();
      const found = await find('entities', query);
      if (mine !== turn || composing) return;
      close();
      found.entries.slice(0, 6).forEach((one, at) => {
        const option = make('li', 'c-search__option', one.name, ' ', make('small', '', listings(one).map((each) => each.mark).join('，')));
        option.id = `q-option-${at}`;
        set(option, { role: 'option', 'aria-selected': 'false' });
        option.onmousedown = (event) => event.preventDefault();
        option.onclick = () => { location.href = hrefOf(one); };
        options.append(option);
      });
      options.hidden = !found.count;
      input.setAttribute('aria-expanded', String(found.count > 0));
      status.textContent = found.count ? `找到 ${found.count} 个主体，用上下方向键选择，按回车查看。` : '';
    } catch (error) { close(); }
  }
  const later = () => { clearTimeout(timer); timer = setTimeout(suggest, 150); };
  input.addEventListener('compositionstart', () => { composing = true; close(); });
  input.addEventListener('compositionend', () => { composing = false; later(); });
  input.addEventListener('input', () => { if (!composing) later(); });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (composing || event.isComposing || event.keyCode === 229) return;
    const open = !options.hidden;
    if (event.key === 'ArrowDown' && open) choose(active + 1);
    else if (event.key === 'ArrowUp' && open) choose(active < 0 ? options.children.length - 1 : active - 1);
    else if (event.key === 'Escape' && open) close();
    else if (event.key === 'Enter' && open && active >= 0 && options.children[active]) options.children[active].click();
    else return;
    event.preventDefault();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const address = `${form.getAttribute('action')}?q=${encodeURIComponent(input.value.trim())}`;
    if (address !== location.pathname + location.search) history.pushState(null, '', address);
    show(input.value);
  });
  const fromAddress = () => {
    const query = new URLSearchParams(location.search).get('q') || '';
    input.value = query;
    show(query);
  };
  window.addEventListener('popstate', fromAddress);
  input.addEventListener('focus', () => index().catch(() => 0), { once: true });
  if (location.search) fromAddress();
}());
