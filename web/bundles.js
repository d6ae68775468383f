// While a bundle is being made, the list is reloaded every two seconds. Without this script, reloading the page
// does it.
const list = document.getElementById("requests");
const news = document.getElementById("requests-news");
const pause = 2_000;

const moving = () => list.querySelectorAll("[data-moving]").length;

async function look() {
  const before = moving();
  if (before === 0) return;
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" } }).catch(() => undefined);
  // Somebody signed out in the meantime would be redirected: the page stays as it is until they reload.
  if (answer?.ok && !answer.redirected) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("requests");
    // A button that somebody is about to press stays where it is.
    if (fresh && !list.contains(document.activeElement)) list.replaceChildren(...fresh.childNodes);
    if (moving() < before) news.textContent = news.dataset.text;
  }
  setTimeout(look, pause);
}

setTimeout(look, pause);
