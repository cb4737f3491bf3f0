// Notes of a call: saved with the answer that stands on the screen, the latest listed below.
"use strict";

const notes = (() => {
  const box = document.getElementById("note");
  const said = document.getElementById("note-state");
  const button = document.getElementById("save-note");
  const list = document.getElementById("note-list");
  const LISTED = 5;
  let drafted = () => {};

  // `keep` is called with what is written and not yet saved.
  function start(draft, keep) {
    box.value = draft;
    drafted = keep;
    refresh();
  }

  function clear() {
    box.value = "";
    said.textContent = "";
    drafted("");
  }

  async function save() {
    const text = box.value.trim();
    const limit = Number(box.dataset.limit);
    if (!text || button.disabled) return;
    if (text.length > limit) {
      said.textContent = `记录有 ${text.length} 字，超过 ${limit} 字，请精简后再保存。`;
      return;
    }
    button.disabled = true;
    said.textContent = "正在保存……";
    try {
      const live = document.getElementById("live").dataset;
      const response = await fetch("/api/notes", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ text, title: (live.question || "").slice(0, 80), answer_id: live.id || null }),
      });
      if (!response.ok) throw await site.problem(response);
      clear();
      said.textContent = "已保存";
      await refresh();
    } catch (error) {
      said.textContent = error instanceof TypeError ? "连不上服务，没有保存，内容还在。" : error.message;
    } finally {
      button.disabled = false;
    }
  }

  async function refresh() {
    try {
      const response = await fetch("/api/notes");
      if (!response.ok) throw await site.problem(response);
      list.replaceChildren(...(await response.json()).slice(0, LISTED).map(item));
    } catch {
      list.replaceChildren(site.element("li", { className: "quiet", textContent: "以前的记录暂时读不出来。" }));
    }
  }

  function item(note) {
    const day = { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" };
    const when = new Date(note.created_at).toLocaleString("zh-CN", day);
    const made = site.element("li", {}, site.element("p", { className: "note-text", textContent: note.text }));
    made.append(site.element("span", { className: "quiet", textContent: when }));
    if (note.answer_id) {
      const about = link(note.title || "所附的回答");
      about.dataset.answer = note.answer_id;
      made.append(about);
    }
    const gone = link("删除");
    gone.setAttribute("aria-label", `删除记录：${note.text.slice(0, 20)}`);
    gone.addEventListener("click", () => remove(note.id));
    made.append(gone);
    return made;
  }

  function link(textContent) {
    return site.element("button", { type: "button", className: "link", textContent });
  }

  async function remove(id) {
    const response = await fetch(`/api/notes/${encodeURIComponent(id)}`, { method: "DELETE" }).catch(() => null);
    if (response?.ok) await refresh();
    else site.toast("没有删掉，请稍后再试。");
  }

  box.addEventListener("input", () => drafted(box.value));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  });
  button.addEventListener("click", save);

  return { start, clear, focus: () => box.focus() };
})();
