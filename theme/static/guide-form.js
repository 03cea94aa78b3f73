/* Enhancement of guides: the form of a record is filled in from its archive, by the browser alone. Record and code stand in
   the fragment, /guides/repair/#record=BL-2026-00017&code=…, which is sent to nobody. Engines of 2020: no ?. and no ??. */
(() => {
  "use strict";

  const form = document.getElementById("form");
  const days = form.querySelector(".c-form__days");
  const put = (key, ...values) => {
    const box = document.getElementById(`form-${key}`);
    if (box) box.value = values.filter(Boolean).join("，");
  };
  // Links of former years have the number in the query.
  const asked = () =>
    /[?#&]record=([A-Z]{1,8}-\d{4}-\d{1,9})(?:&code=([0-9A-Z]{18}))?(?:&|#|$)/.exec(location.search + location.hash);
  const said = (words, day) => (day ? `${words} ${day}` : "");
  const show = (words, day, by) => {
    if (!day) return;
    const time = document.createElement("time");
    time.dateTime = time.textContent = day;
    days.append(words, time, by ? `（${by}）` : "", "。");
  };

  const fill = () => {
    const found = asked();
    if (!found) return;
    const [, id, code] = found;
    const say = (words) => (form.querySelector(".c-form__said").textContent = words);
    put("record", id);
    form.focus();
    form.scrollIntoView();
    if (!code) return;
    fetch(`${form.dataset.archives}${code}.json`)
      .then((answer) => answer.json())
      .then((archive) => {
        const record = [].concat(...Object.values(archive.records)).find((row) => row.record_id === id);
        put("name", archive.name);
        put("code", archive.unified_code);
        put("decision", record.authority_title, record.decision_number);
        put("dates", said("认定", record.decided_on), said("公示", record.announced_on || record.listed_on));
        days.textContent = "";
        show("最早可以申请信用修复：", record.earliest_repair, record.earliest_repair_by);
        show("最后公示日：", record.last_day, record.last_day_by);
        days.hidden = !days.textContent;
        say("已经照信用档案填好，请核对。");
      })
      .catch(() => say("没有读到这条记录，请照信用档案填写。"));
  };

  // With a record in the address the form is printed alone, by the browser's own command too.
  addEventListener("beforeprint", () => asked() && document.documentElement.setAttribute("data-form", ""));
  addEventListener("hashchange", fill);
  fill();
})();
