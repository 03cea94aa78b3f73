/* Search index client: reads the index files, finds, ranks. Nothing of a page stands here: `read` returns the text of a
   file by its name, and the tests run it in Node beside plugins/credit/search, whose rules it shares: normalization,
   hashing, matching, ranking. Published in one file behind search-text.js, with search-page.js or batch-page.js. Engines of 2020: no ?. and no ??. */
'use strict';
const openIndex = (read) => {
  const { HAN, best, brief, codesIn, countPieces, hash, listings, longest, normalize, pairs, parts, spoken, syllables } = searchText;

  /* --- files --- */
  const files = {};
  const get = (name) => {
    if (!files[name]) {
      files[name] = read(name);
      // The next query asks again for a file that did not come.
      files[name].catch(() => delete files[name]);
    }
    return files[name];
  };
  const file = (place, value) => get(`${place}${value.toString(16)}.txt`);
  const textAfter = async (head, ...place) => `\n${await file(...place)}`.split(`\n${head}`)[1] || '';
  let rules, words, leftOut, leading, above, asking, usual;
  const begin = async () => {
    if (rules) return;
    const read = JSON.parse(await get('index.json'));
    for (const room of [read.entities, read.papers]) room.common = new Set(pairs(room.common || ''));
    words = read.words;
    leftOut = RegExp(`(${words.places})(?:${words.areas})|${words.left}`, 'gu');
    leading = RegExp(`^(?:${words.places})+(?=.)`, 'u');
    above = RegExp(`^(?:(?:${words.places}|${words.left})(?:${words.areas})?)+(?:${words.towns.join('|')})`, 'u');
    asking = RegExp(words.asking, 'g');
    // The characters of GB 2312: a query of these alone needs no table of variants.
    const bytes = [];
    for (let at = 0xb0a1; at < 0xf7ff; at++) if ((at & 255) > 160) bytes.push(at >> 8, at & 255);
    usual = new Set(new TextDecoder('gb2312').decode(new Uint8Array(bytes)));
    for (const variant of words.variants) usual.delete(variant);
    rules = read;
  };
  const comparable = async (text) => {
    const plain = normalize(text);
    if (![...plain].some((point) => HAN.test(point) && !usual.has(point))) return plain;
    const table = {};
    for (const [variant, standard] of pairs(await get('variants.txt')).map((pair) => [...pair])) table[variant] = standard;
    return [...plain].map((point) => table[point] || point).join('');
  };

  /* --- names and queries without the words that rank and do not filter --- */
  const bare = (text) => text.replace(leftOut, (word, place) => place || '');
  const coreOf = (text) => ([...bare(text)].length < 2 ? text : bare(text));
  const parseQuery = (typed) => {
    const town = words.spelled[typed];
    const text = words.towns.includes(town) ? town : typed;
    const found = (text.match(leftOut) || []).filter((word) => words.towns.includes(word) || words.forms.includes(word));
    const cores = [coreOf(text)];
    const ending = cores[0].slice(-1);
    if (!HAN.test(text)) {
      const spelled = Object.keys(words.spelled);
      const isForm = (word) => words.forms.includes(words.spelled[word]);
      const head = longest(spelled, (word) => !isForm(word) && text.startsWith(word));
      const tail = longest(spelled, (word) => isForm(word) && text.endsWith(word));
      const rest = text.slice(head, text.length - tail);
      if (rest !== text && rest.length > 1) cores.push(rest);
    } else if (words.endings.includes(ending)) {
      found.push(ending);
      if ([...cores[0]].length > 2) cores.push(cores[0].slice(0, -1));
    }
    return { text, cores, found, only: !bare(text) };
  };
  const shorterCores = ({ text, cores: [core] }) => {
    const heads = words.towns.flatMap((word) => parts(word, 1, 0)), tails = words.forms.flatMap((word) => parts(word, 0, 1));
    const head = longest(heads, (word) => core.startsWith(word));
    const end = core.length - longest(tails, (word) => core.endsWith(word));
    // A place above the town is no part of a name: 长春市公主岭市金穗.
    return (HAN.test(text) ? [core.slice(head), core.slice(0, end), core.slice(head, end), coreOf(text.replace(above, ''))] : [text.replace(RegExp(words.letters, 'g'), '')]).filter((text) => text !== core && [...text].length > 1);
  };

  /* --- entries: a line of a file, with the keys that find it --- */
  const parse = (lines) => lines.filter(Boolean).map((line) => {
    const [key, shown, facts, folded, numbers = '', sounds = ''] = line.replace(/[\x01-\x08\x0e-\x1f]/g, (sign) => words.packed[sign]).split('\t');
    const names = shown ? shown.split(';') : [];
    const texts = folded ? folded.split(';') : names.map(normalize);
    const initials = sounds ? sounds.split(';') : [], letters = initials.map((text) => text.replace('.', ''));
    // A row of a list without codes: its key is an address, its content that of an entity.
    const row = key.startsWith('/lists/');
    const listed = (key[0] === '/' && !row) || /^(.{22})*...[^bc]/.test(facts);
    const starts = [row ? '' : normalize(key), ...numbers.split(';'), ...letters, ...initials.map((text) => text.split('.').pop())];
    return { key, names, facts, texts, cores: texts.map(coreOf), listed, letters, starts };
  });

  /* --- matching and rank: exactly, by its beginning, in one piece, in several; the words it has; listed now first --- */
  const rankOf = ({ key, texts, cores, letters, starts, listed }, { text, found }, asked) => {
    const ranks = [];
    const add = (kind, missing, pieces, length) => ranks.push([kind, missing, pieces, +!listed, length, key]);
    texts.forEach((name, at) => {
      const core = cores[at];
      const counts = asked.map((query) => (HAN.test(query) ? countPieces(query, core, words.skipped) : +core.includes(query))).filter(Boolean);
      if (!counts.length) return;
      const begins = [core, core.replace(leading, '')];
      const kind = name === text ? 0
        : name.startsWith(text) || asked.some((query) => begins.some((start) => start.startsWith(query))) ? 1
          : asked.some((query) => core.includes(query)) ? 2 : 3;
      add(kind, found.filter((word) => !name.includes(word)).length, Math.min(...counts), [...core].length);
    });
    if (!HAN.test(text)) {
      const end = /\d/.test(text) && text.length > 3 && starts[0].endsWith(text);
      if (starts.includes(text)) add(0, 0, 1, 0);
      else if (asked.some((query) => starts.some((start) => start.startsWith(query)))) add(1, 0, 1, 0);
      else if (end || asked.some((query) => letters.some((initials) => initials.includes(query)))) add(2, 0, 1, 0);
    }
    return ranks.sort(best)[0];
  };

  /* --- candidates: the whole list, or the posting list of one gram of the query --- */
  const lists = {};
  const posting = async (room, gram) => {
    const { parts: count, buckets } = rules[room];
    const node = await textAfter(`=${gram}\t`, `${room}/${hash([...gram].slice(0, 2).join('')) % count}/`, ~~(hash(gram) / count) % buckets);
    const [total, ...lines] = node.split('\n=', 1)[0].split('\n');
    const entries = parse(lines);
    return { entries, count: entries.length < total && +total };
  };
  const whole = async (room) => {
    const { files: length } = rules[room];
    if (length && !lists[room]) {
      lists[room] = parse((await Promise.all(Array.from({ length }, (_, at) => file(`${room}/`, at)))).join('\n').split('\n'));
    }
    return lists[room];
  };
  const candidates = async (room, query) => {
    if (rules[room].files) return { entries: await whole(room) };
    const { common, parts: count, heavy } = rules[room];
    const points = [...query];
    const first = (end) => points.slice(0, end).join('');
    const [head, tail] = [first(2), points.slice(-2).join('')];
    if (!HAN.test(query)) {
      let size = 2;
      if (common.has(head) && points.length > 2) {
        const long = (await file(`${room}/${hash(head) % count}/heavy-`, ~~(hash(head) / count) % heavy)).split('\n');
        size = 3;
        while (size < points.length && long.includes(first(size))) size++;
      }
      return posting(room, first(size));
    }
    // A piece has two characters or more: whatever holds all pieces holds the first pair and the last.
    const ends = [head, tail];
    const rare = ends.find((pair) => !common.has(pair));
    if (rare || points.length === 2 || head === tail) return posting(room, rare || head);
    // Of two neighbouring pairs a boundary can part one alone: whatever holds all pieces holds this one or that one.
    const grams = points.slice(1).map((point, at) => points[at] + point);
    const isRare = (gram) => gram && !common.has(gram);
    const inner = grams.findIndex((gram, at) => isRare(gram) && isRare(grams[at + 1]) && ![...gram].some((point) => words.skipped.includes(point)));
    if (inner > 0) {
      const lists = await Promise.all([grams[inner], grams[inner + 1]].map((gram) => posting(room, gram)));
      return { entries: lists.flatMap(({ entries }) => entries) };
    }
    const latin = ends.findIndex((pair) => !HAN.test(pair));
    if (latin >= 0) return { ...await posting(room, ends[1 - latin]), about: true };
    if (points.length === 3) return posting(room, query);
    const found = await posting(room, hash(head) <= hash(tail) ? head + tail : tail + head);
    return { ...found, about: points.length > 4 };
  };

  const collect = async (room, query, asked, lookups) => {
    const lists = await Promise.all(lookups || asked.map((core) => candidates(room, core)));
    if (!lookups && !HAN.test(query.text) && /\d/.test(query.text) && query.text.length > 3 && !rules[room].files) {
      lists.push(await candidates(room, `~${[...query.text].reverse().join('')}`));
    }
    const found = {};
    let count = 0, about = false;
    lists.sort((one, other) => (one.count || 0) - (other.count || 0));
    for (const list of lists) {
      for (const entry of list.entries) {
        const rank = rankOf(entry, query, asked);
        if (rank && !found[entry.key]) found[entry.key] = [list.count ? [9] : rank, entry];
      }
      if (list.count > count) ({ count, about = false } = list);
    }
    const entries = Object.values(found).sort(([one], [other]) => best(one, other)).map(([, entry]) => entry);
    const total = Math.max(count, entries.length);
    return { count: entries.length && total, about, partial: count > 0, entries: entries.slice(0, total > 200 ? 50 : 200) };
  };

  /* --- a query of optional words alone; a brand of one character --- */
  const findWord = async (room, { found }) => {
    const word = found.sort((one, other) => other.length - one.length)[0];
    const all = await whole(room);
    if (!all) return posting(room, `*${word}`).then(({ count, entries }) => ({ count: count || entries.length, partial: count > 0, entries }));
    const entries = all.filter(({ texts }) => texts.some((name) => (name.match(leftOut) || []).includes(word)));
    return { count: entries.length, partial: entries.length > 200, entries: entries.slice(0, entries.length > 200 ? 50 : 200) };
  };
  const findSingle = async (room, query) => {
    const core = bare(query.text);
    const asked = [core, words.endings.includes(core.slice(-1)) ? core.slice(0, -1) : core].map((text) => [...text]);
    const found = {};
    for (const points of asked.filter(([point]) => point)) {
      for (const [brand, rest] of [[points[0], points.slice(1)], [points[points.length - 1], points.slice(0, -1)]]) {
        const { entries } = rules[room].files ? { entries: await whole(room) } : await posting(room, `+${brand}`);
        for (const entry of entries) {
          const holds = (core) => !rest.length || (rest.length > 1 && countPieces(rest.join(''), core.replace(brand, ''), words.skipped));
          const at = entry.starts.includes(`+${brand}`) ? entry.cores.findIndex(holds) : -1;
          if (at >= 0) found[entry.key] = [[query.found.filter((word) => !entry.texts[at].includes(word)).length, +!entry.listed, [...entry.cores[at]].length, entry.key], entry];
        }
      }
    }
    const entries = Object.values(found).sort(([one], [other]) => best(one, other)).map(([, entry]) => entry);
    return { count: entries.length, entries: entries.slice(0, entries.length > 200 ? 50 : 200) };
  };

  const find = async (room, typed) => {
    await begin();
    const query = parseQuery(await comparable(typed));
    if (query.only && query.found.length) return findWord(room, query);
    let found = await collect(room, query, query.cores);
    const shorter = found.count ? [] : shorterCores(query);
    if (shorter.length) found = await collect(room, query, shorter);
    return found.count || !HAN.test(query.text) ? found : findSingle(room, query);
  };

  /* --- homophones: the same sound, other characters; each pair continues the words that end in its first --- */
  const lineAfter = async (...place) => (await textAfter(...place)).split('\n')[0];
  const alike = async (sound) => pairs(await lineAfter(`${sound}\t`, 'sounds/', hash(sound) % rules.sounds));
  const homophones = async (query) => {
    const heads = await Promise.all(spoken(query).map(async (part) => (HAN.test(part)
      ? [[(await lineAfter(part, 'sounds/characters-', hash(part) % 32) || part).split(' ')]] : syllables(part))));
    const ways = heads.reduce((found, next) => found.flatMap((way) => next.map((head) => [...way, ...head])).slice(0, 8), [[]]);
    let cut = false;
    const chains = await Promise.all(ways.map(async (sounds) => {
      let words = [''];
      for (let at = 1; at < sounds.length && words.length; at++) {
        const next = (await Promise.all(sounds[at - 1].flatMap((left) => sounds[at].map((right) => alike(`${left} ${right}`))))).flat();
        words = words.flatMap((word) => next.filter(([left]) => !word || word.endsWith(left)).map(([left, right]) => (word || left) + right));
        cut = cut || words.length > 60;
        words = words.slice(0, 60);
      }
      return words;
    }));
    const words = [...new Set(chains.flat())].filter((word) => word && word !== query);
    const lists = await Promise.all(words.slice(0, 20).map((word) => find('entities', word)));
    const found = new Map(lists.flatMap(({ entries }) => entries.map((entry) => [entry.key, entry])));
    return { entries: [...found.values()], about: cut || words.length > 20 || lists.some(({ count, entries }) => count > entries.length) };
  };

  /* --- what is like the query, or holds it without letters at its end (东风sh), and what a pasted sentence names --- */
  const near = async (typed) => {
    const { text, cores } = parseQuery(await comparable(typed));
    const core = cores.pop();
    if (!HAN.test(core)) return { heard: await homophones(core) };
    const points = [...core];
    const grams = [...new Set(points.slice(1).map((point, at) => points[at] + point))];
    const rare = grams.filter((gram) => HAN.test(gram) && !rules.entities.common.has(gram)).slice(0, points.length < 9 ? 6 : 16);
    const pool = await whole('entities') || (await Promise.all(rare
      .map((gram) => posting('entities', gram)))).flatMap(({ entries }) => entries);
    const sounds = spoken(core).length < 6 ? (await homophones(core)).entries : [];
    const heard = new Set(sounds.map(({ key }) => key)), named = {}, scored = {};
    for (const entry of [...sounds, ...pool]) {
      for (const name of entry.cores) {
        if ([...name].length > 2 && core.includes(name)) named[entry.key] = [[-[...name].length, entry.texts.some((whole) => text.includes(whole)) ? 0 : 1, +!entry.listed, entry.key], entry];
        const shared = points.filter((point) => name.includes(point)).length;
        const touched = grams.filter((gram) => name.includes(gram)).length;
        const score = shared + touched + (heard.has(entry.key) ? points.length * 2 : 0);
        if (heard.has(entry.key) || name.includes(core.replace(/(..)[a-z]+$/u, '$1')) || (touched && shared > 1 && shared * 5 >= points.length * 3)) {
          const rank = [-score, +!entry.listed, entry.key];
          if (!scored[entry.key] || best(rank, scored[entry.key][0]) < 0) scored[entry.key] = [rank, entry];
        }
      }
    }
    const sorted = (found) => Object.values(found).sort(([one], [other]) => best(one, other));
    const names = sorted(named);
    // Of the names in a sentence the longest, and those that are as long.
    const longest = names.filter(([[length, whole]]) => length === names[0][0][0] && whole === names[0][0][1]);
    return { heard: { entries: longest.map(([, entry]) => entry).slice(0, 50) }, near: sorted(scored).map(([, entry]) => entry).slice(0, 10) };
  };

  const search = async (typed) => {
    const plain = normalize(typed);
    // A code or the number of a record in a pasted sentence is all that counts.
    const [query = typed] = codesIn(typed);
    let [entities, papers] = await Promise.all([find('entities', query), find('papers', query)]);
    if (entities.count || papers.count) return { entities, papers, near: [] };
    if (HAN.test(plain)) {
      // Topics whose words the query holds, those with the most words first: 怎么举报刷单. In shards a word is found by its first pair.
      const points = [...plain];
      const pool = await whole('papers') || (await Promise.all(points.slice(1)
        .map((point, at) => posting('papers', points[at] + point)))).flatMap(({ entries }) => entries);
      const held = {};
      for (const entry of pool) {
        const words = entry.texts.filter((word) => word.length > 1 && plain.includes(word)).length;
        if (words && entry.facts.startsWith('办事')) held[entry.key] = [[-words, entry.key], entry];
      }
      const entries = Object.values(held).sort(([one], [other]) => best(one, other)).map(([, entry]) => entry);
      papers = { count: entries.length, entries };
      // A firm whose name has the word of a topic is asked for too: 某某快递是骗子吗. The words of a question are no part of its name.
      const name = plain.replace(asking, '');
      if (name.length > 1) entities = await find('entities', name);
    }
    if (entities.count) return { entities, papers, near: [] };
    const { heard, near: like = [] } = await near(query);
    const count = heard.entries.length;
    return { entities: { ...heard, count }, papers, near: count ? [] : like };
  };
  return { brief: (entry) => brief(entry, rules), comparable: (typed) => begin().then(() => comparable(typed)), codesIn, find, listings: (entry) => listings(entry, rules), normalize, search };
};
