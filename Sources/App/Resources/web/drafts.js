// Keeps what is typed into a form: it is sent in the background, so that without a connection the page stays with everything in it, and now and then it is kept as a
// draft. The server keeps it as well when the form is sent, so that nothing here is needed.
"use strict";
for (const form of document.querySelectorAll("form[data-kept]")) (() => {
  const state = form.querySelector(".form-state");
  if (!state) return;
  let isChanged = false, isSending = false;
  let pause;
  for (const name of ["input", "change"]) {
    form.addEventListener(name, (event) => {
      isChanged = true;
      remember();
      clearTimeout(pause);
      // What is too long to be sent while the page is being left is kept sooner, and what is pasted at once.
      pause = setTimeout(() => keep(), event.inputType === "insertFromPaste" ? 200 : event.target.value?.length > 3000 ? 1000 : 3000);
    });
  }

  // Whoever goes back or loads the page anew finds what was typed. The browser remembers the number of the form only, until the window is closed or somebody leaves in a hurry.
  const action = new URL(form.getAttribute("action"), location.href).pathname;
  let number = form.elements.submission?.value;
  const memory = `kept ${location.pathname} ${action}`;
  const remember = () => { if (number) sessionStorage.setItem(memory, number); };
  const forget = () => sessionStorage.removeItem(memory);
  // The form's page is where it is sent to, or that on which it stands.
  const drafts = (kept) =>
    action.startsWith("/forms/fill/") ? [`/forms/drafts/${kept}`] : [...new Set([action, location.pathname])].map((page) => `${page}?draft=${kept}`);
  const look = async (kept) => {
    for (const address of drafts(kept)) {
      const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
      if (answer?.ok && (await answer.text()).includes(`value="${kept}"`)) return address;
    }
    return null;
  };
  const find = async () => {
    const kept = sessionStorage.getItem(memory);
    if (!kept || kept === number) return;
    if (new URLSearchParams(location.search).get("draft") === kept) return forget();
    // What was sent while the page was being left may still be on its way.
    let address = null;
    for (const wait of [0, 700, 2500]) {
      await new Promise((go) => setTimeout(go, wait));
      address = await look(kept);
      if (address || isChanged) break;
    }
    if (isChanged) return;
    if (!address) return forget();
    const visit = performance.getEntriesByType("navigation")[0]?.type;
    if (address.startsWith(`${location.pathname}?`) && (visit === "reload" || visit === "back_forward")) return location.replace(address);
    const notice = Object.assign(document.createElement("p"), { className: "notice", role: "status" });
    notice.append(Object.assign(document.createElement("a"), { href: address, textContent: form.dataset.found }));
    form.prepend(notice);
  };

  const tell = (text, style) => Object.assign(state, { textContent: text, className: "form-state " + style });

  const post = (data, options = {}) => {
    // Its buttons are called «action», which hides the property of that name. A letter of most scripts takes nine bytes in an address's notation and three in parts.
    const encoded = form.enctype === "multipart/form-data" ? null : new URLSearchParams(data);
    const body = !encoded || encoded.toString().length > 50000 ? data : encoded;
    return fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin", ...options });
  };

  // Bytes of a body in parts: browsers refuse to send more than 64 KiB for a page that is gone, and send any length for one that is only hidden.
  const size = (data) => [...data].reduce((sum, [name, value]) => sum + 150 + name.length + (value.size ?? new Blob([value]).size), 0);

  // Whatever is not from our server, such as the page of a proxy, counts as no connection.
  const place = async (answer) => {
    if (!/^application\/(problem\+)?json/.test(answer.headers.get("Content-Type") ?? "")) throw new Error(String(answer.status));
    const told = await answer.json();
    if (!answer.ok) throw { sentence: told.title };
    dispatchEvent(new Event("answered"));
    return new URL(told.location, location.href);
  };

  const lead = (next) => {
    if (next.pathname + next.search === location.pathname + location.search) {
      location.hash = next.hash;
      location.reload();
    } else {
      location.assign(next);
    }
  };

  // A message does not stop whoever writes it: it waits and goes by itself.
  const waiting = form.dataset.waits && globalThis.corridorWaiting ? corridorWaiting(form, { post, place, tell, lead }) : null;

  // A form that gives out a file, or sends files by a script of its own, is only kept here.
  const sendsItself = form.hasAttribute("data-sends-itself");
  form.addEventListener("submit", async (event) => {
    if (sendsItself) {
      isChanged = false;
      return clearTimeout(pause);
    }
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    const data = new FormData(form, event.submitter);
    try {
      const next = await place(await post(data));
      isChanged = false;
      forget();
      clearTimeout(pause);
      waiting?.forget();
      lead(next);
    } catch (error) {
      isSending = false;
      delete form.dataset.sent;
      if (error.sentence || !waiting) return tell(error.sentence ?? form.dataset.offline, "warning");
      isChanged = false;
      await waiting.add(data);
    }
  });

  // Now and then, and when the page is left for another, what was typed is kept. Coming back then leads to the draft.
  const keep = async () => {
    if (!isChanged || isSending) return;
    isChanged = false;
    try {
      const data = new FormData(form);
      data.set("action", "keep");
      // The files themselves go when they are sent; until then their names say which to choose again.
      if (sendsItself) {
        for (const [name, value] of [...data]) {
          if (!(value instanceof File)) continue;
          data.delete(name);
          if (value.name) data.append("chosen-file", value.name);
        }
      }
      const next = await place(await post(data, { keepalive: document.visibilityState === "hidden" && size(data) < 60000 }));
      if (next.pathname === "/sign-in") throw new Error("signed out");
      next.searchParams.delete("kept");
      // What was saved by another tab meanwhile, or by a sending whose answer was lost, is kept under a number that follows; the same once more is saved already.
      const kept = next.searchParams.get("draft") ?? next.pathname.match(/^\/forms\/drafts\/(\w+)$/)?.[1];
      if (!kept) return;
      number = kept;
      remember();
      // The form's page may be another one than this, which has it beside other things.
      if (next.pathname === location.pathname) history.replaceState(null, "", next.pathname + next.search);
      tell(form.dataset.kept, "muted");
      waiting?.forget();
    } catch {
      isChanged = true;
      waiting?.typed();
    }
  };
  find();
  setInterval(keep, 20000);
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
})();
