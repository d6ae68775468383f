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

for (const place of document.querySelectorAll("[data-native-share]")) {
  if (!navigator.share) break;
  place.hidden = false;
  const { title, text, url } = place.dataset;
  // Who closes the device's dialog changes her mind: that is no failure.
  place.addEventListener("click", () => navigator.share({ title, text, url }).catch(() => undefined));
}
