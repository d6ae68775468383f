import { expect, test } from "vitest";
import { linkIn } from "../support/sheaf-client.ts";
import { addPerson, press, signIn, survey } from "./at-the-console.ts";
import { newSigner, stage, useStage } from "./stage.ts";

useStage();

test("an organisation's letters come under its name and are answered by people; what can't be used is told in words", async () => {
  const { client, sheaf } = stage();
  const page = await signIn(
    await addPerson("sender@sheaf.test", "--role", "organiser", "--organisation", "ecpat-uk"),
  );
  await page.goto("/organiser/organisations/ecpat-uk");
  const answers = page.getByLabel("Answers go to");
  const save = () => press(page, "Save");
  await answers.fill("no-reply@ecpat-uk.example");
  await page.getByLabel("Sender name").fill("Pat <pat@evil.example>");
  await save();
  await page.getByRole("alert").waitFor();
  const told = await page.getByRole("alert").textContent();
  expect(told).toContain("must be a mailbox that people read");
  expect(told).toContain("can’t be used");

  await answers.fill("people@ecpat-uk.example");
  await page.getByLabel("Sender name").fill("ECPAT UK campaign team");
  await page.locator("summary", { hasText: "Signature below updates" }).click();
  await page.locator("#f-sender-signature-en").fill("Pat Example\nCampaigner at ECPAT UK");
  await save();
  await page.getByRole("status").waitFor();
  expect(await answers.inputValue()).toBe("people@ecpat-uk.example");
  await page.locator("summary", { hasText: "Signature below updates" }).click();
  expect(await survey(page)).toEqual([]);
  // Where answers go stands in mails, on no page for everybody.
  const shown = await (await fetch(`${sheaf.site}/en/organisations/ecpat-uk`)).text();
  expect(shown).not.toContain("people@ecpat-uk.example");

  const signer = { ...newSigner("senders"), country: "GB" };
  await client.sign(signer);
  const letter = await client.letterTo(signer.email);
  await client.press(linkIn(letter, "confirm"));
  const thanks = await client.letterTo(signer.email, 2);
  for (const { headers } of [letter, thanks]) {
    expect(headers.from).toContain("ECPAT UK campaign team (Sheaf)");
    expect(headers["reply-to"]).toContain("people@ecpat-uk.example");
  }
  expect(thanks.text).toContain("Campaigner at ECPAT UK");

  await page.goto("/organiser/c/stop-sex-trafficking/updates/new");
  await press(page, "Start");
  await page.locator("[name='subject']").fill("News");
  await page.locator("[name='body']").fill("Thank you.");
  await press(page, "Save");
  const preview = await page.locator("section[aria-labelledby=preview]").textContent();
  expect(preview).toContain("ECPAT UK campaign team (Sheaf)");
  expect(preview).toContain("people@ecpat-uk.example");
  expect(preview).not.toContain("ecpat-uk ");
}, 240_000);

test("an invitation says who invites whom, and as what", async () => {
  const { client } = stage();
  const page = await signIn(await addPerson("inviter@sheaf.test", "--name", "Ines Inviter"));
  await page.goto("/organiser/accounts/invite");
  await page.getByLabel("Name", { exact: true }).fill("Noor Newcomer");
  await page.getByLabel("E-mail address").fill("noor@sheaf.test");
  await page.getByLabel("Organisation", { exact: true }).selectOption("ecpat-sweden");
  await press(page, "Send the invitation");
  const { text } = await client.letterTo("noor@sheaf.test");
  const said = text.replaceAll(/\s+/g, " ");
  expect(said).toContain(
    "Ines Inviter (ECPAT International) invites Noor Newcomer to work in the console as organiser.",
  );
  expect(said).toContain("ECPAT Sweden");
});
