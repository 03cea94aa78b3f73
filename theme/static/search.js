/* The search page: a query goes in, what the index of this site has of it comes out. Without this script the form
   leads to the pages below it. Matching, ranking and hashing are those of plugins/credit/search. */
(() => {
  'use strict';
  const id = (name) => document.getElementById(name);
  const form = document.querySelector('form[data-index]');
  const input = form.q;
  const status = id('found-status');
  const out = id('found');
  const say = (words) => { status.textContent = words; };
  const { base, index: folder } = form.dataset;
  const SYLLABLE = /^([zcs]h|[bpmfdtnlgkhjqxzcsryw])?(i?ang|iong|uang|[aeiu]i|[aei]ng|ong|i?an|i?ao|uan|uai|ou|[eiu]n|er|i[eua]|u[oae]|ve|van|[aoeiuv])$/;

  /* --- the index --- */
  const files = {};
  const load = async (name) => {
    const answer = await fetch(folder + name);
    if (!answer.ok) throw Error(name);
    return answer.text();
  };
  const get = (name) => {
    if (!files[name]) {
      files[name] = load(name);
      files[name].catch(() => delete files[name]);
    }
    return files[name];
  };
  const pairs = (text) => text.match(/../gu) || [];
  let rules;
  const begin = async () => {
    if (rules) return;
    const read = JSON.parse(await get('index.json'));
    for (const room of [read.entities, read.papers]) room.common = new Set(pairs(room.common || ''));
    rules = read;
  };
  const plain = (text) => text.normalize('NFKC').toLowerCase().replace(/[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}]/gu, '');
  const hash = (text) => {
    let value = 2166136261;
    for (const one of text) value = Math.imul(value ^ one.codePointAt(0), 16777619) >>> 0;
    return value;
  };
  const file = (place, value) => get(`${place}${value.toString(16)}.txt`);
  const parse = (text) => text.split('\n').filter(Boolean).map((line) => {
    const [key, words, facts, numbers = '', sounds = ''] = line.split('\t');
    const names = words ? words.split(';') : [];
    const bare = names.map(plain);
    const letters = sounds.split(';');
    const inside = [...bare, ...letters.map((one) => one.replace('.', ''))];
    const listed = key[0] === '/' || /^(.{16})*...[^bc]/.test(facts);
    const starts = [...inside, plain(key), ...numbers.split(';'), ...letters.map((one) => one.split('.').pop())];
    return { key, names, facts, inside, listed, starts };
  });
  const lists = {};
  const candidates = async (room, query) => {
    const { files: length, common, parts, roads, buckets } = rules[room];
    if (length) {
      lists[room] = lists[room] || parse((await Promise.all(Array.from({ length }, (_, at) => file(`${room}/`, at)))).join('\n'));
      return [lists[room]];
    }
    const points = [...query];
    const first = (length) => points.slice(0, length).join('');
    let gram = first(2);
    const part = () => `${room}/${hash([...gram].slice(0, 2).join('')) % parts}/`;
    if (/[^\0-\x7f]/.test(query)) {
      gram = points.map((one, at) => one + points[at + 1]).slice(0, -1).find((pair) => !common.has(pair)) || gram;
    }
    if (common.has(gram) && points.length > 2) {
      const long = (await file(`${part()}roads-`, ~~(hash(gram) / parts) % roads)).split('\n');
      let size = 3;
      while (size < points.length && long.includes(first(size))) size += 1;
      gram = first(size);
    }
    const text = `\n${await file(part(), ~~(hash(gram) / parts) % buckets)}`;
    const head = `\n=${gram}\t`;
    const place = text.indexOf(head);
    if (place < 0) return [[]];
    const [count, ...lines] = text.slice(place + head.length).split('\n=', 1)[0].split('\n');
    const entries = parse(lines.join('\n'));
    return [entries, entries.length < count && +count];
  };
  const find = async (room, query) => {
    await begin();
    const [entries, count] = await candidates(room, query);
    if (count) return { count, entries };
    const found = [];
    for (const one of entries) {
      const begins = one.starts.some((key) => key.startsWith(query));
      if (begins || one.inside.some((key) => key.includes(query))) {
        found.push([(one.starts.includes(query) ? 0 : begins ? 2 : 4) + !one.listed, one]);
      }
    }
    found.sort(([a, one], [b, other]) => a - b || (one.key < other.key ? -1 : 1));
    return { count: found.length, entries: found.slice(0, found.length > 200 ? 50 : 200).map(([, one]) => one) };
  };

  /* --- the same sound, other characters --- */
  const syllables = (text) => {
    if (!text) return [];
    for (let length = 6; length; length -= 1) {
      const rest = SYLLABLE.test(text.slice(0, length)) && syllables(text.slice(length));
      if (rest) return [[text.slice(0, length)], ...rest];
    }
    return null;
  };
  const lineOf = async (place, value, head) => {
    const text = `\n${await file(place, value)}`;
    return (text.split(`\n${head}`)[1] || '').split('\n')[0];
  };
  const alike = async (query) => {
    const sounds = syllables(query) || await Promise.all([...query].map(async (one) => (
      (await lineOf('sounds/characters-', hash(one) % 32, one) || one).split(' '))));
    let words = [''];
    for (let at = 1; at < sounds.length; at += 1) {
      const next = [];
      for (const one of sounds[at - 1]) {
        for (const other of sounds[at]) {
          const sound = `${one} ${other}`;
          next.push(...pairs(await lineOf('sounds/', hash(sound) % rules.sounds, `${sound}\t`)));
        }
      }
      const longer = [];
      for (const word of words) {
        for (const [one, other] of next.map((pair) => [...pair])) {
          if (!word || word.endsWith(one)) longer.push((word || one) + other);
        }
      }
      words = longer.slice(0, 60);
    }
    words = words.filter((word) => word && word !== query).slice(0, 12);
    const found = {};
    for (const { entries } of await Promise.all(words.map((word) => find('entities', word)))) {
      for (const one of entries) found[one.key] = one;
    }
    return Object.values(found);
  };
  const search = async (query) => {
    const [entities, papers] = await Promise.all([find('entities', query), find('papers', query)]);
    return { entities, papers, sounds: entities.count || papers.count ? [] : await alike(query) };
  };
  form.find = (text) => find('entities', plain(text));

  /* --- what is shown --- */
  const make = (tag, className, ...inside) => {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...inside);
    return made;
  };
  const listings = (one) => one.facts.match(/.{16}/g).map((fact) => {
    const [title, kind] = rules.lists[fact.slice(0, 3)];
    const tone = fact[3] === 'b' ? 'warn' : { red: 'good', black: 'bad' }[kind] || 'plain';
    const day = fact.slice(5, 13).replace(/(....)(..)/, '$1-$2-');
    return [rules.states[fact[3]], tone, rules.marks[fact[4]], title, rules.authorities[fact.slice(13)] || '', day];
  });
  const hrefOf = ({ key }) => base + (key[0] === '/' ? key : `/entities/${key}.html`);
  const nameOf = (one) => one.names[0] || '个体工商户（名称略）';
  const mark = (words, tone) => make('b', `c-mark c-mark--${tone}`, words);
  const item = (one) => {
    const link = make('a', '', nameOf(one));
    link.href = hrefOf(one);
    const made = make('li', 'c-entries__item', make('h3', 'c-entries__title', link));
    const line = (...words) => made.append(make('p', 'c-entries__facts', ...words));
    const former = one.names.slice(1).join('、');
    if (one.key[0] === '/') line(`${one.facts} ${former}`);
    else {
      for (const [state, tone, marks, ...who] of listings(one)) {
        line(mark(state, tone), ...marks.map((each) => mark(each, 'warn')), ...who.map((each) => make('span', '', each)));
      }
      line(`统一社会信用代码 ${one.key}`, former && `，曾用名：${former}`);
    }
    return made;
  };
  const group = (title, entries) => {
    const list = make('ul', 'c-entries');
    const button = make('button', '', '显示更多');
    button.type = 'button';
    button.onclick = () => {
      const at = list.children.length;
      list.append(...entries.slice(at, at + 20).map(item));
      if (at) list.children[at].querySelector('a').focus();
      button.hidden = list.children.length === entries.length;
    };
    button.onclick();
    out.append(make('section', 'c-search', make('h2', '', title), list, button));
  };
  let turn = 0;
  const show = async () => {
    turn += 1;
    const mine = turn;
    const query = plain(input.value);
    close();
    out.textContent = '';
    set(out, { busy: false });
    say(input.value && '请至少输入两个字。');
    if ([...query].length < 2) return;
    say('正在查找……');
    // What stands below waits for the answer: nothing that is being read moves.
    set(out, { busy: true });
    try {
      const { entities, papers, sounds } = await search(query);
      if (mine !== turn) return;
      let words = '';
      for (const [title, unit, { count, entries }] of [['企业和其他主体', '个主体', entities], ['文件和部门', '个文件或部门', papers]]) {
        if (count) {
          words += `找到 ${count} ${unit}`;
          words += entries.length < count ? `，只显示前 ${entries.length} 个，请多输入几个字。` : '。';
          group(title, entries);
        }
      }
      if (!words) {
        // What this site holds and up to when stands right below.
        words = `没有找到“${input.value.trim()}”，但这不能证明它没有信用问题。`;
        if (sounds.length) {
          words += '下面是读音相同的。';
          group('同音（读音相同的名称）', sounds);
        }
      }
      say(words);
      set(out, { busy: false });
      form.scrollIntoView();
    } catch (error) {
      if (mine !== turn) return;
      set(out, { busy: false });
      say('暂时不能搜索，请稍后再试，或者用下面的办法查找。');
    }
  };

  /* --- the combobox --- */
  const options = id('q-options');
  const set = (one, values) => Object.keys(values).forEach((key) => one.setAttribute(`aria-${key}`, values[key]));
  input.setAttribute('role', 'combobox');
  set(input, { autocomplete: 'list', controls: 'q-options' });
  let active;
  let composing;
  let timer;
  const close = () => {
    clearTimeout(timer);
    options.textContent = '';
    options.hidden = true;
    active = null;
    set(input, { expanded: false, activedescendant: '' });
  };
  const choose = (one) => {
    if (active) set(active, { selected: false });
    active = one;
    set(input, { activedescendant: one ? one.id : '' });
    if (one) set(one, { selected: true });
  };
  const suggest = async () => {
    turn += 1;
    const mine = turn;
    const query = plain(input.value);
    const found = [...query].length > 1 && await find('entities', query);
    if (mine !== turn || composing) return;
    close();
    if (!found || !found.count) return;
    found.entries.slice(0, 6).forEach((one, at) => {
      const option = make('li', '', `${nameOf(one)}（${listings(one).map(([state, , , title]) => title + state).join('；')}）`);
      option.id = `q-${at}`;
      option.setAttribute('role', 'option');
      set(option, { selected: false });
      option.onmousedown = (event) => event.preventDefault();
      option.onclick = () => { location.href = hrefOf(one); };
      options.append(option);
    });
    options.hidden = false;
    set(input, { expanded: true });
    say(`找到 ${found.count} 个主体，可以用上下方向键选择。`);
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
  form.onsubmit = (event) => {
    event.preventDefault();
    history.pushState(null, '', `?q=${encodeURIComponent(input.value.trim())}`);
    show();
  };
  window.onpopstate = () => {
    input.value = new URLSearchParams(location.search).get('q') || '';
    show();
  };
  close();
  if (location.search) window.onpopstate();
})();
