/* Search view: what search pages and the batch check share: the index as the browser reads it, elements, address, tones.
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
  /* Keep the query of a search page in its address, and show its result when it is typed, opened or gone back to. */
  follow(form, show) {
    const input = form.q;
    let shown = '';
    form.onsubmit = (event) => {
      event.preventDefault();
      history.pushState(null, '', `?q=${encodeURIComponent(input.value.trim())}`);
      shown = location.search;
      show();
    };
    // A link to a place of the page (large type) comes here too, with the query unchanged.
    window.onpopstate = () => {
      if (shown === location.search) return;
      shown = location.search;
      input.value = new URLSearchParams(shown).get('q') || '';
      show();
    };
    window.onpopstate();
  },
  TONES: { candidate: 'warn', red: 'good', black: 'bad' },
};
