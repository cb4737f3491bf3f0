"use strict";
const form = document.querySelector(".filter");
const items = [...document.querySelectorAll(".item")];
const words = new Map();

function searchable(item) {
  const parts = [item.querySelector("summary"), item.querySelector(".answer")];
  return [item.id, ...parts.map((part) => part?.textContent ?? "")].join(" ").toLowerCase();
}

function matches(item, field) {
  const text = words.get(item) ?? words.set(item, searchable(item)).get(item);
  return (!field.split || item.dataset.split === field.split)
    && (!field.kind || item.dataset.kind === field.kind)
    && (!field.outcome || item.dataset.outcome.split(" ").includes(field.outcome))
    && (!field.words || text.includes(field.words.trim().toLowerCase()));
}

function filter() {
  const field = Object.fromEntries(new FormData(form));
  let shown = 0;
  for (const item of items) {
    item.hidden = !matches(item, field);
    shown += !item.hidden;
  }
  form.querySelector("output").textContent = `${shown} / ${items.length} 题`;
}

function openTarget() {
  const item = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!item || !item.classList.contains("item")) return;
  if (item.hidden) { form.reset(); filter(); }
  item.open = true;
  item.scrollIntoView();
}

form.addEventListener("input", filter);
window.addEventListener("hashchange", openTarget);
filter();
openTarget();
