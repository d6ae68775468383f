import { expect, test } from "vitest";
import { waitFor } from "../support/wait-for.ts";
import { addPerson, survey } from "./at-the-console.ts";
import { bringAxe } from "./axe.ts";
import { choose, follow, look, pressEnter, readMail, restingHand, write } from "./hand.ts";
import { stage, useStage, visit } from "./stage.ts";

useStage();

const mostClicks = 30;
const mostSeconds = 600;

/** What somebody with a campaign in mind writes. */
const texts = {
  name: "Safe way to school",
  ask: "We ask the council to build a crossing with lights at the gate of every school.",
  office: "City Council of Riverton",
  headline: "Every child should reach school safely",
  first:
    "Children walk to school along roads that were built for cars. The council can change that this year.",
  why: "A crossing with lights ends the guessing, for children and for drivers.",
  about: "Parents from all schools of the town, who walk with their children.",
} as const;

test("from nothing to the first signature takes ten minutes and thirty clicks at most", async () => {
  const { client } = stage();
  const hand = restingHand();
  const lead = await addPerson("lead@sheaf.test");
  const { page } = await visit();
  await bringAxe(page);
  const button = (name: string) => page.getByRole("button", { name, exact: true }).first();
  const link = (name: string) => page.getByRole("link", { name, exact: true }).first();

  await page.goto("/organiser/sign-in");
  await write(hand, page, [
    { at: page.locator("#f-email"), text: lead.email, isKnown: true },
    { at: page.locator("#f-password"), text: lead.password, isKnown: true, isPasted: true },
  ]);
  await pressEnter(hand, page);
  await page.waitForURL(/\/organiser(?!\/sign-in)/);
  await follow(hand, link("Guide"));
  await look(hand, page);
  await follow(hand, link("Invite somebody"));
  await look(hand, page);
  const colleague = "second@sheaf.test";
  await write(hand, page, [
    { at: page.getByLabel("Name", { exact: true }), text: "Sam Second", isKnown: true },
    { at: page.getByLabel("E-mail address"), text: colleague, isKnown: true },
  ]);
  await follow(hand, button("Send the invitation"));
  await follow(hand, link("Guide"));
  await follow(hand, link("New campaign"));
  await look(hand, page);
  await write(hand, page, [
    { at: page.locator("#f-name"), text: texts.name },
    { at: page.locator("#f-ask"), text: texts.ask },
    { at: page.locator("#f-office"), text: texts.office },
  ]);
  await follow(hand, button("Start the draft"));
  await look(hand, page);
  const passage = (key: string) => page.locator(`[name="text.page.${key}"]`);
  expect(await passage("runBy.0.name").inputValue()).toBe("ECPAT International");
  await write(hand, page, [
    { at: passage("headline"), text: texts.headline },
    { at: passage("first"), text: texts.first },
    { at: passage("why.0"), text: texts.why },
    { at: passage("runBy.0.text"), text: texts.about },
  ]);
  await follow(hand, button("Save"));
  await follow(hand, button("Send for approval"));
  await page.getByRole("status").filter({ hasText: "Sent for approval." }).waitFor();

  // The second person, at a window of their own.
  const { text } = await client.letterTo(colleague);
  const invitation = /^https?:\/\/\S+\/organiser\/invitation\/\S+$/m.exec(text)?.[0] ?? "";
  readMail(hand, text, invitation);
  const { page: second } = await visit();
  await second.goto(invitation);
  const password = "four invited otters wave";
  await look(hand, second);
  await write(hand, second, [{ at: second.getByLabel("New password"), text: password, isKnown: true }]);
  await pressEnter(hand, second);
  await second.waitForURL(/\/organiser\/sign-in/);
  await write(hand, second, [
    { at: second.locator("#f-email"), text: colleague, isKnown: true },
    // Her browser knows what she has just chosen.
    { at: second.locator("#f-password"), text: password, isKnown: true, isPasted: true },
  ]);
  await pressEnter(hand, second);
  await second.waitForURL(/\/organiser(?!\/sign-in)/);
  await look(hand, second);
  await follow(hand, second.getByRole("link", { name: "Approve the campaign’s page" }).first());
  await look(hand, second);
  await follow(hand, second.getByRole("button", { name: "Approve", exact: true }).first());
  await follow(hand, second.getByRole("button", { name: "Publish", exact: true }).first());
  await second.getByRole("status").filter({ hasText: "Published." }).waitFor();

  // The first signature, by the one who began.
  await follow(hand, link("Guide"));
  await follow(hand, link("Open the public page"));
  // The texts around the form are her own.
  await look(hand, page, ".sign");
  await write(hand, page, [
    { at: page.locator("#name"), text: "Ada Lindqvist", isKnown: true },
    { at: page.locator("#email"), text: "ada@sheaf.test", isKnown: true },
  ]);
  await choose(hand, page.locator("#country"), "GB");
  await follow(hand, page.locator(".sign .go button"));
  const { text: letter } = await client.letterTo("ada@sheaf.test");
  const confirmation = /^https?:\/\/\S+\/confirm\/\S+$/m.exec(letter)?.[0] ?? "";
  readMail(hand, letter, confirmation);
  await page.goto(confirmation);
  await look(hand, page);
  await follow(hand, page.getByRole("button", { name: "Confirm my signature" }));
  await client.waitForTotal(1, "safe-way-to-school");

  expect(hand.clicks).toBeLessThanOrEqual(mostClicks);
  expect(hand.seconds).toBeLessThanOrEqual(mostSeconds);

  await page.goto("/organiser/guide");
  await waitFor("the guide to know it", async () => {
    await page.reload();
    return (await page.locator(".guide [aria-current=step] h2").textContent())?.includes("Tell others");
  });
}, 300_000);

test("the guide has no barriers, in light and dark and on the smallest screen, without JavaScript too", async () => {
  const person = await addPerson("reader@sheaf.test", "--role", "organiser", "--language", "ar");
  const { page } = await visit({ reducedMotion: "reduce" });
  await bringAxe(page);
  await page.goto("/organiser/sign-in");
  await page.locator("#f-email").fill(person.email);
  await page.locator("#f-password").fill(person.password);
  await page.locator("main form button.main").click();
  await page.waitForURL(/\/organiser(?!\/sign-in)/);
  await page.goto("/organiser/guide");
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  expect(await page.locator(".guide > li").count()).toBe(6);
  expect(await survey(page)).toEqual([]);
});

test("nobody meets the demo who did not ask for it", async () => {
  const answer = await fetch(`${stage().sheaf.site}/en/c/demo`);
  expect(answer.status).toBe(404);
});
