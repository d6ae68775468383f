import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { quietUntil, readQuietHours } from "#campaigns/updates/sending/quiet-hours.ts";
import { linkIn, modelCampaign } from "../support/sheaf-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { addPerson, type Person, press, signIn, survey } from "./at-the-console.ts";
import { newSigner, stage } from "./stage.ts";

const list = `/organiser/c/${modelCampaign}/updates`;

/** A country in which it is day now: at night nobody is sent an update. */
function countryInDaylight(): string {
  const quiet = readQuietHours("22-8");
  const country = ["FJ", "KH", "KE", "GH", "UY"].find((code) => !quietUntil(quiet, code, new Date()));
  if (!country) throw new Error("It is night everywhere.");
  return country;
}

type Written = { subject: string; body: string; country: string };

/** Writes an update in English for the supporters of a country and hands it to a second person; gives its address. */
async function writeUpdate(page: Page, { subject, body, country }: Written): Promise<string> {
  await page.goto(`${list}/new`);
  await press(page, "Start");
  await page.getByLabel("Subject").fill(subject);
  await page.getByLabel("Text, in Markdown").fill(body);
  await page.getByText(/^Countries:/).click();
  await page.locator(`input[name=countries][value=${country}]`).check();
  return new URL(page.url()).pathname;
}

async function approveAndSend(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.locator(`form[action="${path}/approve"] button`).click();
  await page.locator(`form:has(input[name=at][value=now]) button`).click();
}

/** Claims about updates, from the first word to the mailbox and to leaving. */
export function updatesSuite(): void {
  let writer: Person;
  let second: Person;
  beforeAll(async () => {
    writer = await addPerson("writer@sheaf.test", "--role", "organiser");
    second = await addPerson("second@sheaf.test", "--role", "organiser", "--language", "ar");
  });

  test("an update is written, read by a second person, sent, read in a mailbox, and ended by one click", async () => {
    const { client } = stage();
    const country = countryInDaylight();
    const [leaves, stays, elsewhere] = [newSigner("leaves"), newSigner("stays"), newSigner("elsewhere")];
    const before = await client.total();
    for (const signer of [leaves, stays]) await client.signAndConfirm({ ...signer, country, updates: true });
    await client.signAndConfirm({ ...elsewhere, country: country === "KE" ? "GH" : "KE", updates: true });
    // Countries can be chosen once somebody who signed from there is in the total.
    await client.waitForTotal(before + 3);
    const page = await signIn(writer);
    const body = "Dear {{name|friend}},\n\nit **works**. [Read on](https://sheaf.example/)";
    const path = await writeUpdate(page, { subject: "Thank you, {{name|friend}}", body, country });
    // The module counts again by itself.
    await page.locator("[data-measure] tbody tr").first().getByText("2", { exact: true }).waitFor();
    await press(page, "Save and show");
    await page.frameLocator("iframe.mail").getByText("Dear").waitFor();
    const found = await survey(page);
    await press(page, "Save and send for approval");
    await page.getByText("Sent for approval.").waitFor();
    expect(await page.locator(`form[action="${path}/approve"]`).count()).toBe(0);

    const reader = await signIn(second);
    await reader.goto(path);
    expect(await reader.locator("html").getAttribute("dir")).toBe("rtl");
    found.push(...(await survey(reader)));
    await approveAndSend(reader, path);
    const mail = await client.letterTo(leaves.email, 3);
    expect(mail.subject).toBe("Thank you, Rosa Okoro");
    expect(mail.html).toContain("<strong>works</strong>");
    await client.letterTo(stays.email, 3);

    // The writer's open page hears of the end by itself.
    await page.goto(path);
    await page.locator(".equation").waitFor();
    await waitFor(
      "the end",
      async () => (await page.reload()) && (await page.locator("[data-progress]").count()) === 0,
    );
    expect(await page.locator("[data-term]").allTextContents()).toEqual(["2", "2", "0", "0", "0", "0"]);
    found.push(...(await survey(page)));
    await page.locator("[data-term=sent]").click();
    await page.getByText(/^l…@e….org$/).waitFor();
    expect(await page.content()).not.toContain(leaves.email);
    found.push(...(await survey(page)));
    for (const part of ["", "/pictures", "/templates"]) {
      await page.goto(list + part);
      found.push(...(await survey(page)));
    }
    expect(found).toEqual([]);

    const id = path.split("/").at(-1);
    const archived = await fetch(`${client.site}/en/c/${modelCampaign}/updates/${id}`);
    expect(await archived.text()).toContain("Dear friend,");

    const oneClick =
      /<([^>]+)>/.exec(mail.headers["list-unsubscribe"] ?? "")?.[1] ?? linkIn(mail, "unsubscribe");
    const left = await fetch(oneClick, {
      method: "POST",
      body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
      redirect: "manual",
    });
    expect(left.status).toBeLessThan(400);
    const again = await writeUpdate(page, { subject: "Once more", body: "More.", country });
    await press(page, "Save and send for approval");
    await page.getByText("Sent for approval.").waitFor();
    await approveAndSend(reader, again);
    await client.letterTo(stays.email, 4);
    await waitFor(
      "its end",
      async () => (await page.goto(again)) && (await page.locator("[data-progress]").count()) === 0,
    );
    expect((await client.lettersTo(leaves.email)).filter(({ subject }) => subject === "Once more")).toEqual(
      [],
    );
    expect(await page.locator("[data-term=sent]").textContent()).toBe("1");
  }, 180_000);

  test("text that was typed is not left behind unasked", async () => {
    const page = await signIn(writer);
    await page.goto(`${list}/new`);
    await press(page, "Start");
    await page.getByLabel("Subject").fill("Not saved yet");
    const asked = new Promise<string>((resolve) => {
      page.once("dialog", async (dialog) => {
        resolve(dialog.type());
        await dialog.accept();
      });
    });
    await page.getByRole("link", { name: "Audit", exact: true }).click();
    expect(await asked).toBe("beforeunload");
  });
}
