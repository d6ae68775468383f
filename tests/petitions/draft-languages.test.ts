import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addLanguage, dropLanguage } from "#campaigns/petitions/drafts/change-languages.ts";
import { checkWords } from "#campaigns/petitions/drafts/check-draft.ts";
import { createCampaign } from "#campaigns/petitions/drafts/create-campaign.ts";
import { discardDraft } from "#campaigns/petitions/drafts/discard-draft.ts";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { markOf, passagesOf } from "#campaigns/petitions/drafts/passages.ts";
import { renameCampaign } from "#campaigns/petitions/drafts/rename-campaign.ts";
import { signSameMeaning } from "#campaigns/petitions/drafts/same-meaning.ts";
import { savePassages } from "#campaigns/petitions/drafts/save-passages.ts";
import { suggestSlug } from "#campaigns/petitions/drafts/suggest-slug.ts";
import { findCampaign } from "#campaigns/petitions/find-campaign.ts";
import { openTestDeps, type TestDeps } from "../support/test-deps.ts";
import { type Writer, writeCampaign, writer } from "./draft-desk.ts";

let core: TestDeps;
let ada: Writer;
let ben: Writer;
const actor = {
  account: "1".padStart(24, "0"),
  organisation: "ecpat-international",
  role: "organiser",
  from: "test",
} as const;

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

const swedish = {
  "page.name": "Trygga vägar",
  "page.headline": "Vägar som barn kan korsa",
  "page.ask": "Vi vill ha trygga vägar.",
  "page.first": "Alla barn går.",
  "page.why.0": "För att vägar är farliga.",
  "page.runBy.0.name": "Fotgängare",
  "page.runBy.0.text": "De går.",
  "offices.international": "Riksdagen",
  "wordings.international": "Till: {office}\n\nGör vägarna trygga.",
};

describe("a new campaign", () => {
  test("may be in a language that Sheaf is not translated to, and no other", async () => {
    const campaign = {
      slug: "trygga-vagar",
      language: "sv",
      name: "Trygga vägar",
      ask: "Vi vill",
      office: "Riksdagen",
    };
    await createCampaign(core.deps, { account: ada.account, actor, campaign });
    const { own } = await openDraft(core.deps, {
      account: ada.account,
      campaign: campaign.slug,
      petition: null,
    });
    expect([...own.keys()].filter((name) => name.startsWith("texts/"))).toEqual(["texts/sv.yaml"]);
  });

  test("is refused while a translation is missing, saying which", async () => {
    await writeCampaign(core.deps, ada, "half-done", ["en", "fr"]);
    await addLanguage(core.deps, { account: ada.account, actor, campaign: "half-done", language: "th" });
    await expect(ada.move("half-done", "submit")).rejects.toThrow(
      /texts\/th\.yaml:\d+: page\.headline must be a text that is not empty/,
    );
  });

  test("gets a web address from its name, which can change until it is published", async () => {
    expect(suggestSlug("Trygga vägar – för alla!")).toBe("trygga-vagar-for-alla");
    expect(suggestSlug("ถนนปลอดภัย")).toBe("campaign");
    await writeCampaign(core.deps, ada, "first-name");
    const given = { account: ada.account, actor };
    await renameCampaign(core.deps, { ...given, campaign: "first-name", slug: "second-name" });
    await expect(
      renameCampaign(core.deps, { ...given, campaign: "second-name", slug: "trygga-vagar" }),
    ).rejects.toMatchObject({ code: "slug-taken" });
    await publish("second-name");
    expect(await findCampaign(core.deps, "first-name")).toBeNull();
    expect((await findCampaign(core.deps, "second-name"))?.slug).toBe("second-name");
    await expect(
      renameCampaign(core.deps, { ...given, campaign: "second-name", slug: "third-name" }),
    ).rejects.toMatchObject({ code: "draft-changed" });
  });

  test("is gone when its draft is discarded", async () => {
    await writeCampaign(core.deps, ada, "never-was");
    const ref = { account: ada.account, campaign: "never-was", petition: null };
    const { draft } = await openDraft(core.deps, ref);
    expect(await discardDraft(core.deps, { ...ref, actor, revision: draft.revision })).toBe("gone");
    await expect(openDraft(core.deps, ref)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("after publication", () => {
  test("a language comes with a new version of every petition, and the words of the others stay", async () => {
    await writeCampaign(core.deps, ada, "more-languages");
    await publish("more-languages");
    const before = (await findCampaign(core.deps, "more-languages"))?.petitions[0]?.versions[0];
    await addLanguage(core.deps, { account: ada.account, actor, campaign: "more-languages", language: "sv" });
    await ada.save("more-languages", "sv", swedish);
    await publish("more-languages");
    const later = await findCampaign(core.deps, "more-languages");
    expect(later?.languages).toEqual(["en", "sv"]);
    expect(later?.petitions[0]?.versions[0]).toEqual(before);
    const texts = later?.petitions[0]?.versions[1]?.texts;
    expect(texts?.en).toEqual(before?.texts.en);
    expect(texts?.sv?.text).toBe("Till: Riksdagen\n\nGör vägarna trygga.\n");
    await expect(
      dropLanguage(core.deps, { account: ada.account, actor, campaign: "more-languages", language: "sv" }),
    ).rejects.toMatchObject({ code: "draft-changed" });
  });

  test("a language whose words stay while others change has to be signed as saying the same, by name", async () => {
    await writeCampaign(core.deps, ada, "one-meaning", ["en", "fr"]);
    await publish("one-meaning");
    const ref = { account: ada.account, campaign: "one-meaning", petition: "international" };
    const words = async (text: string) => {
      const { own } = await openDraft(core.deps, ref);
      const was = passagesOf("en", own.get("texts/en.yaml"), "international").find(({ key }) =>
        key.startsWith("wordings"),
      );
      const passages = new Map([["wordings.international", { text, was: markOf(was?.text ?? "") }]]);
      await savePassages(core.deps, { ...ref, actor, part: "en", passages });
    };
    await words("To: {office}\n\nMake all roads safe.");
    await expect(ada.move("one-meaning", "submit", "international")).rejects.toThrow('stay in "fr"');
    const sign = async () => {
      const open = await openDraft(core.deps, ref);
      const { campaign: becomes } = await checkWords(open, core.deps.now());
      if (!becomes) throw new Error("The draft has other problems.");
      const signing = { ...ref, actor, of: "international", locale: "fr", becomes };
      await signSameMeaning(core.deps, { ...signing, revision: open.draft.revision });
    };
    await sign();
    await ada.move("one-meaning", "submit", "international");
    const entry = await core.deps.database.audit.findOne({ act: "petition.same-meaning" });
    expect(entry).toMatchObject({
      account: ada.account.id,
      details: { petition: "international", language: "fr" },
    });
    await words("To: {office}\n\nMake all roads and rails safe.");
    await expect(
      ada.move("one-meaning", "submit", "international"),
      "it was signed for other words",
    ).rejects.toThrow('stay in "fr"');
    await sign();
    await ada.move("one-meaning", "submit", "international");
    await ben.move("one-meaning", "approve", "international");
    await ben.publish("one-meaning", "international");
    const campaign = await findCampaign(core.deps, "one-meaning");
    expect(campaign?.petitions[0]?.versions[1]?.texts.en?.text).toContain("rails");
  });

  test("a text to share that one language has asks no other for one", async () => {
    await writeCampaign(core.deps, ada, "one-share", ["en", "fr"]);
    const ref = { account: ada.account, campaign: "one-share", petition: null };
    await savePassages(core.deps, { ...ref, actor: actor, part: "en", passages: new Map(), add: "shares" });
    await ada.save("one-share", "en", { "page.shares.0.text": "Walk with us." });
    await publish("one-share");
    const campaign = await findCampaign(core.deps, "one-share");
    expect(campaign?.pages.en?.shares).toEqual([{ variant: "a", text: "Walk with us." }]);
    expect(campaign?.pages.fr?.shares ?? []).toEqual([]);
  });

  test("a draft that is discarded leaves what people see, and a form from before is still refused", async () => {
    await writeCampaign(core.deps, ada, "second-thoughts");
    await publish("second-thoughts");
    await ada.save("second-thoughts", "en", { "page.headline": "Never mind" });
    const ref = { account: ada.account, campaign: "second-thoughts", petition: null };
    const { draft } = await openDraft(core.deps, ref);
    const discarding = { ...ref, actor: actor, revision: draft.revision };
    expect(await discardDraft(core.deps, discarding)).toBe("restored");
    await expect(discardDraft(core.deps, discarding)).rejects.toMatchObject({ code: "draft-changed" });
    const after = await openDraft(core.deps, ref);
    expect(after.draft.state).toBe("published");
    expect(after.draft.revision).toBeGreaterThan(draft.revision);
    expect(after.own.get("texts/en.yaml")).toMatchObject({
      page: { headline: "Roads that children can cross" },
    });
  });
});
