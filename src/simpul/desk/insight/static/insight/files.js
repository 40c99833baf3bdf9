"use strict";
/* Says which files were chosen, and stops an upload that the desk would refuse for its size. */
const told = document.getElementById("dipilih");
const input = document.querySelector(".drop input[type=file]");
input.addEventListener("change", () => {
  const files = Array.from(input.files);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const tooLarge = size > Number(told.dataset.largest);
  const names = files.slice(0, 5).map((file) => file.name).join(", ") + (files.length > 5 ? " …" : "");
  told.textContent = `${files.length} ${told.dataset.files} · ${(size / 1e6).toFixed(1)} MB · ${names}`;
  input.setCustomValidity(tooLarge ? told.dataset.tooLarge : "");
  if (tooLarge) input.reportValidity();
});
