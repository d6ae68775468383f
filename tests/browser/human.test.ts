import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { addresses } from "#server/page/addresses.ts";
import { modelCampaign } from "../support/sheaf-client.ts";
import { campaignPath, fillIn, headingOf, pressSign } from "./at-the-form.ts";
import { bringAxe, findBarriers, findFaintColours } from "./axe.ts";
import { findFaintText, findOverflow, findSmallTargets } from "./page-checks.ts";
import { newSigner, stage, useStage, visit } from "./stage.ts";

useStage();

const small = { viewport: { width: 320, height: 568 } };

test("without JavaScript: a mistyped address is asked about once; yes signs with the right one, shown to this browser with its spam folder", async () => {
  const signer = { ...newSigner("slip"), email: "rosa.okoro@gmial.com" };
  const { page } = await visit({ ...small, javaScriptEnabled: false });
  await page.goto(campaignPath("en"));
  await fillIn(page, signer);
  await pressSign(page);
  const question = page.getByRole("alert");
  await question.getByText("rosa.okoro@gmail.com").waitFor();
  expect(await findOverflow(page)).toEqual([]);
  await question.getByRole("button", { name: "Yes, correct it and sign" }).click();
  expect(await headingOf(page)).toBe("One more step: confirm by e-mail");
  expect(page.url()).not.toContain("gmail");
  await page.getByText("rosa.okoro@gmail.com").first().waitFor();
  await page.getByText("At Gmail it may be in the folder").waitFor();
});

test("Enter in a field of the asked form signs what was typed, not what was proposed", async () => {
  const signer = { ...newSigner("insists"), email: "rosa.insists@gmial.com" };
  const { page } = await visit(small);
  await bringAxe(page);
  await page.goto(campaignPath("ar"));
  await fillIn(page, signer);
  await pressSign(page);
  await page.getByRole("alert").waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.locator("#name").press("Enter");
  await page.getByText("rosa.insists@gmial.com").first().waitFor();
});

test("whoever has a question writes to the organisation; the organiser gets it by mail and can answer", async () => {
  const { page } = await visit({ ...small, javaScriptEnabled: false });
  await page.goto(campaignPath("en"));
  await page.getByRole("link", { name: "Write to the organisation" }).first().click();
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByRole("link", { name: "Write your message" }).waitFor();
  await page.getByRole("textbox", { name: "Name" }).fill("Rosa Okoro");
  await page.getByLabel("E-mail").fill("rosa.asks@example.org");
  await page.getByLabel("Your message").fill("Where can I hand in paper?");
  await page.getByRole("button", { name: "Send" }).click();
  expect(await headingOf(page)).toBe("Your message is on its way");
  const { site } = stage().sheaf;
  await expect
    .poll(
      async () => await (await fetch(`${site}/mailbox`, { headers: { accept: "application/json" } })).text(),
      {
        timeout: 60_000,
        interval: 1_000,
      },
    )
    .toContain("Where can I hand in paper?");
});

test("the new pages have no barrier and fit, in every language, on the smallest phone and in the dark", async () => {
  for (const locale of locales) {
    const paths = {
      numbers: addresses.numbers(locale, modelCampaign),
      help: addresses.help(locale),
      write: addresses.write(locale, "ecpat-philippines"),
      privacy: addresses.about(locale, "privacy"),
      organisation: addresses.organisation(locale, "ecpat-philippines"),
      "not-me": addresses.notMe(locale, modelCampaign),
    };
    const { page } = await visit(small);
    await bringAxe(page);
    for (const [name, path] of Object.entries(paths)) {
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(path);
      const found = [
        ...(await findBarriers(page)),
        ...(await findOverflow(page)),
        ...(await findSmallTargets(page)),
      ];
      expect(found, path).toEqual([]);
      await keep(page, `${locale}-${name}`);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(
        [...(await findFaintColours(page)), ...(await findFaintText(page))],
        `${path} in the dark`,
      ).toEqual([]);
    }
  }
});

/** Keeps a picture of a page where a person wants to look at it. */
async function keep(page: Awaited<ReturnType<typeof visit>>["page"], name: string): Promise<void> {
  const folder = process.env.SHEAF_SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
