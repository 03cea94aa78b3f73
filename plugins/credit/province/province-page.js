/* The search page of a province: asks the index of each county listed on the page, with the same client as their own search
   pages (search-index.js), which stands before this in the published file. Engines of 2020: no ?. and no ??. */
(() => {
  const form = document.querySelector('form[role="search"]');
  const input = form.q;
  const [status, out] = ['found-status', 'found'].map((id) => document.getElementById(id));
  const { make, TONES } = searchView;
  const sites = Array.from(document.querySelectorAll('a[data-base]'), (link) => {
    const { base, title } = link.dataset;
    return { base, title, index: searchView.open(`${base}/search/index/`) };
  });

  const item = ({ base, index }, entry) => {
    const link = make('a', '', entry.names[0] || '个体工商户（名称略）');
    link.href = base + (entry.key[0] === '/' ? entry.key : `/entities/${entry.key}.html`);
    const made = make('li', 'c-entries__item', make('h3', 'c-entries__title', link));
    const line = (...words) => made.append(make('p', 'c-entries__facts', ...words.filter(Boolean)));
    for (const { kind, state, marks, title, authority, reason, until } of index.brief(entry)) {
      line(make('b', `c-mark c-mark--${TONES[kind] || 'plain'}`, `${title}·${state}`), ...marks.map((words) => make('b', 'c-mark c-mark--warn', words)));
      line(...[reason, authority, until && `最晚公示到 ${until}`].filter(Boolean).map((words) => make('span', '', words)));
    }
    if (entry.key[0] !== '/') line(`统一社会信用代码 ${entry.key}`, entry.names.length > 1 && `，曾用名：${entry.names.slice(1).join('、')}`);
    return made;
  };
  const group = (site, entries, count, typed) => {
    const more = make('a', '', count > 20 ? `在${site.title}查看全部 ${count} 个` : `在${site.title}查找`);
    more.href = `${site.base}/search/?q=${encodeURIComponent(typed)}`;
    out.append(make('section', 'c-search', make('h2', '', site.title), make('ul', 'c-entries', ...entries.slice(0, 20).map((entry) => item(site, entry))), make('p', '', more)));
  };
  /* A county whose server hangs must not hold up the others. */
  const ask = (site, typed) => Promise.race([
    site.index.search(typed),
    new Promise((_, fail) => { setTimeout(fail, 10000); }),
  ]).catch(() => null);

  let latest = 0;
  const show = async () => {
    const asked = ++latest;
    const typed = input.value.trim();
    out.textContent = '';
    out.removeAttribute('aria-busy');
    status.textContent = typed && '请至少输入两个字。';
    if (!sites.length || [...sites[0].index.normalize(typed)].length < 2) return;
    status.textContent = `正在 ${sites.length} 个县的网站里查找……`;
    out.setAttribute('aria-busy', 'true');
    // Shown when all have answered, in the order of the list: nothing that is being read moves.
    const answers = await Promise.all(sites.map((site) => ask(site, typed)));
    if (asked !== latest) return;
    out.removeAttribute('aria-busy');
    const silent = sites.filter((_, at) => !answers[at]).map(({ title }) => title);
    const counts = answers.map((answer) => (answer ? answer.entities.count : 0));
    const total = counts.reduce((sum, count) => sum + count, 0);
    let like = 0;
    sites.forEach((site, at) => {
      if (counts[at]) group(site, answers[at].entities.entries, counts[at], typed);
      else if (!total && answers[at] && answers[at].near.length) like += group(site, answers[at].near, 0, typed) || 1;
    });
    const words = total ? `在 ${counts.filter(Boolean).length} 个县找到 ${total} 个主体。`
      : `没有找到“${typed}”，这不能证明它有没有信用问题。${like ? '下面是相近的名称，请核对是不是要找的那一家。' : ''}`;
    status.textContent = words + (silent.length ? `这些网站没有回答，请直接到它们那里找：${silent.join('、')}。` : '');
  };
  searchView.follow(form, show);
})();
