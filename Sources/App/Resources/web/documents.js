// Sends files piece by piece, goes on where a broken connection left off, and shows how far it is. Without this script the form sends them at once.
"use strict";
(() => {
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  // A phone loses its connection often and for minutes. What the server has answered otherwise is not tried again.
  const send = async (address, options) => {
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await fetch(address, options);
        if (answer.status === 401 || new URL(answer.url).pathname === "/sign-in") throw { final: true, ended: true };
        if (answer.ok) {
          dispatchEvent(new Event("answered"));
          return await answer.json();
        }
        if (answer.status < 500 && answer.status !== 429) throw { final: true, sentence: (await answer.json().catch(() => ({}))).title };
      } catch (error) {
        if (error.final || attempt >= 12) throw error;
      }
      await wait(Math.min(30000, 500 * 2 ** attempt));
    }
  };

  const post = (address, token, fields) =>
    send(address, { method: "POST", headers: { "X-Form-Token": token, Accept: "application/json" }, body: new URLSearchParams(fields) });

  // By its beginning the server knows whether it takes a file, before anything is made of it.
  const beginning = async (file) => btoa(String.fromCharCode(...new Uint8Array(await file.slice(0, 4096).arrayBuffer())));

  const upload = async (address, token, file, progress) => {
    const tag = [file.name, file.size, file.lastModified].join("/");
    const begun = await post(address + "/uploads", token, { tag, bytes: file.size });
    let received = begun.received;
    while (received * begun.piece < file.size) {
      const piece = file.slice(received * begun.piece, (received + 1) * begun.piece);
      const answer = await send(`${address}/uploads/${begun.upload}/${received}`, {
        method: "POST",
        headers: { "X-Form-Token": token, "Content-Type": "application/octet-stream" },
        body: piece,
      });
      received = answer.received;
      progress(Math.min(file.size, received * begun.piece));
    }
    return post(`${address}/uploads/${begun.upload}`, token, { name: file.name });
  };

  for (const form of document.querySelectorAll("form[data-upload=pieces]")) {
    form.addEventListener("submit", async (event) => {
      const files = [...form.elements.file.files];
      if (!files.length) return;
      event.preventDefault();
      const state = form.querySelector(".upload");
      const bar = state.querySelector("progress");
      const problem = state.querySelector(".problem");
      const button = form.querySelector("button[type=submit]");
      const token = form.elements["form-token"].value;
      const total = files.reduce((sum, file) => sum + file.size, 0);
      state.hidden = false;
      button.disabled = true;
      problem.textContent = "";
      let address = form.dataset.document;
      try {
        if (!address) {
          const fields = new FormData(form);
          fields.delete("file");
          fields.set("pieces", "yes");
          for (const file of files) {
            fields.append("chosen-file", file.name);
            fields.append("beginning", await beginning(file));
          }
          const begun = await post(form.getAttribute("action"), token, fields);
          // Something is to be done first: what was typed is kept there, and tells which files to choose again.
          if (!begun.address) return location.assign(begun.location);
          address = begun.address;
        }
        let before = 0;
        for (const file of files) {
          await upload(address, token, file, (sent) => (bar.value = (100 * (before + sent)) / total));
          before += file.size;
        }
        location.assign(address);
      } catch (error) {
        // Pressing the button again, or choosing the same file later, goes on with the piece that is missing.
        problem.textContent = error.ended ? form.dataset.ended : (error.sentence ?? form.dataset.failed);
        if (error.ended && address) {
          const link = Object.assign(document.createElement("a"), { href: address, textContent: form.dataset.page });
          problem.append(" ", link);
        }
        button.disabled = false;
        delete form.dataset.sent;
      }
    });
  }
})();
