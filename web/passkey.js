/**
 * Asks the browser for a passkey when a form marked `data-passkey` is submitted, puts the answer into the form and
 * sends it. The form's `data-options` contain the request, in the standard's JSON.
 */
for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    if (form.elements.answer.value !== "") return;
    event.preventDefault();
    const trouble = form.querySelector("[data-trouble]");
    trouble.hidden = true;
    ask(form).then(
      (answer) => {
        form.elements.answer.value = JSON.stringify(answer);
        form.submit();
      },
      () => {
        trouble.hidden = false;
      },
    );
  });
}

/** Asks once; a refusal, a time-out and an old browser are reported alike: it did not work. */
async function ask(form) {
  const options = JSON.parse(form.dataset.options);
  const isNew = form.dataset.passkey === "create";
  const credential = isNew
    ? await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
      })
    : await navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
      });
  return credential.toJSON();
}
