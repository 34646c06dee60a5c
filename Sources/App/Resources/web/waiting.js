// What is sent with a form while there is no connection waits in the browser and is sent, each once, when there is one again: the number of the form tells the server
// what it has already. On the device it is sealed with a key that the page brings, which only whoever wrote it is given again. drafts.js sends; this keeps.
"use strict";
globalThis.corridorWaiting = (form, { post, place, tell, lead }) => {
  const words = form.elements.words, prefix = `corridor-waiting/${form.dataset.place}/`;
  const list = Object.assign(document.createElement("ul"), { className: "plain" });
  form.append(list);
  let waiting = [], isSending = false;

  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = (array) => btoa(String.fromCharCode(...new Uint8Array(array)));
  // Without a secure connection the browser has no ciphers: then it waits as long as the page is open.
  const key = globalThis.crypto?.subtle?.importKey("raw", bytes(form.dataset.seal), "AES-GCM", false, ["encrypt", "decrypt"]);
  const keep = async (name, value) => {
    if (!key) return;
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(JSON.stringify(value)));
    try { localStorage.setItem(prefix + name, `${text(iv)} ${text(sealed)}`); } catch { /* No room, or storing is forbidden: it waits in the page. */ }
  };
  const open = async (name) => {
    const [iv, sealed] = (localStorage.getItem(name) ?? "").split(" ");
    try {
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await key, bytes(sealed))));
    } catch {
      localStorage.removeItem(name);
      return null;
    }
  };
  const forget = (name) => { if (key) localStorage.removeItem(prefix + name); };

  // Sixteen signs of the alphabet in which the server writes its numbers.
  const number = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[byte & 31]).join("");

  const show = () => list.replaceChildren(...waiting.map((item) => {
    const line = document.createElement("li"), told = document.createElement("p"), button = document.createElement("button");
    Object.assign(told, { className: "told", dir: "auto", textContent: item.fields.find(([name]) => name === "words")[1] });
    Object.assign(button, { type: "button", className: "second", textContent: form.dataset.remove });
    button.addEventListener("click", () => {
      waiting = waiting.filter((other) => other !== item);
      forget(item.number);
      tell("", "");
      show();
    });
    line.append(told, button);
    return line;
  }));

  // Sends what waits, the oldest first. What the server refuses with a sentence stays, with the sentence beside it.
  const send = async () => {
    if (isSending || !waiting.length) return;
    isSending = true;
    let last;
    try {
      while (waiting.length) {
        // Exactly what was sent before, whichever page it is sent from: else the server would take it for something else. Only the token is that of this page.
        const item = waiting[0], data = new FormData();
        for (const [name, value] of item.fields) data.append(name, value);
        data.append("form-token", form.elements["form-token"].value);
        const next = await place(await post(data));
        if (next.pathname === "/sign-in") return lead(next);
        forget(item.number);
        waiting = waiting.filter((other) => other !== item);
        last = next;
        show();
      }
      tell("", "");
    } catch (error) {
      if (error.sentence) tell(error.sentence, "warning");
    } finally {
      isSending = false;
    }
    if (last && !waiting.length && !words.value) lead(last);
  };

  const start = async () => {
    if (key) {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
      const kept = await Promise.all(names.map(async (name) => [name, await open(name)]));
      for (const [name, value] of kept) {
        if (!value) continue;
        if (name === prefix + "typed") words.value ||= value.words;
        else waiting.push(value);
      }
      waiting.sort((first, second) => first.at - second.at);
      show();
    }
    await send();
  };
  setInterval(send, 10000);
  addEventListener("online", send);
  start();

  return {
    // What could not be sent. The form is free for the next.
    add: async (data) => {
      const item = { number: data.get("submission"), at: Date.now(), fields: [...data.entries()].filter(([name]) => name !== "form-token") };
      waiting.push(item);
      words.value = "";
      form.elements.submission.value = number();
      forget("typed");
      show();
      tell(form.dataset.waits, "warning");
      await keep(item.number, item);
    },
    // What is typed and neither sent nor kept by the server.
    typed: () => words.value ? keep("typed", { words: words.value }) : forget("typed"),
    forget: () => forget("typed"),
  };
};
