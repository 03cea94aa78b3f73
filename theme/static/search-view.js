/* Search view: what the search page and the batch check share: the index as the browser reads it, elements, tones of lists.
   Published in one file with search-index.js, which stands before this. Engines of 2020: no ?. and no ??. */
'use strict';

const searchView = {
  open: (folder) => openIndex(async (name) => {
    const answer = await fetch(folder + name);
    if (!answer.ok) throw Error(name);
    return answer.text();
  }),
  make(tag, className, ...inside) {
    const made = document.createElement(tag);
    made.className = className;
    made.append(...inside);
    return made;
  },
  TONES: { candidate: 'warn', red: 'good', black: 'bad' },
};
