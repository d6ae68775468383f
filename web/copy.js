/** Shows the buttons that need a script: to copy the link, and to share it by way of the device. */
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done;
  });
}

for (const button of document.querySelectorAll("[data-native-share]")) {
  if (!navigator.share) break;
  button.hidden = false;
  const { title, text, url } = button.dataset;
  // Who closes the device's dialog changes her mind: that is no failure.
  button.addEventListener("click", () => navigator.share({ title, text, url }).catch(() => undefined));
}
