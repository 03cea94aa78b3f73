/* Search index client: reads the index files, finds, ranks. Nothing of a page stands here: `read` returns the text of a
   file by its name, and the tests run it in Node beside plugins/credit/search, whose rules it shares: normalization,
   hashing, ranking. Published in one file with search-page.js. Engines of 2020: no ?. and no ??. */
'use strict';

const openIndex = (read) => {
  // A syllable; the first brackets refuse those that no character has, which would take a letter from the next one.
  const SYLLABLE = /^(?!.*([^ghk]uang|[^jqxln]iang|[^bdjlmnpqtxy]ing?|[bfmnpw]un|[dlty]en$))(([zcs]h|[b-df-hj-np-tw-z])(i?ang|iong|uang|[aeiu]i|[aei]ng|ong|i?an|i?ao|uan|uai|ou|[eiu]n|i[eua]|u[oae]|ve|van|[aoeiuv])|er|ang?|en|a[io]|ei|ou|[aoe])$/;

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
  const normalize = (text) => text.normalize('NFKC').toLowerCase().replace(/[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}]/gu, '');
  const pairs = (text) => text.match(/../gu) || [];
  const hash = (text) => {
    let value = 2166136261;
    for (const point of text) value = Math.imul(value ^ point.codePointAt(0), 16777619) >>> 0;
    return value;
  };
  const file = (place, value) => get(`${place}${value.toString(16)}.txt`);
  const textAfter = async (head, ...place) => `\n${await file(...place)}`.split(`\n${head}`)[1] || '';
  let rules;
  const begin = async () => {
    if (rules) return;
    rules = JSON.parse(await get('index.json'));
    for (const room of [rules.entities, rules.papers]) room.common = new Set(pairs(room.common || ''));
  };

  /* --- entries: a line of a file, with the keys that find it --- */
  const parse = (lines) => lines.filter(Boolean).map((line) => {
    const [key, words, facts, numbers = '', sounds = ''] = line.split('\t');
    const names = words ? words.split(';') : [];
    const initials = sounds.split(';');
    const inside = [...names.map(normalize), ...initials.map((text) => text.replace('.', ''))];
    // A row of a list without codes: its key is an address, its content that of an entity.
    const row = key.startsWith('/lists/');
    const listed = (key[0] === '/' && !row) || /^(.{16})*...[^bc]/.test(facts);
    const starts = [...inside, row ? '' : normalize(key), ...numbers.split(';'), ...initials.map((text) => text.split('.').pop())];
    return { key, names, facts, inside, listed, starts };
  });
  const listings = ({ facts }) => facts.match(/.{16}/g).map((fact) => {
    const [title, kind] = rules.lists[fact.slice(0, 3)];
    return {
      title,
      kind: fact[3] === 'b' ? 'candidate' : kind,
      state: rules.states[fact[3]],
      marks: rules.marks[fact[4]],
      day: fact.slice(5, 13).replace(/(....)(..)/, '$1-$2-'),
      authority: rules.authorities[fact.slice(13)] || '',
    };
  });

  /* --- candidates: the whole list, or the posting list of one n-gram of the query --- */
  const lists = {};
  const candidates = async (room, query) => {
    const { files: length, common, parts, roads, buckets } = rules[room];
    if (length) {
      lists[room] = lists[room] || parse((await Promise.all(Array.from({ length }, (_, at) => file(`${room}/`, at)))).join('\n').split('\n'));
      return [lists[room]];
    }
    const points = [...query];
    const first = (end) => points.slice(0, end).join('');
    let gram = first(2);
    if (/[^\0-\x7f]/.test(query)) {
      gram = points.map((point, at) => point + points[at + 1]).slice(0, -1).find((pair) => !common.has(pair)) || gram;
    }
    const part = `${room}/${hash(gram) % parts}/`;
    if (common.has(gram) && points.length > 2) {
      const long = (await file(`${part}roads-`, ~~(hash(gram) / parts) % roads)).split('\n');
      let size = 3;
      while (size < points.length && long.includes(first(size))) size++;
      gram = first(size);
    }
    const node = await textAfter(`=${gram}\t`, part, ~~(hash(gram) / parts) % buckets);
    const [count, ...lines] = node.split('\n=', 1)[0].split('\n');
    const entries = parse(lines);
    return [entries, entries.length < count && +count];
  };

  /* --- ranking: the whole key, its beginning, any part of it; listed now first; then by key --- */
  const find = async (room, query) => {
    await begin();
    const [entries, count] = await candidates(room, query);
    if (count) return { count, entries };
    const found = [];
    for (const entry of entries) {
      const begins = entry.starts.some((key) => key.startsWith(query));
      if (begins || entry.inside.some((key) => key.includes(query))) {
        found.push([(entry.starts.includes(query) ? 0 : begins ? 2 : 4) + !entry.listed, entry]);
      }
    }
    found.sort(([a, entry], [b, other]) => a - b || (entry.key < other.key ? -1 : 1));
    return { count: found.length, entries: found.slice(0, found.length > 200 ? 50 : 200).map(([, entry]) => entry) };
  };

  /* --- homophones: the same sound, other characters --- */
  const syllables = (text) => {
    if (!text) return [];
    for (let length = 6; length; length--) {
      const rest = SYLLABLE.test(text.slice(0, length)) && syllables(text.slice(length));
      if (rest) return [[text.slice(0, length)], ...rest];
    }
    return null;
  };
  const lineAfter = async (...place) => (await textAfter(...place)).split('\n')[0];
  const homophones = async (query) => {
    const sounds = syllables(query) || await Promise.all([...query].map(async (point) => (
      (await lineAfter(point, 'sounds/characters-', hash(point) % 32) || point).split(' '))));
    let words = [''];
    for (let at = 1; at < sounds.length; at++) {
      const next = [];
      for (const left of sounds[at - 1]) {
        for (const right of sounds[at]) {
          const sound = `${left} ${right}`;
          next.push(...pairs(await lineAfter(`${sound}\t`, 'sounds/', hash(sound) % rules.sounds)));
        }
      }
      // Each pair continues the words that end in its first character.
      words = words.flatMap((word) => next.filter(([left]) => !word || word.endsWith(left)).map(([left, right]) => (word || left) + right)).slice(0, 60);
    }
    words = words.filter((word) => word && word !== query).slice(0, 12);
    const found = {};
    for (const { entries } of await Promise.all(words.map((word) => find('entities', word)))) {
      for (const entry of entries) found[entry.key] = entry;
    }
    return Object.values(found);
  };

  const search = async (query) => {
    const [entities, papers] = await Promise.all([find('entities', query), find('papers', query)]);
    return { entities, papers, sounds: entities.count || papers.count ? [] : await homophones(query) };
  };
  return { find, listings, normalize, search };
};
