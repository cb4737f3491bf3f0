// Hotline console. Everything can be done from the keyboard while the caller speaks.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const box = $("q");
  const DEBOUNCE = 120;
  const TYPED = 200; // characters of the box that are searched
  const REMEMBERED = 8; // turns that a follow-up may build on
  const RECENT = 12;

  // ---- state: this call and this tab only; a closed tab forgets it, a shared desk keeps nothing
  const KEY = "hotline";
  const state = Object.assign({ turns: [], call: [], recent: [], city: "", shown: null, note: "" }, stored());

  function stored() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY)) || {};
    } catch {
      return {};
    }
  }

  function keep() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(state));
    } catch {
      // A full or forbidden store loses the call on reload, nothing else.
    }
  }

  // ---- search while typing: the last keystroke wins
  let keystroke = 0;
  let timer = 0;
  let searching = null;

  async function search() {
    const turn = ++keystroke;
    clearTimeout(timer);
    searching?.abort();
    const query = box.value.trim().slice(0, TYPED);
    $("welcome").hidden = Boolean(query);
    showKeys(!query);
    if (!query) {
      $("columns").replaceChildren();
      $("search-state").textContent = "";
      return;
    }
    searching = new AbortController();
    try {
      const asked = new URLSearchParams({ q: query, region: state.city });
      const { fresh } = await site.fragment(`/hotline/search?${asked}`, "columns", { signal: searching.signal });
      if (turn !== keystroke) return;
      const held = place(document.activeElement);
      $("columns").replaceWith(fresh);
      if (held) (columns()[held.x]?.[held.y] || box).focus(); // newer results never take the focus away
      $("search-state").textContent = `${fresh.querySelectorAll(".hit").length} 条结果`;
    } catch (error) {
      if (error.name === "AbortError" || turn !== keystroke) return;
      lost(error instanceof TypeError ? "连不上服务，结果可能不是最新的。请检查网络后继续输入。" : error.message);
    }
  }

  function lost(message) {
    $("search-state").textContent = message;
    site.toast(message);
  }

  box.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(search, DEBOUNCE);
  });
  box.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(search, DEBOUNCE);
  });

  // ---- moving among the results: columns left and right, hits up and down
  const columns = () => [...document.querySelectorAll(".column")]
    .filter((column) => column.checkVisibility()) // a region that is folded away is no place to go to
    .map((column) => [...column.querySelectorAll(".hit")]);

  function place(hit) {
    const x = columns().findIndex((hits) => hits.includes(hit));
    return x < 0 ? null : { x, y: columns()[x].indexOf(hit) };
  }

  function move(from, key) {
    const all = columns();
    const { x, y } = place(from);
    if (key === "ArrowUp" && y === 0) return box.focus();
    const [dx, dy] = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[key];
    const column = all[x + dx];
    const target = column?.[Math.min(y + dy, column.length - 1)];
    target?.focus();
    target?.scrollIntoView({ block: "nearest" });
    return undefined;
  }

  function open(hit) {
    if (hit.dataset.question) return ask(hit.dataset.question);
    const button = hit.querySelector("[data-expands]");
    const full = hit.querySelector(".hit-full");
    full.hidden = !full.hidden;
    hit.querySelector(".hit-text").hidden = !full.hidden;
    button.setAttribute("aria-expanded", String(!full.hidden));
    return undefined;
  }

  // ---- asking
  let asking = null;

  async function ask(question) {
    const text = question.trim();
    if (!text) return say("问题是空的，请先输入来电人问的内容。");
    if (asking?.question === text) return undefined; // a second Enter or click asks nothing twice
    stop();
    const mine = { question: text, controller: new AbortController() };
    asking = mine;
    const live = $("live");
    const waiting = site.element("p", { className: "quiet", textContent: "正在查找条款……按 Esc 停止" });
    const arriving = site.element("div", { className: "sentences" });
    live.replaceChildren(site.element("p", { className: "asked", textContent: text }), arriving, waiting);
    live.setAttribute("aria-busy", "true");
    delete live.dataset.id;
    try {
      const city = document.querySelector("[data-asks][aria-pressed=true]")?.dataset.city || null;
      const request = { question: text, city, history: state.turns.slice(-2 * REMEMBERED) };
      const sentence = (each) => {
        if (asking === mine) arriving.append(site.element("p", { className: "say", textContent: each.text }));
      };
      const answer = await site.answerTo(request, mine.controller.signal, { sentence });
      if (asking !== mine) return undefined;
      remember(answer);
      await show(answer.id, answer);
      box.select();
    } catch (error) {
      if (asking !== mine) return undefined;
      const stopped = error.name === "AbortError";
      const network = error instanceof TypeError;
      const why = stopped ? "已停止。" : network ? "连接中断，回答没有收完整。问题还在输入框里，回车可以再问。" : error.message;
      waiting.replaceWith(site.element("p", { className: "banner banner-expired", role: "alert", textContent: why }));
      if (!box.value.trim()) box.value = text;
    } finally {
      if (asking === mine) {
        asking = null;
        $("live").removeAttribute("aria-busy");
      }
    }
    return undefined;
  }

  function stop() {
    asking?.controller.abort();
  }

  function say(message) {
    $("live").replaceChildren(site.element("p", { className: "banner banner-draft", role: "alert", textContent: message }));
  }

  function remember(answer) {
    state.turns.push(
      { role: "user", content: answer.question },
      { role: "assistant", content: answer.sentences.map((sentence) => sentence.text).join("") },
    );
    state.turns = state.turns.slice(-2 * REMEMBERED);
    const entry = { id: answer.id, question: answer.question };
    state.call.push(entry);
    state.recent = [entry, ...state.recent.filter((each) => each.question !== entry.question)].slice(0, RECENT);
    state.shown = answer.id;
    keep();
    listAnswers();
  }

  // The answer as the server words it; where it could not be kept, as it arrived.
  async function show(id, answer = null) {
    try {
      const { fresh } = await site.fragment(`/hotline/answers/${encodeURIComponent(id)}`, "live");
      $("live").replaceWith(fresh);
      state.shown = id;
      keep();
      listAnswers();
    } catch (error) {
      if (!answer) return site.toast(error instanceof TypeError ? "连不上服务，请稍后再试。" : error.message);
      const live = $("live");
      live.dataset.id = id;
      live.replaceChildren(
        site.element("p", { className: "asked", textContent: answer.question }),
        site.element("div", { className: "script", id: "script", tabIndex: -1 }, site.element("p", { className: "script-text", textContent: answer.script })),
        ...answer.sentences.map((sentence) => site.element("p", { className: "say", textContent: sentence.text + sentence.cites.map((n) => `[${n}]`).join("") })),
        ...answer.citations.map((cited) => site.element("blockquote", { textContent: `[${cited.n}] 《${cited.title}》${cited.locator}：${cited.quote}` })),
        ...answer.warnings.map((warning) => site.element("p", { className: "banner banner-draft", textContent: warning.message })),
      );
    }
    return undefined;
  }

  // ---- this call, recent look-ups
  function listAnswers() {
    const link = (entry) => {
      const button = site.element("button", { type: "button", className: "link", textContent: entry.question });
      button.dataset.answer = entry.id;
      if (entry.id === state.shown) button.setAttribute("aria-current", "true");
      return site.element("li", {}, button);
    };
    $("call").replaceChildren(...(state.call.length > 1 ? state.call.map(link) : []));
    $("recent-list").replaceChildren(...state.recent.map(link));
    $("recent").hidden = state.recent.length === 0;
  }

  function newCall() {
    stop();
    Object.assign(state, { turns: [], call: [], shown: null, note: "" });
    notes.clear();
    $("live").replaceChildren(site.element("p", { className: "empty", textContent: "新的来电，前面的问答不再带入。" }));
    delete $("live").dataset.id;
    choose("");
    box.value = "";
    search();
    keep();
    listAnswers();
    box.focus();
  }

  function choose(city) {
    state.city = city;
    for (const chip of document.querySelectorAll("[data-city]")) chip.setAttribute("aria-pressed", String(chip.dataset.city === city));
    keep();
    if (box.value.trim()) search();
  }

  // ---- copying
  function copy() {
    const hit = document.activeElement?.closest(".hit");
    if (hit) return site.copy(hit.dataset.text, "条款已复制，含出处");
    const text = $("pasteable")?.textContent || ($("live").dataset.id ? $("live").innerText : "");
    if (!text) return site.toast("还没有可以复制的回答。");
    return site.copy(text, "回答已复制，含出处");
  }

  // ---- keys
  const actions = {
    y: copy,
    n: notes.focus,
    s: () => $("script")?.focus(),
    e: newCall,
    "?": toggleKeys,
  };

  function showKeys(shown) {
    $("keys").hidden = !shown;
    $("keys-button").setAttribute("aria-expanded", String(shown));
  }

  function toggleKeys() {
    showKeys($("keys").hidden);
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) {
      return;
    }
    const typing = site.typing(event.target);
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    if (digit !== undefined && (event.altKey || !typing)) {
      const chip = document.querySelectorAll("[data-city]")[Number(digit)];
      if (!chip) return;
      event.preventDefault();
      choose(chip.dataset.city);
      return;
    }
    if (event.altKey) return;
    if (event.key === "Escape") return escape(event);
    const hit = event.target.closest?.(".hit");
    if (hit && event.key.startsWith("Arrow")) {
      event.preventDefault();
      move(hit, event.key);
    } else if (hit && event.key === "Enter" && event.target === hit) {
      event.preventDefault();
      open(hit);
    } else if (event.target === box && event.key === "ArrowDown") {
      const first = columns().find((hits) => hits.length)?.[0];
      if (!first) return;
      event.preventDefault();
      first.focus();
    } else if (!typing && actions[event.key.toLowerCase()]) {
      event.preventDefault();
      actions[event.key.toLowerCase()]();
    }
  });

  function escape(event) {
    event.preventDefault();
    if (asking) return stop();
    if (event.target !== box) {
      box.focus();
      return box.select();
    }
    if (box.value) {
      box.value = "";
      return search();
    }
    return box.blur(); // an empty box lets go, so that the letter keys work
  }

  // ---- mouse, and the form without it
  $("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(box.value);
  });
  $("new-call").addEventListener("click", newCall);
  $("keys-button").addEventListener("click", toggleKeys);
  $("forget").addEventListener("click", () => {
    state.recent = [];
    keep();
    listAnswers();
    box.focus();
  });
  document.addEventListener("click", (event) => {
    const at = (selector) => event.target instanceof Element && event.target.closest(selector);
    const chip = at("[data-city]");
    if (chip) choose(chip.dataset.city);
    if (at("[data-asks-award], [data-expands]")) open(event.target.closest(".hit"));
    if (at("#copy-answer")) copy();
    const answer = at("[data-answer]");
    if (answer) show(answer.dataset.answer);
    const example = at("[data-example]");
    if (example) {
      box.value = example.textContent;
      box.focus();
      search();
    }
    const words = at("[data-say]");
    if (words) {
      box.value = words.dataset.say;
      box.focus();
      search();
    }
  });

  // ---- start: what this tab had before a reload
  notes.start(state.note, (draft) => {
    state.note = draft;
    keep();
  });
  choose(state.city);
  listAnswers();
  if (state.shown) show(state.shown);
  if (box.value) search();
  box.focus();
})();
