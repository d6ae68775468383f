import type { Response } from "playwright-core";
import { expect, test } from "vitest";
import type { ProcessName } from "../support/running-sheaf.ts";
import { linkIn } from "../support/sheaf-client.ts";
import { waitFor } from "../support/wait-for.ts";
import { campaignPath, fillIn, headingOf, pressSign, receiptOf } from "./at-the-form.ts";
import { newSigner, stage, useStage, visit } from "./stage.ts";

useStage();

/** Freezes a process, which is worse than dead: it holds its connections and says nothing. */
async function whileFrozen(name: ProcessName, act: () => Promise<void>): Promise<void> {
  const pid = stage().sheaf.pidOf(name);
  if (!pid) throw new Error(`${name} does not run.`);
  process.kill(pid, "SIGSTOP");
  try {
    await act();
  } finally {
    process.kill(pid, "SIGCONT");
  }
}

async function isReady(): Promise<boolean> {
  const answer = await fetch(`${stage().client.site}/health/ready`).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok === true;
}

test("without Redis one signs all the same; the letter comes when it is back", async () => {
  const { client, sheaf } = stage();
  const [frozen, killed] = [newSigner("redis-frozen"), newSigner("redis-killed")];
  const before = await client.total();
  const { page } = await visit();
  await page.goto(campaignPath("en"));
  await whileFrozen("Redis", async () => {
    await fillIn(page, frozen);
    await pressSign(page);
    expect(await headingOf(page)).toBe("One more step: confirm by e-mail");
  });

  await page.goto(campaignPath("en"));
  await fillIn(page, killed);
  const pid = sheaf.pidOf("Redis") ?? 0;
  process.kill(pid, "SIGKILL");
  await pressSign(page);
  expect(await headingOf(page)).toBe("One more step: confirm by e-mail");
  const receipt = receiptOf(page);
  await waitFor("another Redis", () => ![undefined, pid].includes(sheaf.pidOf("Redis")));

  await client.letterTo(frozen.email);
  await page.goto(linkIn(await client.letterTo(killed.email), "confirm"));
  await page.getByRole("button", { name: "Confirm my signature" }).click();
  expect(await headingOf(page)).toBe("Thank you. Your signature counts.");
  await client.waitForTotal(before + 1);
  expect(await client.statusOf(receipt)).toBe("awaiting-confirmation");
});

test("without MongoDB the form comes back with every answer, and says when to try again", async () => {
  const { client } = stage();
  const signer = newSigner("mongodb");
  const { page } = await visit({ mayComplain: true });
  await page.goto(campaignPath("en"));
  await fillIn(page, signer);
  await page.getByLabel(/may send me news of this campaign/).check();
  const reader = await visit({ mayComplain: true, javaScriptEnabled: false });
  for (const path of ["/fr/", `${campaignPath("fr")}/th`]) await reader.page.goto(path);
  await whileFrozen("MongoDB", async () => {
    // Who only reads does not notice.
    for (const path of ["/fr/", `${campaignPath("fr")}/th`]) {
      expect((await reader.page.goto(path))?.status(), path).toBe(200);
      expect(await reader.page.locator("h1").textContent()).not.toContain("503");
    }
    const isAnswer = (response: Response) => response.url().endsWith("/sign");
    const answered = page.waitForResponse(isAnswer, { timeout: 30_000 });
    await pressSign(page, 30_000);
    const answer = await answered;
    expect(answer.status()).toBe(503);
    expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(0);
    await page.getByRole("alert").getByText("We do not know yet whether your signature is stored").waitFor();
  });
  expect(await page.title()).toMatch(/^Error: We do not know yet whether your signature is stored/);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("problems");
  expect(await page.locator("#name").inputValue()).toBe(signer.name);
  expect(await page.locator("#email").inputValue()).toBe(signer.email);
  expect(await page.locator("#country").inputValue()).toBe(signer.country);
  expect(await page.getByLabel(/may send me news of this campaign/).isChecked()).toBe(true);

  await waitFor("readiness", isReady, 30_000);
  await pressSign(page);
  expect(await headingOf(page)).toBe("One more step: confirm by e-mail");
  await client.letterTo(signer.email);
});
