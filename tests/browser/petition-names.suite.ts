import { beforeAll, expect, test } from "vitest";
import { begin, words } from "../organiser/campaign-desk.ts";
import { addPerson, fillInSignIn, type Person, press, signIn, survey } from "./at-the-console.ts";
import { bringAxe, findBarriers } from "./axe.ts";
import { findOverflow } from "./page-checks.ts";
import { visit } from "./stage.ts";

/** Claims about what campaigns and petitions are called, and about members that have none. */
export function petitionNamesSuite(): void {
  let writer: Person;
  let second: Person;
  let member: Person;
  beforeAll(async () => {
    writer = await addPerson("names@sheaf.test", "--role", "organiser");
    second = await addPerson("agrees@sheaf.test", "--role", "organiser");
    const options = ["--role", "organiser", "--organisation", "ecpat-sweden"];
    member = await addPerson("sweden@sheaf.test", ...options);
  });

  test("a campaign's address is suggested by its name and can change until it is published; its one petition is called by its office", async () => {
    const page = await signIn(writer);
    await page.goto("/organiser/campaigns/new");
    const { language: _, slug: __, ...typed } = begin("");
    for (const [name, text] of Object.entries({ ...typed, name: "Clean water, now" }))
      await page.locator(`#f-${name}`).fill(text);
    await press(page, "Start the draft");
    await page.waitForURL("**/organiser/c/clean-water-now/**");
    await page.goto("/organiser/c/clean-water-now/settings");
    await page.locator("#f-slug").fill("clean-water");
    await press(page, "Change the web address");
    await page.waitForURL("**/organiser/c/clean-water/**");
    const at = "/organiser/c/clean-water";
    await page.goto(`${at}/petitions/page?in=en`);
    for (const [key, text] of Object.entries(words)) await page.locator(`[name="text.${key}"]`).fill(text);
    await press(page, "Save");
    await page.getByRole("status").waitFor();
    await press(page, "Send for approval");
    await page.getByRole("status").waitFor();
    const reader = await signIn(second);
    await reader.goto(`${at}/petitions/page/changes`);
    await press(reader, "Approve");
    await press(reader, "Publish");
    await reader.getByRole("status").filter({ hasText: "Published." }).waitFor();
    for (const path of [
      "petitions",
      "petitions/international?in=en",
      "petitions/international/contact",
      "posters",
    ]) {
      await page.goto(`${at}/${path}`);
      const said = (await page.locator("main").textContent()) ?? "";
      expect([path, said.includes("Parliament"), said.includes("Every other country")]).toEqual([
        path,
        true,
        false,
      ]);
      expect(await survey(page)).toEqual([]);
    }
    await page.goto(`${at}/petitions/international/contact`);
    expect(await page.locator(".crumbs a").last().textContent()).toBe("The Parliament");
    await page.locator(".crumbs a").last().click();
    await page.locator('[name="text.wordings.international"]').waitFor();
  }, 180_000);

  test("a member without a petition gets a page that offers one, on a phone too, and asks for it without a script", async () => {
    const { page } = await visit({ viewport: { width: 360, height: 640 } });
    await bringAxe(page);
    await page.goto("/organiser/sign-in");
    await fillInSignIn(page, member);
    await page.goto("/organiser/campaigns");
    await page.locator('a[href$="/c/clean-water"]').click();
    await page.getByText("has no petition in this campaign yet").waitFor();
    expect(await findOverflow(page)).toEqual([]);
    expect(await findBarriers(page)).toEqual([]);
    expect(await survey(page)).toEqual([]);
    const { page: plain } = await visit({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
    await plain.goto("/organiser/sign-in");
    await fillInSignIn(plain, member);
    await plain.goto("/organiser/c/clean-water");
    await plain.getByLabel("Country").selectOption("SE");
    await press(plain, "Ask for the petition");
    await plain.getByText("has asked for a petition for Sweden").waitFor();

    const owner = await signIn(second);
    await owner.goto("/organiser");
    await owner.getByRole("link", { name: "Decide on a petition for Sweden" }).click();
    expect(await survey(owner)).toEqual([]);
    await press(owner, "Add the petition");
    await owner.getByRole("status").filter({ hasText: "Its organisation can write it now." }).waitFor();
    await plain.goto("/organiser/c/clean-water");
    expect(new URL(plain.url()).pathname).toBe("/organiser/c/clean-water/petitions");
  }, 180_000);
}
