import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requestLinks } from "#campaigns/letters/request-links.ts";
import type { Deps } from "#campaigns/open.ts";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { personOf } from "#campaigns/petitions/person.ts";
import { makeKeyFile } from "#campaigns/platform/sealing/key-file.ts";
import { openKeys } from "#campaigns/platform/sealing/keys.ts";
import {
  type LineRef,
  makeToken,
  makeTokens,
  mostLines,
  readToken,
  type TokenPurpose,
} from "#campaigns/platform/sealing/line-tokens.ts";
import { confirmSignature } from "#campaigns/signing/confirmation/confirm-signature.ts";
import { eraseEntry } from "#campaigns/signing/confirmation/erase-entry.ts";
import { openConfirmation } from "#campaigns/signing/confirmation/open-confirmation.ts";
import { openPreferences, openUnsubscribe } from "#campaigns/signing/consent/open-preferences.ts";
import { savePreferences, unsubscribe } from "#campaigns/signing/consent/save-preferences.ts";
import { readReceipt } from "#campaigns/signing/receipts/read-receipt.ts";
import { openWithdrawal } from "#campaigns/signing/withdrawal/open-withdrawal.ts";
import { withdrawSignature } from "#campaigns/signing/withdrawal/withdraw-signature.ts";
import { settle } from "../support/settle.ts";
import { countedSignature, freshLink, linkOf, signAs } from "../support/signing.ts";
import { loadTestCampaign } from "../support/test-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";

const purposes = ["receipt", "confirm", "withdraw", "preferences", "unsubscribe"] as const;
const consent = { updates: true, secretariat: false };

let core: TestDeps;
let deps: Deps;
let campaign: Campaign;
let ref: LineRef;

beforeAll(async () => {
  core = await openTestDeps();
  deps = core.deps;
  campaign = await loadTestCampaign(deps.database);
  ({ ref } = await countedSignature(deps, campaign, "anna"));
});
afterAll(() => core.close());

/** Every act that a token opens, by the purpose that it needs. */
const acts: [name: string, purpose: TokenPurpose, act: (token: string) => Promise<unknown>][] = [
  ["readReceipt", "receipt", (token) => refuseNull(readReceipt(deps, token))],
  ["openConfirmation", "confirm", (token) => openConfirmation(deps, token)],
  ["confirmSignature", "confirm", (token) => confirmSignature(deps, token, { consent })],
  ["eraseEntry", "confirm", (token) => eraseEntry(deps, token)],
  ["openWithdrawal", "withdraw", (token) => openWithdrawal(deps, { token })],
  ["withdrawSignature", "withdraw", (token) => withdrawSignature(deps, { token }, "withdrawn")],
  ["openPreferences", "preferences", (token) => openPreferences(deps, { token })],
  ["savePreferences", "preferences", (token) => savePreferences(deps, { token }, consent)],
  ["openUnsubscribe", "unsubscribe", (token) => openUnsubscribe(deps, token)],
  ["unsubscribe", "unsubscribe", (token) => unsubscribe(deps, token)],
];

async function refuseNull<T>(reading: Promise<T | null>): Promise<T> {
  const found = await reading;
  if (found === null) throw Object.assign(new Error("null"), { code: "link-unknown" });
  return found;
}

async function everything() {
  const { sheets, pending, signatures, letters } = deps.database;
  const all = [sheets, pending, signatures, letters].map((collection) => collection.find().toArray());
  return JSON.stringify(await Promise.all(all));
}

describe.each(acts)("%s", (_name, purpose, act) => {
  test("refuses a token that was altered in any place, cut, lengthened, or is no token, and changes nothing", async () => {
    const token = linkOf(deps, purpose, ref);
    const altered = Array.from(token, (character, index) => {
      const other = character === "A" ? "B" : "A";
      return `${token.slice(0, index)}${other}${token.slice(index + 1)}`;
    });
    const others = [
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      "",
      "x",
      " ".repeat(40),
      "\u0000".repeat(40),
    ];
    const before = await everything();
    for (const wrong of [...altered, ...others]) {
      await expect(act(wrong)).rejects.toMatchObject({ code: "link-unknown" });
    }
    expect(await everything()).toBe(before);
  });

  test("refuses tokens of other purposes, other keys and other lines", async () => {
    const foreign = purposes.filter((other) => other !== purpose).map((other) => linkOf(deps, other, ref));
    const elsewhere = openKeys(makeKeyFile(new Date()));
    const strange = [makeToken(elsewhere, purpose, ref), makeToken(deps.keys, purpose, { ...ref, line: 7 })];
    const before = await everything();
    for (const wrong of [...foreign, ...strange]) {
      await expect(act(wrong)).rejects.toMatchObject({ code: "link-unknown" });
    }
    expect(await everything()).toBe(before);
  });
});

test("opening every link of a signature changes nothing", async () => {
  const { ref: waiting } = await signAs(deps, campaign, "berta");
  await settle(deps, campaign);
  const before = await everything();
  await openConfirmation(deps, linkOf(deps, "confirm", waiting));
  await openConfirmation(deps, linkOf(deps, "confirm", ref));
  await openWithdrawal(deps, freshLink(deps, "withdraw", ref));
  await openPreferences(deps, freshLink(deps, "preferences", ref));
  await openUnsubscribe(deps, linkOf(deps, "unsubscribe", ref));
  await readReceipt(deps, linkOf(deps, "receipt", ref));
  expect(await everything()).toBe(before);
});

test("nobody withdraws a signature that is not on the roll", async () => {
  const { ref: waiting } = await signAs(deps, campaign, "carla");
  await settle(deps, campaign);
  const link = freshLink(deps, "withdraw", waiting);
  await expect(openWithdrawal(deps, link)).rejects.toMatchObject({ code: "link-unknown" });
  await expect(withdrawSignature(deps, link, "withdrawn")).rejects.toMatchObject({ code: "link-unknown" });
});

test("the tokens of a whole sheet are those of its lines, all different, and say nothing of each other", () => {
  const { sheet } = ref;
  for (const purpose of purposes) {
    const tokens = makeTokens(deps.keys, purpose, sheet, mostLines);
    expect(new Set(tokens.map((token) => token.slice(-21))).size).toBe(mostLines);
    for (const line of [0, 1, 255, 256, mostLines - 1]) {
      const token = makeToken(deps.keys, purpose, { sheet, line });
      expect(tokens[line]).toBe(token);
      const read = readToken(deps.keys, purpose, token);
      expect([read.sheet.toHexString(), read.line]).toEqual([sheet.toHexString(), line]);
    }
  }
});

test("asking for links is answered the same for every mailbox, by everybody at once, and writes one letter a minute", async () => {
  const asks = ["anna@example.org", "nobody@example.org"].flatMap((email) =>
    Array.from({ length: 10 }, () => requestLinks(deps, campaign, { email, locale: "en" })),
  );
  const answers = await Promise.all(asks);
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"kind":"asked"}']));
  for (const email of ["anna@example.org", "nobody@example.org"]) {
    const person = personOf(deps.keys, campaign, email);
    expect(await deps.database.letters.countDocuments({ person, purpose: "links" })).toBe(1);
  }
});

test("asking for links with no address says so", async () => {
  const answer = await requestLinks(deps, campaign, { email: "anna@", locale: "en" });
  expect(answer).toEqual({ kind: "refused", problems: [{ field: "email", code: "not-an-address" }] });
});
