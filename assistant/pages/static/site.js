// What every server-rendered page needs: short messages, copying, parts of pages, and "/" to reach the search box.
"use strict";

const site = {
  toastTimer: 0,

  toast(message) {
    const place = document.getElementById("toast");
    place.textContent = message;
    clearTimeout(site.toastTimer);
    site.toastTimer = setTimeout(() => { place.textContent = ""; }, 4000);
  },

  async copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
      site.toast(said);
    } catch {
      site.toast("浏览器不允许复制，请手动选择文字复制。");
    }
  },

  // A part of a page, as the server's template words it. Throws TypeError when the server cannot be reached, and an
  // Error with a Chinese message when it has something to say.
  async fragment(url, id, options = {}) {
    const response = await fetch(url, { headers: { Accept: "text/html" }, ...options });
    if (response.redirected) location.reload(); // the login has run out
    const body = await response.text();
    if (response.headers.get("Content-Type")?.includes("json")) throw new Error(JSON.parse(body).detail);
    const page = new DOMParser().parseFromString(body, "text/html");
    const fresh = page.getElementById(id);
    if (!fresh) throw new Error(page.querySelector(".problem p")?.textContent || "服务没有正常回应，请稍后再试。");
    return { fresh: document.adoptNode(fresh), page };
  },

  // What the API said went wrong.
  async problem(response) {
    const body = await response.json().catch(() => ({}));
    if (response.status === 401) return new Error("登录已过期，请刷新页面重新登录。");
    return new Error(body.detail || `服务没有正常回应（${response.status}），请稍后再试。`);
  },

  element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  },

  typing(target) {
    return target instanceof HTMLElement
      && (target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])") || target.isContentEditable);
  },
};

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || site.typing(event.target)) return;
  const box = document.querySelector("[data-slash]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-copy-link]");
  if (link) site.copy(link.href, "链接已复制");
});
