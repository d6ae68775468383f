/** Shows the field for the postcode only while the chosen country has postcodes. */
const field = document.querySelector("[data-no-postcode]");
const country = document.getElementById("country");

if (field instanceof HTMLElement && country instanceof HTMLSelectElement) {
  const without = new Set(field.dataset.noPostcode.split(" "));
  const show = () => {
    field.hidden = without.has(country.value);
  };
  country.addEventListener("change", show);
  // Going back in the browser brings the country along after this has run.
  addEventListener("pageshow", show);
  show();
}
