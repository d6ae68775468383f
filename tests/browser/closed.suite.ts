import { beforeAll, expect, test } from "vitest";
import { headingOf } from "./at-the-form.ts";
import { loadClosedCampaigns, newSigner, stage, visit } from "./stage.ts";

/** Claims about campaigns that can't be signed. */
export function closedSuite(): void {
  beforeAll(loadClosedCampaigns);

  test("a closed campaign has no form, says since when, and keeps its words", async () => {
    const { page } = await visit({ javaScriptEnabled: false });
    await page.goto("/en/c/closed-campaign");
    await page.getByRole("heading", { name: "Signing has closed" }).waitFor();
    await page.getByText(/could be signed until .*February.* 2026/).waitFor();
    expect(await page.locator("form").count()).toBe(0);
    expect(await page.getByRole("button").count()).toBe(0);
    await page.getByText("Read the words of the petition").click();
    await page.getByText("We ask the council (en) to act.").waitFor({ state: "visible" });
  });

  test("a campaign that is not open yet says when it opens", async () => {
    const { page } = await visit();
    await page.goto("/en/c/later-campaign");
    await page.getByRole("heading", { name: "Not open yet" }).waitFor();
    await page.getByText(/You can sign from .*January.* 2099/).waitFor();
    expect(await page.locator("form").count()).toBe(0);
  });

  test("a form kept from before is answered with a page that says so, and nothing is stored", async () => {
    const { client } = stage();
    const signer = newSigner("late");
    const { page } = await visit();
    await page.goto("/en/c/stop-sex-trafficking");
    await page.locator(".sign form").evaluate((form) => {
      form.setAttribute("action", "/en/c/closed-campaign/sign");
      form.querySelector("[name=petition]")?.setAttribute("value", "international");
    });
    await page.locator("#name").fill(signer.name);
    await page.locator("#email").fill(signer.email);
    await page.locator("#country").selectOption(signer.country);
    const answered = page.waitForResponse((response) => response.url().endsWith("/sign"));
    await page.getByRole("button", { name: "Sign" }).click();
    expect((await answered).status()).toBe(409);
    expect(await headingOf(page)).toBe("This campaign is not collecting signatures now");
    expect(await client.total("closed-campaign")).toBe(0);
    expect(await client.lettersTo(signer.email)).toEqual([]);
  });
}
