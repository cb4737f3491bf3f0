// The editors' desk: drop a file, say that something takes a moment, wait for what was published to serve.
"use strict";

(() => {
  const drop = document.getElementById("drop");
  if (drop) {
    const field = document.getElementById("file");
    const state = drop.querySelector("#state");
    for (const kind of ["dragenter", "dragover"]) {
      drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
    }
    for (const kind of ["dragleave", "drop"]) {
      drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.remove("over"); });
    }
    const send = () => {
      if (!field.files.length) return;
      state.textContent = `正在读“${field.files[0].name}”…`;
      drop.requestSubmit();
    };
    drop.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      send();
    });
    field.addEventListener("change", send);
  }

  for (const form of document.querySelectorAll("form[data-slow]")) {
    form.addEventListener("submit", () => {
      const button = form.querySelector("button");
      button.textContent = form.dataset.slow;
      setTimeout(() => { button.disabled = true; });
    });
  }

  // A running server takes a new version up by itself; the page says so when it has.
  const live = document.getElementById("live");
  if (live?.dataset.serving === "no") {
    const wait = async () => {
      const response = await fetch("/api/documents").catch(() => null);
      const held = response?.ok ? await response.json() : [];
      if (held.some((each) => each.document_id === live.dataset.document)) location.reload();
      else setTimeout(wait, 1000);
    };
    setTimeout(wait, 1000);
  }
})();
