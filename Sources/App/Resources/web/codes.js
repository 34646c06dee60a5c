// Reads codes through the camera or in photographs, where the browser can (BarcodeDetector); the pictures go nowhere. Without this script, or where the browser cannot, the
// texts of the codes are entered as they are.
"use strict";
(async () => {
  const field = document.querySelector("[data-code-pictures]");
  if (!field || !("BarcodeDetector" in window)) return;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const said = field.querySelector("[role=status]");
  const texts = document.querySelector("textarea[name=codes]");
  const isOurs = (text) => /^corridor1\//i.test(text.trim());

  const read = async (picture) => {
    try {
      return (await detector.detect(picture)).map((code) => code.rawValue).filter(isOurs);
    } catch {
      return [];
    }
  };

  const say = (more) => {
    const count = new Set(texts.value.split(/\s+/).filter(isOurs)).size;
    said.textContent = `${field.dataset.read}: ${count.toLocaleString(document.documentElement.lang)}.` + (more ? " " + more : "");
  };

  const take = (found) => {
    for (const text of found) if (!texts.value.includes(text)) texts.value += (texts.value && !texts.value.endsWith("\n") ? "\n" : "") + text + "\n";
  };

  const pictures = field.querySelector("input[type=file]");
  pictures.addEventListener("change", async () => {
    let without = 0;
    for (const file of pictures.files) {
      const found = await createImageBitmap(file).then(read, () => []);
      if (!found.length) without++;
      take(found);
    }
    say(without ? field.dataset.without : "");
    // The same picture can be chosen again, and nothing of it is sent with the form.
    pictures.value = "";
  });

  const camera = field.querySelector("[data-code-camera]");
  const button = camera.querySelector("button");
  const video = camera.querySelector("video");
  const start = button.textContent;
  let stream = null;

  const stop = () => {
    for (const track of stream ? stream.getTracks() : []) track.stop();
    [stream, video.srcObject, video.hidden, button.textContent] = [null, null, true, start];
  };

  // The codes of a sequence are shown one after the other: each is taken when it is seen, in any order.
  const watch = async (mine) => {
    while (stream === mine) {
      take(await read(video));
      say("");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };

  button.addEventListener("click", async () => {
    if (stream) return stop();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      [video.srcObject, video.hidden, button.textContent] = [stream, false, camera.dataset.stop];
      await video.play();
      watch(stream);
    } catch {
      stop();
      say(camera.dataset.refused);
    }
  });
  window.addEventListener("pagehide", stop);
  camera.hidden = !navigator.mediaDevices;
  field.hidden = false;
})();
