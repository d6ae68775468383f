import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkDraft } from "#campaigns/petitions/drafts/check-draft.ts";
import { draftMoves, draftStates, mayMove } from "#campaigns/petitions/drafts/draft-states.ts";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { type Writer, writeCampaign, writer } from "./draft-desk.ts";

let core: TestDeps;
let ada: Writer;
let ben: Writer;

beforeAll(async () => {
  core = await openTestDeps();
  ada = writer(core.deps, 1);
  ben = writer(core.deps, 2);
});
afterAll(() => core.close());

/** Submitted by one, approved by the other, published. */
async function publish(slug: string): Promise<void> {
  await ada.move(slug, "submit");
  await ben.move(slug, "approve");
  await ben.publish(slug);
}

test("the table of states lets nothing be published that was not approved, and nothing be approved that is in work", () => {
  const may = (move: keyof typeof draftMoves) =>
    draftStates.filter((state) => mayMove(draftMoves[move], state));
  expect(may("publish")).toEqual(["approved"]);
  expect(may("approve")).toEqual(["submitted"]);
  expect(may("submit")).toEqual(["draft"]);
  expect(draftMoves.edit.to).toBe("draft");
});

describe("a new campaign", () => {
  test("is published once a second person approved it, and its first words are version 1", async () => {
    await writeCampaign(core.deps, ada, "safe-roads");
    await ada.move("safe-roads", "submit");
    await expect(ada.move("safe-roads", "approve")).rejects.toMatchObject({ code: "second-person" });
    await expect(ben.publish("safe-roads")).rejects.toMatchObject({ code: "draft-changed" });
    await ben.move("safe-roads", "approve");
    expect(await findCampaign(core.deps, "safe-roads")).toBeNull();
    await ada.publish("safe-roads");
    const campaign = await findCampaign(core.deps, "safe-roads");
    expect(campaign).toMatchObject({ state: "open", organisation: "ecpat-international" });
    expect(campaign?.petitions[0]?.versions).toHaveLength(1);
    expect(campaign?.petitions[0]?.versions[0]?.texts.en?.text).toBe(
      "To: The Parliament (en)\n\nMake roads safe (en).\n",
    );
    expect(campaign?.languages).toEqual(["en"]);
  });

  test("stands under the rule of figures, as a folder does", async () => {
    await writeCampaign(core.deps, ada, "unsourced");
    await ada.save("unsourced", "en", { "page.first": "Of 100 children, 9 walk." });
    await expect(ada.move("unsourced", "submit")).rejects.toThrow(
      'page.first has the figure "9" and no source',
    );
  });
});

describe("after publication", () => {
  test("other words are a new version, the old one stays to the letter, and an edit takes the approval away", async () => {
    await writeCampaign(core.deps, ada, "versions");
    await publish("versions");
    const before = (await findCampaign(core.deps, "versions"))?.petitions[0]?.versions[0];
    const ref = { account: ada.account, campaign: "versions", petition: "international" };
    const open = await openDraft(core.deps, ref);
    expect(open.draft.state).toBe("published");
    const { campaign } = await checkDraft(open, core.deps.now());
    expect(campaign?.petitions[0]?.today.version).toBe(1);
    await ada.save("versions", "en", { "page.headline": "Other words on the page" });
    await publish("versions");
    const later = await findCampaign(core.deps, "versions");
    expect(later?.pages.en?.headline).toBe("Other words on the page");
    expect(later?.petitions[0]?.versions).toEqual([before]);
  });
});

describe("two people at once", () => {
  test("in two texts: both are kept", async () => {
    await writeCampaign(core.deps, ada, "two-texts");
    const was = { "page.headline": "Roads that children can cross", "page.first": "Every child walks." };
    await ada.save(
      "two-texts",
      "en",
      { "page.headline": "Ada’s headline", "page.first": was["page.first"] },
      was,
    );
    const second = await ben.save("two-texts", "en", { ...was, "page.first": "Ben’s first" }, was);
    expect(second).toEqual({ kind: "saved", changed: 1 });
    const { merged } = await openDraft(core.deps, {
      account: ada.account,
      campaign: "two-texts",
      petition: null,
    });
    expect(merged.get("texts/en.yaml")).toMatchObject({
      page: { headline: "Ada’s headline", first: "Ben’s first" },
    });
  });

  test("in one text: the second is told and shown both, and nothing is stored", async () => {
    await writeCampaign(core.deps, ada, "one-text");
    const was = { "page.headline": "Roads that children can cross" };
    await ada.save("one-text", "en", { "page.headline": "Ada’s" }, was);
    const second = await ben.save("one-text", "en", { "page.headline": "Ben’s" }, was);
    expect(second).toMatchObject({
      kind: "conflict",
      conflicts: [{ key: "page.headline", mine: "Ben’s", theirs: "Ada’s" }],
      by: { account: ada.account.id },
    });
    const now = { "page.headline": "Ada’s" };
    const saves = Array.from({ length: 5 }, (_, at) =>
      ben.save("one-text", "en", { "page.headline": `Ben’s ${at}` }, now),
    );
    const outcomes = (await Promise.all(saves)).map(({ kind }) => kind).sort();
    expect(outcomes).toEqual(["conflict", "conflict", "conflict", "conflict", "saved"]);
  });
});

test("a text longer than its place is refused, and nothing is stored", async () => {
  await writeCampaign(core.deps, ada, "too-long");
  const outcome = await ada.save("too-long", "en", { "page.first": "a".repeat(1_000_000) });
  expect(outcome).toMatchObject({ kind: "refused", tooLong: [{ key: "page.first", longest: 2000 }] });
});

test("another organisation's draft looks as if it did not exist", async () => {
  await writeCampaign(core.deps, ada, "theirs");
  const foreign = writer(core.deps, 3, { organisation: "ecpat-usa" });
  await expect(foreign.move("theirs", "submit")).rejects.toMatchObject({ code: "not-found" });
  await expect(foreign.save("theirs", "en", { "page.headline": "Mine" })).rejects.toMatchObject({
    code: "not-found",
  });
});
