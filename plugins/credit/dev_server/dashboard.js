// Follows the builds of the development server: shows the dashboard when one fails, and the page again when all is well.
"use strict";

(() => {
  const dashboard = document.body.hasAttribute("data-dashboard");
  const left = "credit-dashboard-left";
  const back = "credit-dashboard-back";
  let version = null;

  async function look() {
    try {
      const answer = await fetch("/__dashboard/state.json", { cache: "no-store" });
      const state = await answer.json();
      if (dashboard && state.good && sessionStorage.getItem(back)) {
        const address = sessionStorage.getItem(back);
        sessionStorage.removeItem(back);
        location.assign(address);
      } else if (!dashboard && !state.good && sessionStorage.getItem(left) !== String(state.version)) {
        sessionStorage.setItem(back, location.href);
        location.assign("/__dashboard/");
      } else if (version !== null && version !== state.version) {
        location.reload();
      }
      version = state.version;
    } catch {
      // The server is gone or restarting: the next look will tell.
    }
    setTimeout(look, 700);
  }

  const site = document.querySelector("[data-site]");
  if (site) {
    site.addEventListener("click", () => {
      sessionStorage.setItem(left, document.body.dataset.version);
      sessionStorage.removeItem(back);
    });
  }
  look();
})();
