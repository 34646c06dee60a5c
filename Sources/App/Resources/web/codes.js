// Reads photographs of codes in the browser, where it can (BarcodeDetector); the pictures go nowhere. Without this script, or where the browser cannot, the texts of the
// codes are entered as they are.
"use strict";
(async () => {
  const field = document.querySelector("[data-code-pictures]");
  if (!field || !("BarcodeDetector" in window)) return;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const pictures = field.querySelector("input[type=file]");
  const said = field.querySelector("[role=status]");
  const texts = document.querySelector("textarea[name=codes]");

  const read = async (file) => {
    try {
      const picture = await createImageBitmap(file);
      return (await detector.detect(picture)).map((code) => code.rawValue).filter((text) => /^corridor1\//i.test(text.trim()));
    } catch {
      return [];
    }
  };

  pictures.addEventListener("change", async () => {
    let without = 0;
    for (const file of pictures.files) {
      const found = await read(file);
      if (!found.length) without++;
      for (const text of found) if (!texts.value.includes(text)) texts.value += (texts.value && !texts.value.endsWith("\n") ? "\n" : "") + text + "\n";
    }
    const count = new Set(texts.value.split(/\s+/).filter((text) => /^corridor1\//i.test(text))).size;
    said.textContent = `${field.dataset.read}: ${count.toLocaleString(document.documentElement.lang)}.` + (without ? " " + field.dataset.without : "");
    // The same picture can be chosen again, and nothing of it is sent with the form.
    pictures.value = "";
  });
  field.hidden = false;
})();
