// The talk: asks over the stream, shows sentences as they come, then puts the answer in place as the server words it.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const box = $("q");
  const turns = $("turns");
  const body = document.body;
  const CITY = "city";
  const DRAFT = "draft";
  const SOON = 400; // a second click this soon belongs to the first
  let asking = null;
  let startedAt = 0;

  const store = {
    get: (key) => { try { return sessionStorage.getItem(key) || ""; } catch { return ""; } },
    set: (key, value) => { try { sessionStorage.setItem(key, value); } catch { /* nothing is lost but a draft */ } },
  };

  // ---- asking
  async function ask(text, failed = null) {
    const question = text.trim();
    if (!question) {
      box.focus();
      return site.toast("先写下要问的内容。");
    }
    if (asking) return site.toast("上一个问题还在回答，请稍等。");
    failed?.remove();
    document.getElementById("start")?.remove();
    if (box.value.trim() === question) put("");
    const turn = begin(question);
    const mine = { controller: new AbortController(), turn };
    asking = mine;
    startedAt = performance.now();
    running(true);
    try {
      const conversation = await conversationOf(question);
      const request = { question, city: $(CITY).value || null, conversation_id: conversation || null };
      request.history = JSON.parse(body.dataset.history); // of an answer that was sent as a link
      const answer = await site.answerTo(request, mine.controller.signal, { sentence: (each) => say(turn, each) });
      body.dataset.history = "[]";
      store.set(DRAFT, box.value);
      await settle(turn, answer);
      if (conversation) site.refreshTalks();
    } catch (error) {
      fail(turn, question, error);
    } finally {
      asking = null;
      running(false);
    }
    return undefined;
  }

  // The talk's address: made with its first question. Where nothing can be kept the answer comes all the same.
  async function conversationOf(question) {
    if (body.dataset.conversation) return body.dataset.conversation;
    const response = await fetch("/api/conversations", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
    if (!response.ok) return "";
    const { id } = await response.json();
    body.dataset.conversation = id;
    body.classList.remove("single");
    history.pushState({ talk: id }, "", `/c/${id}`);
    document.title = `${question.slice(0, 40)} · 政策问答助手`;
    return id;
  }

  function begin(question) {
    for (const past of turns.children) past.classList.remove("current", "open");
    for (const old of turns.querySelectorAll(".fact, .next")) old.remove();
    const turn = site.element("article", { className: "turn current coming" },
      site.element("h2", { className: "asked", textContent: question }),
      site.element("div", { className: "reply" }, site.element("p", { className: "waiting", textContent: "正在查找条款" })));
    turns.append(turn);
    box.placeholder = "接着问，或补充情况";
    top(turn);
    $("said").textContent = "正在回答";
    return turn;
  }

  // A question goes to the top of the screen and stays there while its answer grows: it is read from its first line.
  function top(turn) {
    const head = document.querySelector(".top").offsetHeight;
    scrollTo({ top: turn.getBoundingClientRect().top + scrollY - head - 12 });
  }

  function say(turn, sentence) {
    const reply = turn.querySelector(".reply");
    reply.querySelector(".waiting")?.remove();
    const rows = sentence.markdown.split("\n").filter((line) => line.startsWith("| ") && !/^\|[\s|-]+\|$/.test(line));
    const line = site.element("p", { className: reply.childElementCount ? `say-${sentence.kind}` : "lead-line" });
    line.textContent = rows.length ? sentence.text.replaceAll("\n", " ") : sentence.text;
    for (const n of sentence.cites) line.append(site.element("span", { className: "cite", textContent: n }));
    reply.append(line);
  }

  async function settle(turn, answer) {
    try {
      const { fresh } = await site.fragment(`/a/${encodeURIComponent(answer.id)}?fragment`, `turn-${answer.id}`);
      turn.replaceWith(fresh);
      fresh.classList.add("just-now");
    } catch {
      // Not kept: what came stays on the screen, and why is said.
      turn.classList.remove("coming");
      const warning = answer.warnings.find((each) => each.code === "not_saved");
      turn.querySelector(".reply").append(site.element("p", {
        className: "notice", textContent: warning?.message || "这次回答没有保存，刷新后将看不到。",
      }));
    }
    $("said").textContent = `回答完成。${answer.script}`;
  }

  function fail(turn, question, error) {
    const stopped = error.name === "AbortError";
    const reply = turn.querySelector(".reply");
    turn.classList.remove("coming");
    reply.querySelector(".waiting")?.remove();
    const gone = site.unreachable(error);
    const why = stopped ? "已停止。" : gone ? "没有连上服务，问题还在。" : error.message;
    const again = site.element("button", { type: "button", className: "button", textContent: "重新发送" });
    again.addEventListener("click", () => ask(question, turn));
    const said = site.element("p", { className: "failed", role: "alert", textContent: why });
    reply.append(said);
    if (gone || stopped) said.append(again);
    if (gone) store.set(DRAFT, box.value || question); // a reload finds it in the box
    else if (!box.value.trim()) put(question);
    if (question.length > 400) turn.querySelector(".asked").textContent = `${question.slice(0, 200)}……`;
    if (gone) site.pulse();
  }

  function running(now) {
    $("send").hidden = now;
    $("stop").hidden = !now;
    turns.setAttribute("aria-busy", String(now));
  }

  // ---- the box
  function put(text) {
    box.value = text;
    store.set(DRAFT, text);
    grow();
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, innerHeight * 0.4)}px`;
  }

  box.addEventListener("input", () => { store.set(DRAFT, box.value); grow(); });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    ask(box.value);
  });
  $("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(box.value);
  });
  $("stop").addEventListener("click", () => {
    if (performance.now() - startedAt > SOON) asking?.controller.abort();
  });
  $(CITY).addEventListener("change", () => store.set(CITY, $(CITY).value));

  // ---- the clauses beside the answer
  function basis(turn, open) {
    for (const other of turns.children) other.classList.toggle("open", open && other === turn);
    body.classList.toggle("basis-open", open);
    if (open) {
      for (const other of turns.children) other.classList.toggle("current", other === turn);
    }
  }

  let cameFrom = null;
  function card(link) {
    const found = $(decodeURIComponent(link.hash.slice(1)));
    if (!found) return false;
    cameFrom = link;
    basis(found.closest(".turn"), true);
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: "nearest" });
    found.classList.remove("found");
    void found.offsetWidth;
    found.classList.add("found");
    return true;
  }

  function shut() {
    basis(null, false);
    cameFrom?.focus();
    cameFrom = null;
  }

  // ---- what can be done with an answer
  async function rate(turn, verdict, reasons = [], comment = "") {
    try {
      const response = await fetch("/api/feedback", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ answer_id: turn.dataset.id, verdict, reasons, comment }),
      });
      if (!response.ok) throw await site.problem(response);
      site.toast("反馈已记录，谢谢");
      return true;
    } catch (error) {
      site.toast(site.unreachable(error) ? "连不上服务，反馈没有记下。" : error.message);
      return false;
    }
  }

  async function good(turn, button) {
    if (button.getAttribute("aria-pressed") === "true") return;
    if (await rate(turn, "good")) button.setAttribute("aria-pressed", "true");
  }

  function bad(turn, button) {
    const form = turn.querySelector(".wrong");
    form.hidden = !form.hidden;
    button.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) form.querySelector("input").focus();
  }

  turns.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const turn = form.closest(".turn");
    if (form.matches(".wrong")) {
      const given = new FormData(form);
      if (!given.getAll("reason").length && !given.get("comment").trim()) return site.toast("先选一项，再提交。");
      if (!await rate(turn, "bad", given.getAll("reason"), given.get("comment").trim())) return undefined;
      form.hidden = true;
      turn.querySelector("[data-bad]").setAttribute("aria-pressed", "true");
    } else if (form.matches(".fact")) {
      const figure = form.elements.figure.value.trim();
      if (!/\d|[一二三四五六七八九十百千万两]/.test(figure)) {
        form.elements.figure.focus();
        return site.toast("请填一个数，如 800。");
      }
      const unit = /[\d.,，]$/.test(figure) ? form.elements.unit?.value || "" : "";
      ask(`${form.dataset.label}：${figure}${unit}`);
    }
    return undefined;
  });

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target instanceof Element && event.target.closest(selector);
    const turn = at(".turn");
    const mark = at("a.cite");
    if (mark && card(mark)) event.preventDefault();
    const asks = at("[data-ask]");
    if (asks) ask(asks.dataset.ask);
    if (at("[data-copy]")) site.copy(turn.querySelector(".pasteable").textContent, "已复制，含出处");
    if (at("[data-good]")) good(turn, at("[data-good]"));
    if (at("[data-bad]")) bad(turn, at("[data-bad]"));
    if (at("[data-copy-link]")) event.preventDefault();
    if (at("[data-basis]")) {
      cameFrom = at("[data-basis]");
      basis(turn, true);
      turn.querySelector(".basis").focus({ preventScroll: true });
    }
    if (at("[data-close-basis]")) shut();
    const whole = at("[data-whole]");
    if (whole) {
      const [part, all] = whole.closest(".clause-card").querySelectorAll(".clause-words");
      [part.hidden, all.hidden] = [!part.hidden, !all.hidden];
      whole.textContent = part.hidden ? "收起" : "展开整条";
    }
    if (at("[data-unknown]")) {
      at(".fact").querySelector(".no-idea").hidden = false;
      at(".fact").querySelector(".no-idea a").focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open], .past.open")) return;
    if (body.classList.contains("basis-open")) shut();
    else if (asking) asking.controller.abort();
  });

  // A talk began on the page of another address: going back shows what stood there.
  addEventListener("popstate", () => location.reload());

  // ---- start
  $(CITY).value = store.get(CITY);
  if ($(CITY).selectedIndex < 0) $(CITY).value = "";
  if (!box.value) put(store.get(DRAFT)); else grow();
  const last = turns.lastElementChild;
  if (last && !location.hash) top(last);
  if (!matchMedia("(pointer: coarse)").matches) box.focus({ preventScroll: true });
})();
