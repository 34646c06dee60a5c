// What makes pages a little better where scripts run. Everything works without it.
"use strict";
(() => {
  // Leaves at once: the page and its address are hidden before anything has come over the line, and are not found again by going back.
  const exit = document.getElementById("quick-exit");
  const leave = (event) => {
    if (event) event.preventDefault();
    document.documentElement.classList.add("private");
    document.title = "";
    history.replaceState(null, "", "/leave");
    sessionStorage.clear();
    const gone = () => location.replace("/leave");
    // The session ends even when the window is closed now; the next page says that one has left, so it comes after the end.
    if (exit?.method) fetch("/leave", { method: "POST", body: new URLSearchParams(new FormData(exit)), credentials: "same-origin", redirect: "manual", keepalive: true }).finally(gone);
    else gone();
  };
  if (exit) exit.addEventListener(exit.method ? "submit" : "click", leave);

  // F9, or a button where there is no keyboard, hides the page; F9 or tapping twice shows it again.
  const hide = () => document.documentElement.classList.toggle("private");
  const screen = document.getElementById("privacy-screen");
  if (screen) {
    screen.hidden = false;
    screen.addEventListener("click", hide);
    addEventListener("dblclick", () => document.documentElement.classList.remove("private"));
  }

  // Escape twice leaves.
  let lastEscape = 0;
  addEventListener("keydown", (event) => {
    if (event.key === "F9") hide();
    if (event.key !== "Escape") return;
    const now = Date.now();
    if (now - lastEscape < 600) leave();
    lastEscape = now;
  });

  // A second press of the button sends nothing twice. The server would also notice.
  addEventListener("submit", (event) => {
    const form = event.target;
    // Whoever signs out leaves no trace of which forms were begun here.
    if (form.getAttribute("action") === "/sign-out") sessionStorage.clear();
    // What only gets something changes nothing, and the page stays: the next format or language is asked for at once.
    if ((event.submitter?.formMethod || form.method) === "get" || "downloads" in form.dataset) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 2000);
  });

  // A page that the browser kept is shown again without its content after signing out.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  // Two minutes before the session would end since nothing is done, it is told, and can be kept. What scripts send keeps it as well.
  const { idle, ending, stay } = document.body.dataset;
  if (idle) {
    const notice = Object.assign(document.createElement("div"), { className: "warning ending" });
    notice.setAttribute("role", "alert");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "second", textContent: stay });
    let timer;
    const begin = () => {
      clearTimeout(timer);
      notice.remove();
      timer = setTimeout(() => { notice.replaceChildren(ending + " ", button); document.body.prepend(notice); }, (idle - 120) * 1000);
    };
    button.addEventListener("click", () => fetch("/account/stay", { credentials: "same-origin" }).then((answer) => answer.status === 204 && begin(), () => {}));
    addEventListener("answered", begin);
    begin();
  }

  // On a phone the places are one row that can be moved: the present one is brought into sight.
  const place = document.querySelector(".top nav [aria-current]");
  const row = place && place.closest("ul");
  if (row) row.scrollLeft += place.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - place.offsetWidth) / 2;

  // A list of values has always one line more than is filled in.
  addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || !event.target.value || row.nextElementSibling) return;
    const next = row.cloneNode(true);
    for (const field of next.querySelectorAll("input,select")) {
      field.value = "";
      field.removeAttribute("id");
      field.required = false;
      if (field.tagName === "INPUT") field.setAttribute("aria-label", `${row.dataset.row}, ${row.parentElement.querySelectorAll("[data-row]").length + 1}`);
    }
    row.after(next);
  });

  const problems = document.getElementById("problems");
  if (problems) problems.focus();
})();
