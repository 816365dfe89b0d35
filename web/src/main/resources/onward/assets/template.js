// The page of a template: shows the mail while it is typed, and gives lines for more variables. Without it, the button
// "Preview" does the same when it is pressed, and saving gives new lines.
(() => {
  "use strict";

  const form = document.getElementById("template-form");
  const button = document.getElementById("preview-button");
  if (!form || !button) return;

  const WAIT_MILLIS = 400;
  let frame = document.getElementById("preview");
  let timer = 0;
  let coming = null;

  // A new frame for each preview: the first page of a frame adds nothing to the history of the window.
  function show() {
    coming?.remove();
    coming = frame.cloneNode(false);
    coming.removeAttribute("src");
    coming.removeAttribute("id");
    coming.name = `preview-${Date.now()}`;
    coming.classList.add("coming");
    const arrived = coming;
    frame.after(arrived);
    button.formTarget = arrived.name;
    form.requestSubmit(button);
    arrived.addEventListener("load", () => {
      if (arrived !== coming) return;
      frame.remove();
      arrived.classList.remove("coming");
      arrived.id = "preview";
      frame = arrived;
      coming = null;
    });
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT_MILLIS);
  }

  form.addEventListener("input", soon);
  button.hidden = true;
  if (!frame.getAttribute("src")) show();

  // A line of three fields for one more variable.
  const lines = document.getElementById("variables");
  const more = document.createElement("button");
  more.type = "button";
  more.className = "plain";
  more.textContent = "Add a variable";
  more.addEventListener("click", () => {
    const line = lines.lastElementChild.cloneNode(true);
    const number = lines.children.length + 1;
    line.querySelectorAll("input").forEach((input) => { input.value = ""; });
    line.querySelectorAll("[aria-label]").forEach((field) => {
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+$/, number));
    });
    lines.append(line);
    line.querySelector("input").focus();
  });
  lines.after(more);
})();
