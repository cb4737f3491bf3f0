// Calculator: filter the list, ask again while a form is being filled in, keep the state in the address.
"use strict";

(() => {
  // The page is asked for again and the named part of it put in place: the server's template is the only renderer.
  let latest = 0;

  async function refetch(url, id, options = {}) {
    const turn = ++latest;
    const part = document.getElementById(id);
    part.setAttribute("aria-busy", "true");
    try {
      const found = await site.fragment(url, id, options);
      if (turn !== latest) return null;
      part.replaceWith(found.fresh);
      return found;
    } catch (error) {
      if (turn !== latest) return null;
      part.removeAttribute("aria-busy");
      site.toast(error instanceof TypeError ? "连不上服务，所填内容都还在，请稍后再试。" : error.message);
      return null;
    }
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest("[data-print]")) window.print();
    if (target?.closest("[data-copy-state]")) site.copy(location.href, "链接已复制，对方打开就是这个结果");
    if (target?.closest("[data-copy-result]")) site.copy(resultText(), "结果已复制，含出处");
    const asked = target?.closest("[data-focus]");
    if (asked) {
      event.preventDefault();
      focus(asked.dataset.focus);
    }
  });

  function focus(id) {
    const place = document.getElementById(id);
    if (!place) return;
    const folded = place.closest("details");
    if (folded) folded.open = true;
    (place.matches("fieldset") ? place.querySelector("input") : place).focus();
  }

  function resultText() {
    const result = document.getElementById("result");
    const lines = [document.querySelector("h1").textContent, result.querySelector(".result-amount").textContent.trim()];
    for (const step of result.querySelectorAll(".steps li")) lines.push(step.textContent.trim());
    lines.push(`原文：${result.querySelector("blockquote").textContent.trim()}`);
    lines.push(`出处：${result.querySelector(".source").textContent.trim()}`, result.querySelector(".banner").textContent.trim());
    lines.push(location.href);
    return lines.join("\n");
  }

  // 都没有 and anything else exclude each other.
  function exclude(box) {
    if (box.type !== "checkbox" || !box.checked) return;
    for (const other of box.form.querySelectorAll(`input[name="${CSS.escape(box.name)}"]`)) {
      if (other !== box && (box.value === "无" || other.value === "无")) other.checked = false;
    }
  }

  // ---- one rule
  const form = document.getElementById("form");
  if (form) {
    let timer = 0;

    async function calculate() {
      const query = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (String(value).trim()) query.append(name, value);
      query.append("fragment", "1");
      const found = await refetch(`${location.pathname}?${query}`, "result");
      if (!found) return;
      history.replaceState(null, "", found.fresh.dataset.link);
      const errors = JSON.parse(found.fresh.dataset.errors);
      for (const place of form.querySelectorAll(".field-error")) {
        const name = place.id.slice(2);
        const said = name === "event" ? found.fresh.dataset.eventError : errors[name] || "";
        place.textContent = said;
        document.getElementById(`f-${name}`)?.setAttribute("aria-invalid", said ? "true" : "false");
      }
    }

    form.addEventListener("input", (event) => {
      exclude(event.target);
      clearTimeout(timer);
      timer = setTimeout(calculate, 250);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      calculate();
    });
  }

  // ---- a company
  const company = document.getElementById("company-form");
  if (company) {
    // Another city, other questions; what was written stays.
    company.addEventListener("change", (event) => {
      if (event.target.name === "city") refetch(`${location.pathname}?city=${encodeURIComponent(event.target.value)}`, "questions");
      else exclude(event.target);
    });
    const box = document.getElementById("profile");
    const button = company.querySelector("button[type=submit]");
    company.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      button.textContent = "正在对照…";
      const found = await refetch(company.action, "matches", { method: "POST", body: new URLSearchParams(new FormData(company)) });
      button.disabled = false;
      button.textContent = "对照测算";
      if (!found) return;
      const said = found.page.querySelector("#company-form .field-error")?.textContent.trim() || "";
      company.querySelector(".field-error").textContent = said;
      if (said) box.focus();
      else found.fresh.scrollIntoView({ block: "start" });
    });
  }

  // ---- the list
  const filter = document.getElementById("filter");
  if (filter) {
    const box = document.getElementById("q");
    const count = document.getElementById("count");
    const none = document.getElementById("none");
    const fold = (text) => text.normalize("NFKC").toLowerCase();

    function narrow() {
      const words = fold(box.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const item of document.querySelectorAll("[data-words]")) {
        const text = fold(`${item.dataset.words} ${item.textContent}`);
        item.hidden = !words.every((word) => text.includes(word));
        if (!item.hidden) shown += 1;
      }
      for (const section of document.querySelectorAll(".topic, .rules")) {
        section.hidden = !section.querySelector("[data-words]:not([hidden])");
      }
      count.textContent = words.length ? `找到${shown}项奖补` : `共${shown}项奖补`;
      none.hidden = shown > 0;
      const address = new URL(location.href);
      if (box.value.trim()) address.searchParams.set("q", box.value); else address.searchParams.delete("q");
      history.replaceState(null, "", address);
    }

    box.addEventListener("input", narrow);
    filter.addEventListener("submit", (event) => {
      event.preventDefault();
      document.querySelector("[data-words]:not([hidden]) a")?.focus();
    });
    if (box.value) narrow();
  }
})();
