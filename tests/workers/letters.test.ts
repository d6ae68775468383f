import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { requestLinks } from "#campaigns/letters/request-links.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { eraseEntry } from "#campaigns/signing/confirmation/erase-entry.ts";
import { openConfirmation } from "#campaigns/signing/confirmation/open-confirmation.ts";
import { openPreferences, openUnsubscribe } from "#campaigns/signing/consent/open-preferences.ts";
import { stopNews } from "#campaigns/signing/consent/stop-news.ts";
import { openWithdrawal } from "#campaigns/signing/withdrawal/open-withdrawal.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { settle } from "../support/settle.ts";
import { countedSignature, freshLink, linkOf } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { day, hour } from "../support/test-clock.ts";
import { linksIn, type MailRoom, openMailRoom, tokenIn } from "./mail-room.ts";

let room: MailRoom;
let deps: Deps;
let campaign: Campaign;

beforeAll(async () => {
  room = await openMailRoom();
  deps = room.deps;
});
beforeEach(async () => {
  campaign = await loadTestCampaign(deps.database);
});
afterAll(() => room.close());

test("a signer gets one mail in her language, whose link confirms her signature", async () => {
  const { ref } = await room.sign(campaign, "anna", { locale: "th" });
  await room.sendDue(campaign);
  await room.sendDue(campaign);
  const mails = room.mailsTo("anna@example.org");
  expect(mails).toHaveLength(1);
  expect(mails[0]?.headers.get("content-language")).toBe("th");
  expect(mails[0]?.headers.get("list-unsubscribe")).toBeUndefined();
  expect(linksIn(mails[0])).toContain(`http://sheaf.test/th/confirm/${linkOf(deps, "confirm", ref)}`);
  expect((await openConfirmation(deps, tokenIn(mails[0], "confirm"))).state).toBe("waiting");
});

test("after two days she is reminded once, and never again", async () => {
  await room.sign(campaign, "berta");
  await room.sendDue(campaign);
  await room.advance(2 * day - hour);
  await room.sendDue(campaign);
  expect(room.mailsTo("berta")).toHaveLength(1);
  await room.advance(hour);
  await room.sendDue(campaign);
  expect(room.mailsTo("berta")).toHaveLength(2);
  const [first, second] = room.mailsTo("berta");
  expect(tokenIn(second, "confirm")).toBe(tokenIn(first, "confirm"));
  for (let passed = 0; passed < 11; passed += 1) {
    await room.advance(day);
    await room.sendDue(campaign);
  }
  expect(room.mailsTo("berta")).toHaveLength(2);
});

const endings = ["confirms", "erases", "expires", "has left everything"];
const whose = (ending: string) => ending.replaceAll(" ", "-");

test.each(endings)("nobody is reminded who %s", async (ending) => {
  if (ending === "has left everything") {
    const elsewhere = await loadTestCampaign(deps.database);
    const { ref: earlier } = await countedSignature(deps, elsewhere, whose(ending));
    await room.sendDue(elsewhere);
    await stopNews(deps, "unsubscribe", linkOf(deps, "unsubscribe", earlier), "everything");
    await room.advance(day);
  }
  const before = room.mailsTo(whose(ending)).length;
  const { ref } = await room.sign(campaign, whose(ending));
  await room.sendDue(campaign);
  if (ending === "confirms") await room.confirm(campaign, ref);
  if (ending === "erases") await eraseEntry(deps, linkOf(deps, "confirm", ref));
  await room.advance(ending === "expires" ? 15 * day : 2 * day);
  await room.sendDue(campaign);
  await room.sendDue(campaign);
  // The confirmation, and thanks for it.
  expect(room.mailsTo(whose(ending)).slice(before)).toHaveLength(ending === "confirms" ? 2 : 1);
  expect((await room.letterOf(ref, "remind"))?.state).not.toBe("sent");
});

test("a signature that is counted is thanked for, with the ways back", async () => {
  const { ref } = await room.sign(campaign, "dora", { consent: { updates: true } });
  await room.sendDue(campaign);
  await room.confirm(campaign, ref, { updates: true });
  await room.sendDue(campaign);
  await room.sendDue(campaign);
  const [, thanks, ...others] = room.mailsTo("dora");
  expect(others).toEqual([]);
  const [withdraw, preferences] = [tokenIn(thanks, "withdraw"), tokenIn(thanks, "preferences")];
  expect(await openWithdrawal(deps, { token: withdraw })).toMatchObject({ state: "counted", mayAct: false });
  expect((await openPreferences(deps, { token: preferences })).consent).toBeUndefined();
  const header = String(thanks?.headerLines.find(({ key }) => key === "list-unsubscribe")?.line);
  const oneClick = header.match(/<http:\/\/sheaf\.test\/en\/unsubscribe\/(\S+)>/)?.[1] ?? "";
  expect((await openUnsubscribe(deps, oneClick)).news).toBe("all");
});

test("a signature withdrawn before its thanks is not thanked for", async () => {
  const { ref } = await room.sign(campaign, "emma");
  await room.sendDue(campaign);
  await room.confirm(campaign, ref);
  await withdrawSignature(deps, freshLink(deps, "withdraw", ref), "withdrawn");
  await settle(deps, campaign);
  await room.sendDue(campaign);
  expect(room.mailsTo("emma")).toHaveLength(1);
});

test("somebody on the roll learns that her address was used to sign again, and gets no link to confirm", async () => {
  await countedSignature(deps, campaign, "frida");
  await room.sendDue(campaign);
  const before = room.mailsTo("frida").length;
  await room.sign(campaign, "FRIDA+strange", { name: "Win A Prize", locale: "fr" });
  await room.sendDue(campaign);
  const [told, ...others] = room.mailsTo("frida").slice(before);
  expect(others).toEqual([]);
  expect(told?.to).toMatchObject({ text: "frida@example.org" });
  expect(linksIn(told).some((link) => link.includes("/confirm/"))).toBe(false);
  expect(tokenIn(told, "withdraw")).not.toBe("");
  expect(told?.text).not.toContain("Win A Prize");
  await room.advance(3 * day);
  await room.sendDue(campaign);
  expect(room.mailsTo("frida")).toHaveLength(before + 1);
});

test("a signer who asks for her links gets them; somebody who has not signed gets nothing", async () => {
  await countedSignature(deps, campaign, "gerda");
  await room.sendDue(campaign);
  const before = room.mailsTo("gerda").length;
  for (const email of ["Gerda+x@example.org", "nobody@example.org"]) {
    await requestLinks(deps, campaign, { email, locale: "es" });
  }
  await room.sendDue(campaign);
  expect(
    room
      .mailsTo("gerda")
      .slice(before)
      .map((mail) => mail.headers.get("content-language")),
  ).toEqual(["es"]);
  expect(room.mailsTo("nobody")).toEqual([]);
});
