/* Search text: what of a query and of a name needs no index: the compared form, hashes, pieces, syllables. The rules are those
   of plugins/credit/search. Published in one file with search-index.js, whose tests run it in Node. */
'use strict';

const searchText = (() => {
  // A syllable; the first brackets refuse those that no character has, which would take a letter from the next one.
  const SYLLABLE = /^(?!.*([^ghk]uang|[^jqxln]iang|[^bdjlmnpqtxy]ing?|[bfmnpw]un|[dlty]en$))(([zcs]h|[b-df-hj-np-tw-z])(i?ang|iong|uang|[aeiu]i|[aei]ng|ong|i?an|i?ao|uan|uai|ou|[eiu]n|i[eua]|u[oae]|ve|van|[aoeiuv])|er|ang?|en|a[io]|ei|ou|[aoe])$/;
  const HAN = /[^\0-\x7f]/;

  // No code has the letters O and I: in what has the form of one they stand for 0 and 1.
  const normalize = (text) => text.normalize('NFKC').toLowerCase().replace(/[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}]/gu, '')
    .replace(/^..[\doi]{6}\w{10}$/, (code) => code.replace(/o/g, 0).replace(/i/g, 1));
  // Codes (six digits of each are its division) and record numbers in a text: those that stand by themselves, else the first
  // one that blanks or marks part.
  const codesIn = (text) => {
    const found = [], plain = normalize(text);
    text.normalize('NFKC').replace(/(?:^|[^\da-z])(\w\w[\doi]{6}\w{10}|[a-z]+-?20\d\d-?\d{5,9})(?![\da-z])/gi, (_, code) => found.push(code));
    return found.length || !HAN.test(plain) ? found : plain.match(/\w\w[\doi]{6}\w{10}|[a-z]+20\d{7,11}/) || [];
  };
  const pairs = (text) => text.match(/../gu) || [];
  const hash = (text) => {
    let value = 2166136261;
    for (const point of text) value = Math.imul(value ^ point.codePointAt(0), 16777619) >>> 0;
    return value;
  };
  const best = (one, other) => {
    const at = one.findIndex((value, place) => value !== other[place]);
    return one[at] < other[at] ? -1 : +(at >= 0);
  };
  // The least number of pieces of two characters or more, all of which the text holds; 0 for none. The
  // characters of `skipped` may be left out of a query.
  const countPieces = (query, text, skipped) => {
    if (text.includes(query)) return 1;
    const points = [...query];
    if (![points.slice(0, 2), points.slice(-2)].every((pair) => text.includes(pair.join('')))) return 0;
    const most = points.length + 1;
    const least = [0, ...points.map(() => most)];
    points.forEach((point, from) => {
      if (least[from] === most) return;
      for (let to = from + 2; to < most && text.includes(points.slice(from, to).join('')); to++) least[to] = Math.min(least[to], least[from] + 1);
      if (from && skipped.includes(point)) least[from + 1] = Math.min(least[from + 1], least[from]);
    });
    return least[most - 1] % most;
  };
  const longest = (known, fits) => Math.max(0, ...known.filter(fits).map((text) => text.length));
  const parts = (text, from, to, step) => Array.from({ length: text.length - 1 }, (_, at) => text.slice(from * (at + 1), to ? at + 1 : step));
  // The ways to cut letters into syllables, at most eight, the longest first.
  const syllables = (text) => {
    const ways = { [text.length]: [[]] };
    for (let at = text.length - 1; at >= 0; at--) {
      ways[at] = [];
      for (let end = at + 6; end > at; end--) {
        const sound = text.slice(at, end);
        if (ways[end] && SYLLABLE.test(sound)) ways[at].push(...ways[end].map((rest) => [[sound], ...rest]));
      }
      ways[at] = ways[at].slice(0, 8);
    }
    return ways[0];
  };
  // Parts of a text with a reading of their own: a character, or letters, which are syllables that an input method had not turned yet.
  const spoken = (text) => text.match(/[!-~]+|[^]/gu);

  // The listings of an entry in words, by the rules of the index: 22 signs each.
  const listings = ({ facts }, rules) => facts.match(/.{22}/g).map((fact) => {
    const [title, kind] = rules.lists[fact.slice(0, 3)];
    const until = parseInt(fact.slice(19), 36);
    return {
      title,
      kind: fact[3] === 'b' ? 'candidate' : kind,
      state: rules.states[fact[3]],
      marks: rules.marks[fact[4]],
      day: fact.slice(5, 13).replace(/(....)(..)/, '$1-$2-').replace('----------', ''),
      authority: rules.authorities[fact.slice(13, 16)] || '',
      reason: rules.reasons[fact.slice(16, 19)] || '',
      until: until ? new Date(Date.UTC(2000, 0, 1 + until)).toISOString().slice(0, 10) : '',
    };
  });
  // The same in short where there are more than three: those of one list, state and marks together, by the newest.
  const brief = (entry, rules) => {
    const groups = {}, all = listings(entry, rules);
    all.forEach((one, at) => {
      const key = all.length > 3 ? [one.title, one.state, one.marks] : at;
      groups[key] = [...groups[key] || [], one];
    });
    return Object.values(groups).map((group) => {
      const newest = group.reduce((one, other) => (other.day < one.day ? one : other));
      return group.length < 2 ? newest : { ...newest, state: `${newest.state}（共 ${group.length} 条，最近一条如下）` };
    });
  };

  return { HAN, best, brief, codesIn, countPieces, hash, listings, longest, normalize, pairs, parts, spoken, syllables };
})();
