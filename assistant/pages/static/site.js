// What every server-rendered page needs: a place for short messages, copying, and "/" to reach the search box.
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
