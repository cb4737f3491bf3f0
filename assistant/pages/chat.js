// The little the page does in the browser: marks lead to their cards, the list of conversations folds on a phone,
// a lost connection is said, text is copied. Nothing is kept here.
(() => {
  "use strict";
  const PULSE = 15000;

  const openCard = (id) => {
    const card = document.getElementById(id);
    if (!card) return false;
    for (let box = card.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    card.scrollIntoView({ block: "center", behavior: "auto" });
    card.focus({ preventScroll: true });
    card.classList.remove("found");
    void card.offsetWidth;
    card.classList.add("found");
    return true;
  };

  const dismissPast = (open) => {
    document.body.classList.toggle("past-open", open);
    document.getElementById("show-past")?.setAttribute("aria-expanded", String(open));
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href*="#card-"]');
    if (link && openCard(link.getAttribute("href").split("#")[1])) {
      event.preventDefault();
      return;
    }
    if (event.target.closest?.("#show-past")) dismissPast(!document.body.classList.contains("past-open"));
    else if (event.target.closest?.("#clear, #conversations label")) dismissPast(false);
  }, true);

  // A new question goes to the top of the talk and stays there while its answer grows, so that the answer is read
  // from its first sentence on; whoever scrolls has the say from then on.
  let asked = 0;
  let pinned = false;
  const unpin = () => { pinned = false; };
  for (const kind of ["wheel", "touchmove", "keydown", "mousedown"]) addEventListener(kind, unpin, { passive: true });
  new MutationObserver(() => {
    const questions = document.querySelectorAll("#chat .user.message");
    if (questions.length > asked) pinned = true;
    asked = questions.length;
    const log = document.querySelector('#chat [role="log"]');
    if (!pinned || !log || !asked) return;
    log.scrollTop += questions[asked - 1].getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
  }).observe(document, { childList: true, subtree: true, characterData: true });

  const say = (lost) => {
    const banner = document.getElementById("offline");
    if (banner) banner.hidden = !lost;
  };
  const pulse = async () => {
    try {
      say(!(await fetch("/healthz", { cache: "no-store" })).ok);
    } catch {
      say(true);
    }
  };
  addEventListener("offline", () => say(true));
  addEventListener("online", pulse);
  setInterval(pulse, PULSE);
  document.addEventListener("visibilitychange", () => document.hidden || pulse());

  window.policyCopy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    const button = document.querySelector("#copy");
    if (!button) return;
    const label = button.textContent;
    button.textContent = "已复制";
    setTimeout(() => { button.textContent = label; }, 1500);
  };
})();
