// Makes the dashboard handier; nothing needs it. Keys, copying, times in the reader's own zone.
(() => {
  "use strict";

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
  const rows = () => [...document.querySelectorAll("tbody tr, .trail > li")].filter((row) => row.querySelector("a"));
  let current = -1;
  let goes = false;

  function step(by) {
    const all = rows();
    if (all.length === 0) return;
    all[current]?.classList.remove("current");
    current = Math.min(all.length - 1, Math.max(0, current + by));
    all[current].classList.add("current");
    const link = all[current].querySelector("a.row") ?? all[current].querySelector("a");
    link.focus({ preventScroll: true });
    all[current].scrollIntoView({ block: "nearest" });
  }

  function go(letter) {
    document.querySelector(`.side a[data-key="${CSS.escape(letter)}"]`)?.click();
  }

  function copy(text) {
    navigator.clipboard?.writeText(text);
  }

  function showKeys() {
    const keys = document.getElementById("keys");
    if (keys.open) keys.close();
    else keys.showModal();
  }

  const actions = {
    "/": () => document.getElementById("search")?.focus(),
    "?": showKeys,
    j: () => step(1),
    k: () => step(-1),
    g: () => { goes = true; },
    y: () => { const id = document.getElementById("main")?.dataset.id; if (id) copy(id); },
    u: () => setZone(zone() === "utc" ? "local" : "utc"),
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "k") {
      event.preventDefault();
      actions["/"]();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (goes) {
      goes = false;
      go(event.key);
      return;
    }
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  // Times: the server writes UTC; the choice of the reader is kept in this browser.
  const zone = () => localStorage.getItem("onward.zone") ?? "utc";

  function setZone(which) {
    localStorage.setItem("onward.zone", which);
    showTimes();
  }

  function localWords(iso) {
    const at = new Date(iso);
    const now = new Date();
    const sameDay = at.toDateString() === now.toDateString();
    const options = { hour: "2-digit", minute: "2-digit", hour12: false };
    if (!sameDay) Object.assign(options, { day: "numeric", month: "short" });
    if (at.getFullYear() !== now.getFullYear()) options.year = "numeric";
    return new Intl.DateTimeFormat("en-GB", options).format(at);
  }

  function showTimes() {
    const isLocal = zone() === "local";
    document.querySelectorAll("time[datetime]").forEach((time) => {
      time.dataset.utc ??= time.textContent;
      time.textContent = isLocal ? localWords(time.dateTime) : time.dataset.utc;
    });
    document.querySelectorAll(".zone").forEach((label) => {
      label.textContent = isLocal ? "local" : "UTC";
    });
  }
  showTimes();

  // Copy buttons for what is meant to be copied.
  document.querySelectorAll("details.copy pre, .empty pre").forEach((pre) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain copier";
    button.textContent = "Copy";
    button.addEventListener("click", () => {
      copy(pre.textContent.trim());
      button.textContent = "Copied";
    });
    pre.before(button);
  });
})();
