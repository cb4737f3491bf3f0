// The list of conversations: a drawer on narrow screens; rename and delete in dialogs of our own.
"use strict";

(() => {
  const past = document.getElementById("past");
  const opener = document.getElementById("open-past");
  const veil = document.getElementById("veil");
  let chosen = null;

  function drawer(open) {
    past.classList.toggle("open", open);
    opener.setAttribute("aria-expanded", String(open));
    veil.hidden = !open;
    if (open) past.querySelector("a, button").focus();
  }

  function shutMenus(except = null) {
    for (const menu of past.querySelectorAll(".menu[open]")) if (menu !== except) menu.open = false;
  }

  async function change(id, options, said) {
    try {
      const response = await fetch(`/api/conversations/${encodeURIComponent(id)}`, options);
      if (!response.ok) throw await site.problem(response);
    } catch (error) {
      site.toast(site.unreachable(error) ? "连不上服务，没有改动，请稍后再试。" : error.message);
      return false;
    }
    site.toast(said);
    return true;
  }

  // The list as the server has it now; the page round it stays.
  site.refreshTalks = async () => {
    try {
      const { fresh } = await site.fragment(location.pathname, "talks");
      document.getElementById("talks").replaceWith(fresh);
    } catch {
      // The list is a convenience; the talk itself is on the screen.
    }
  };

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target instanceof Element && event.target.closest(selector);
    if (at("#open-past")) drawer(!past.classList.contains("open"));
    else if (at(".close-past, #veil")) drawer(false);
    shutMenus(at(".menu"));
    const talk = at(".talk");
    if (at("[data-rename]")) {
      chosen = talk;
      const dialog = document.getElementById("rename");
      shutMenus();
      document.getElementById("new-title").value = talk.querySelector("a").textContent;
      dialog.returnValue = "";
      dialog.showModal();
      document.getElementById("new-title").select();
    }
    if (at("[data-delete]")) {
      chosen = talk;
      shutMenus();
      const dialog = document.getElementById("delete");
      document.getElementById("delete-what").textContent = `“${talk.querySelector("a").textContent}”，删除后无法恢复。`;
      dialog.returnValue = "";
      dialog.showModal();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = past.querySelector(".menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (past.classList.contains("open")) {
      drawer(false);
      opener.focus();
    }
  });

  document.getElementById("rename").addEventListener("close", async ({ target }) => {
    const title = document.getElementById("new-title").value.trim();
    if (target.returnValue !== "save" || !title) return;
    const body = JSON.stringify({ title });
    const options = { method: "PATCH", headers: { "Content-Type": "application/json" }, body };
    if (await change(chosen.dataset.id, options, "名称已保存")) site.refreshTalks();
  });

  document.getElementById("delete").addEventListener("close", async ({ target }) => {
    if (target.returnValue !== "delete") return;
    if (!await change(chosen.dataset.id, { method: "DELETE" }, "对话已删除")) return;
    if (chosen.dataset.id === document.body.dataset.conversation) location.assign("/");
    else site.refreshTalks();
  });
})();
