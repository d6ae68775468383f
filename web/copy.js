/** Shows the buttons that need a script: copying the link, and sharing it through the device. */
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const holder = button.closest("[data-copying]");
  if (holder) holder.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select?.();
    await navigator.clipboard.writeText(field.value ?? field.textContent);
    button.textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll("[data-native-share]")) {
  if (!navigator.share) break;
  button.hidden = false;
  const { title, text, url } = button.dataset;
  // Closing the device's dialog is not a failure.
  button.addEventListener("click", () => navigator.share({ title, text, url }).catch(() => undefined));
}
