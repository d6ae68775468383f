/**
 * Makes the form easier to fill in: it tells of the petition of the chosen country while one fills it in, and a change
 * of the language keeps what is filled in. Both ask the server for the form again, as the buttons do that need no
 * script.
 */
const form = document.getElementById("sign-form");

if (form instanceof HTMLFormElement) {
  tellOfOtherPetition(form);
  keepAnswers(form);
}

/** @param {HTMLFormElement} form */
function tellOfOtherPetition(form) {
  const offer = form.querySelector(".offer");
  const country = form.querySelector("#country");
  if (!offer || !country) return;
  const offices = [...offer.querySelectorAll("[data-petition]")];
  const find = (code) => offices.find(({ dataset }) => dataset.country === code);
  const show = () => {
    // The form's own petition, or nothing chosen: nothing to tell. A country without its own has the international one.
    const isOwn = country.value === "" || country.value === offer.dataset.own;
    const other = isOwn ? undefined : (find(country.value) ?? find(""));
    for (const office of offices) office.hidden = office !== other;
    offer.firstElementChild.hidden = !other;
    form.elements.namedItem("offered").value = other?.dataset.petition ?? "";
  };
  country.addEventListener("change", show);
  addEventListener("pageshow", show);
  offer.querySelector("button").addEventListener("click", () => {
    turn(form, form.elements.namedItem("offered").value, form.action);
  });
}

/** @param {HTMLFormElement} form */
function keepAnswers(form) {
  for (const link of document.querySelectorAll(":is(.tongues, .tongues-row) a")) {
    link.addEventListener("click", (event) => {
      if (!isFilledIn(form) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const [, locale] = new URL(link.href).pathname.split("/");
      turn(
        form,
        form.elements.namedItem("petition").value,
        form.action.replace(/\/[^/]+(?=\/c\/)/, `/${locale}`),
      );
    });
  }
}

function isFilledIn(form) {
  const texts = form.querySelectorAll(".field input");
  const ticks = form.querySelectorAll("[type=checkbox]");
  return [...texts].some(({ value }) => value !== "") || [...ticks].some(({ checked }) => checked);
}

function turn(form, petition, action) {
  const field = Object.assign(document.createElement("input"), {
    type: "hidden",
    name: "turn",
    value: petition,
  });
  form.append(field);
  form.action = action;
  form.submit();
}
