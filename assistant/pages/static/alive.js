// Says within two seconds that the server cannot be reached, and takes it back when it can.
"use strict";

(() => {
  const EVERY = 1500;
  const banner = document.getElementById("lost");
  let lost = false;

  function say(now) {
    if (now === lost) return;
    lost = now;
    banner.textContent = now ? "连不上服务，正在重试。问题和已有的回答都还在。" : "";
    banner.hidden = !now;
    document.dispatchEvent(new CustomEvent(now ? "server-lost" : "server-back"));
  }

  // A slow answer is a busy server, no lost one: only a connection that is refused or broken counts.
  async function pulse() {
    try {
      say((await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(10000) })).status >= 502);
    } catch (error) {
      if (error.name !== "TimeoutError") say(true);
    }
  }

  async function watch() {
    if (!document.hidden) await pulse();
    setTimeout(watch, EVERY);
  }

  addEventListener("offline", () => say(true));
  addEventListener("online", pulse);
  document.addEventListener("visibilitychange", () => document.hidden || pulse());
  setTimeout(watch, EVERY);
  site.pulse = pulse;
})();
