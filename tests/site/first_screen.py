"""First screen of a page: where its answers stand in px from the top, and what is broken at the end of a line."""

from __future__ import annotations

#: Screen → width and height in px, and whether the type is large.
SCREENS = {
    "phone": (320, 640, False),
    "large type": (320, 640, True),
    "large phone": (390, 780, False),
    "desktop": (1280, 800, False),
}

#: Places of what a page type has (null for what it has not), and each date, code, telephone or address of mail in two lines.
MEASURE = """() => {
    const bottom = selector => {
        const ends = [...document.querySelectorAll(selector)].map(one => one.getBoundingClientRect().bottom);
        return ends.length ? Math.round(Math.max(...ends) + scrollY) : null;
    };
    const first = document.querySelector('main .c-table tbody tr, main .c-records');
    const token = new RegExp([
        '[0-9]{4}-[0-9]{2}-[0-9]{2}', '[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日', '[0-9A-HJ-NPQRTUWXY]{18}',
        '[A-Z]{1,8}-[0-9]{4}-[0-9]{5}', '0[0-9]{2,3}-[0-9]{7,8}', '[a-z0-9.]+@[a-z0-9.]+', '[0-9][0-9.,]*[0-9]'
    ].join('|'), 'g');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const broken = [];
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest('code, script, .c-report__digest, [data-address]')) continue;
        for (const match of node.data.matchAll(token)) {
            const range = document.createRange();
            range.setStart(node, match.index);
            range.setEnd(node, match.index + match[0].length);
            const lines = new Set([...range.getClientRects()].map(one => Math.round(one.top)));
            if (lines.size > 1) broken.push(`${node.parentElement.tagName}.${node.parentElement.className}: ${match[0]}`);
        }
    }
    return {
        search: bottom('.l-hero .c-search__box'),
        sentence: bottom('.c-panel__main'),
        reason: bottom('.c-panel__brief'),
        step: bottom('.c-panel__steps li:first-child'),
        verdict: bottom('.c-panel'),
        record: first ? Math.round(first.getBoundingClientRect().top + scrollY) : null,
        height: first ? Math.round(first.getBoundingClientRect().height) : null,
        broken,
    };
}"""
