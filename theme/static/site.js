/* Enhancement only: each page says the same without this file. Engines of 2020: no ?. and no ??.
   What needs a script is hidden in the page and bears data-enhancement="<kind>": it is shown where it can work. */
(() => {
  "use strict";

  const root = document.documentElement;
  const all = (selector, act) => document.querySelectorAll(selector).forEach(act);
  const here = () => location.href.split("#")[0];
  // Browsers inside chat apps neither print nor save files.
  const chat = /MicroMessenger|\bQQ\/|wxwork|Weibo|DingTalk|AlipayClient|Lark|Feishu/i.test(navigator.userAgent);
  const works = { copy: true, address: true, chat, print: !chat, share: Boolean(navigator.share) };

  /* Large type: #large and #normal work by themselves on one page; here the choice is kept for the next one. */
  const stored = (value) => {
    try {
      if (value === undefined) return localStorage.getItem("large");
      if (value) localStorage.setItem("large", "1");
      else localStorage.removeItem("large");
    } catch (error) {
      // Storage is forbidden here: the choice holds for this page alone.
    }
    return value;
  };
  const size = () => {
    const chosen = location.hash === "#large" || location.hash === "#normal";
    const large = chosen ? location.hash === "#large" : Boolean(stored());
    root.toggleAttribute("data-large", large);
    if (chosen) {
      stored(large);
      // Who passes the address on passes on the page and not the choice.
      history.replaceState(null, "", here());
    }
  };
  size();
  addEventListener("hashchange", () => /^#(large|normal)$/.test(location.hash) && size());
  addEventListener("pageshow", (event) => event.persisted && size());

  const say = (button, words) => {
    const place = button.parentNode.querySelector("[role=status]");
    if (place) place.textContent = words;
  };
  const acts = {
    copy(button) {
      const range = document.createRange();
      range.selectNodeContents(document.getElementById(button.dataset.source));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      let done = false;
      try {
        done = document.execCommand("copy");
      } catch (error) {
        // Said below: the words stay selected.
      }
      say(button, done ? "已复制" : "没有复制成功，请长按选中的文字，再点“复制”");
    },
    share: () => navigator.share({ title: document.title, url: here() }).catch(() => undefined),
    print(button) {
      // A form is printed alone; the browser's own command prints the whole page.
      root.toggleAttribute("data-form", Boolean(button.closest(".c-form")));
      print();
    },
  };

  all("[data-address]", (one) => {
    // Without a host of its own the site knows the path alone.
    if (!/^http/.test(one.textContent.trim())) one.textContent = here();
  });
  all("[data-enhancement]", (one) => {
    if (one.dataset.enhancement in works) one.hidden = !works[one.dataset.enhancement];
  });
  /* The search client comes with the first use of a box that suggests names. */
  all("form[data-script]", (form) =>
    form.addEventListener(
      "focusin",
      () => {
        const script = document.createElement("script");
        script.src = form.dataset.script;
        document.head.append(script);
      },
      { once: true },
    ),
  );
  /* A search whose script did not come does nothing: that is said where the answer would stand. */
  addEventListener("load", () =>
    all("#found-status, #checked-status", (place) => {
      if (typeof searchView === "undefined") place.textContent = "网络不好，没有查成。请刷新页面，或者用下面的办法查。";
    }),
  );
  addEventListener("afterprint", () => root.removeAttribute("data-form"));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-enhancement]");
    const clause = event.target.closest(".c-prose a[aria-label]");
    /* The link is followed as without a script; below its clause stands what there is to copy. */
    if (clause) {
      const panel = document.getElementById("clause");
      const fill = (selector, words) => (panel.querySelector(selector).textContent = words);
      fill("[data-address]", clause.href);
      fill("[data-place]", clause.getAttribute("aria-label").split("：").slice(1).join("："));
      fill("[role=status]", "");
      clause.parentNode.after(panel);
      panel.hidden = false;
      // Following the link takes the focus away.
      setTimeout(() => panel.querySelector("button").focus({ preventScroll: true }));
    }
    if (button && acts[button.dataset.enhancement]) acts[button.dataset.enhancement](button);
  });
})();
