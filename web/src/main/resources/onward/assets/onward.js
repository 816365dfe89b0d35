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

  // Live: what a page shows is put right in place. New rows wait until they are asked for, so nothing moves under the
  // pointer; a part with the focus in it stays as it is; and nobody looks while the tab is hidden.
  const main = document.getElementById("main");
  let feed = null;
  let looking = false;
  let lookAgain = false;

  const rowIds = (part) => [...part.querySelectorAll("tbody tr[id]")].map((row) => row.id);
  // How the server wrote it: times may have been put into the reader's own zone since.
  function written(node) {
    const copy = node.cloneNode(true);
    copy.querySelectorAll("time[data-utc]").forEach((time) => {
      time.textContent = time.dataset.utc;
      delete time.dataset.utc;
    });
    copy.querySelectorAll(".fresh, .copier").forEach((own) => own.remove());
    copy.querySelectorAll("details[open]").forEach((details) => details.removeAttribute("open"));
    copy.querySelectorAll(".current").forEach((row) => row.classList.remove("current"));
    return copy.outerHTML.replaceAll(' class=""', "");
  }

  function put(old, fresh) {
    if (old.contains(document.activeElement) || written(old) === written(fresh)) return;
    const wasOpen = [...old.querySelectorAll("details")].map((details) => details.open);
    old.replaceWith(fresh);
    fresh.querySelectorAll("details").forEach((details, at) => { details.open = wasOpen[at] ?? false; });
  }

  function offer(part, fresh, count) {
    let bar = part.querySelector(".fresh");
    if (!bar) {
      bar = document.createElement("p");
      bar.className = "fresh";
      bar.setAttribute("aria-live", "polite");
      bar.append(document.createElement("button"));
      part.querySelector("table").before(bar);
    }
    const button = bar.firstElementChild;
    button.textContent = `${count} new`;
    button.onclick = () => {
      part.replaceWith(fresh);
      showTimes();
    };
  }

  function putRows(part, fresh) {
    const known = new Set(rowIds(part));
    const count = rowIds(fresh).filter((id) => !known.has(id)).length;
    fresh.querySelectorAll("tbody tr[id]").forEach((row) => {
      const old = document.getElementById(row.id);
      if (old && part.contains(old)) put(old, row.cloneNode(true));
    });
    if (count > 0) offer(part, fresh, count);
  }

  function putAll(fresh) {
    const news = [...fresh.children];
    const olds = [...main.children];
    if (olds.length !== news.length) {
      // Another part appeared or went; while somebody is at one, it waits for the next look.
      if (!main.contains(document.activeElement)) main.replaceChildren(...news);
      return;
    }
    olds.forEach((old, at) => {
      if (rowIds(old).length > 0) putRows(old, news[at]);
      else put(old, news[at]);
    });
  }

  async function look() {
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok && !answer.redirected) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("main");
        if (fresh && fresh.hasAttribute("data-live")) putAll(document.adoptNode(fresh));
        showTimes();
      }
    } catch {
      // The server is away; the feed comes again by itself, and with it the next look.
    }
    looking = false;
    if (lookAgain) {
      lookAgain = false;
      look();
    }
  }

  function listen() {
    if (document.hidden) {
      feed?.close();
      feed = null;
    } else if (!feed) {
      feed = new EventSource("/dashboard/feed");
      feed.addEventListener("look", look);
    }
  }

  if (main?.hasAttribute("data-live") && window.EventSource) {
    listen();
    document.addEventListener("visibilitychange", () => {
      listen();
      if (!document.hidden) look();
    });
  }
})();
