// A document page: find in the text, mark where the reader is in the table of contents.
"use strict";

(() => {
  const text = document.getElementById("text");
  const box = document.getElementById("find");
  const count = document.getElementById("found");
  const toc = document.getElementById("toc");
  let marks = [];
  let now = -1;

  // Width and case do not matter, and one character stays one: offsets in the folded text are those of the page.
  const fold = (string) => Array.from(string, (character) => {
    const folded = character.normalize("NFKC").toLowerCase();
    return folded.length === character.length ? folded : character;
  }).join("");

  function clear() {
    for (const mark of marks) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
    marks = [];
    now = -1;
  }

  // A hit may cross elements (a figure inside a sentence), so each paragraph is searched as one string.
  function find(wanted) {
    clear();
    box.form.classList.toggle("active", Boolean(wanted.trim()));
    const needle = fold(wanted.trim());
    if (!needle) { count.textContent = ""; return; }
    for (const block of text.querySelectorAll("p, h2, h3, h4, h5")) {
      const nodes = [];
      const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) nodes.push(walker.currentNode);
      const whole = fold(nodes.map((node) => node.data).join(""));
      const hits = [];
      for (let at = whole.indexOf(needle); at >= 0; at = whole.indexOf(needle, at + needle.length)) hits.push(at);
      for (const at of hits.reverse()) wrap(nodes, at, at + needle.length);
    }
    marks = [...text.querySelectorAll("mark")];
    const hits = marks.filter((mark) => mark.dataset.first);
    if (!hits.length) { count.textContent = "没有找到"; return; }
    go(1);
  }

  function wrap(nodes, start, end) {
    let offset = 0;
    let first = true;
    for (let i = 0; i < nodes.length; i += 1) {
      const node = nodes[i];
      const length = node.data.length;
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, length);
      offset += length;
      if (from >= to) continue;
      const range = document.createRange();
      range.setStart(node, from);
      range.setEnd(node, to);
      const mark = document.createElement("mark");
      if (first) mark.dataset.first = "1";
      first = false;
      range.surroundContents(mark);
    }
  }

  function go(step) {
    const hits = marks.filter((mark) => mark.dataset.first);
    if (!hits.length) return;
    now = (now + step + hits.length) % hits.length;
    marks.forEach((mark) => mark.classList.remove("now"));
    hits[now].classList.add("now");
    hits[now].scrollIntoView({ block: "center" });
    count.textContent = `${now + 1} / ${hits.length}`;
  }

  let timer = 0;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => find(box.value), 150);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (marks.length) go(event.shiftKey ? -1 : 1); else find(box.value);
    } else if (event.key === "Escape") {
      box.value = "";
      find("");
    }
  });
  document.getElementById("find-next").addEventListener("click", () => go(1));
  document.getElementById("find-previous").addEventListener("click", () => go(-1));
  document.getElementById("finder").addEventListener("submit", (event) => event.preventDefault());
  if (box.value) find(box.value);

  if (matchMedia("(max-width: 1100px)").matches) toc.open = false;
  const entries = new Map([...toc.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  let current = null;
  const seen = new Set();
  const watch = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) seen.add(target); else seen.delete(target);
    }
    const first = [...text.children].find((section) => seen.has(section) && entries.has(section.id));
    if (!first || entries.get(first.id) === current) return;
    current?.removeAttribute("aria-current");
    current = entries.get(first.id);
    current.setAttribute("aria-current", "location");
    const list = toc.parentElement;
    if (toc.open && list.scrollHeight > list.clientHeight) {
      list.scrollTop = current.offsetTop - list.clientHeight / 2;
    }
  }, { rootMargin: "-80px 0px -40% 0px" });
  for (const section of text.children) watch.observe(section);
})();
