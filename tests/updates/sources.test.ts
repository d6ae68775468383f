import { expect, test } from "vitest";
import type { Campaign } from "#campaigns/petitions/campaign.ts";
import { languages } from "#campaigns/platform/languages/languages.ts";
import { archivedBody } from "#campaigns/updates/archive/render-archived.ts";
import { listSources } from "#campaigns/updates/composing/body-sources.ts";
import { renderBody } from "#campaigns/updates/composing/render-body.ts";
import { templateTexts } from "#campaigns/updates/triggers/template-texts.ts";
import { checkFigures } from "#campaigns/updates/writing/check-figures.ts";
import { sampleCampaign } from "../public/sample-pages.ts";

const sample: Campaign = await sampleCampaign();
const campaign: Campaign = {
  ...sample,
  sources: [{ ...(sample.sources[0] ?? noSource()), number: 1, title: "ECPAT", section: "History" }],
  claims: [{ source: 1, statement: "It began in 1990." }],
};
const own = "\n\n[^2]: Annual report, page 12: 7,044 people in 35 countries, https://example.org/report";

function noSource(): never {
  throw new Error("The sample campaign has sources.");
}

const found = (body: string, subject = "News", counted: string[] = []) =>
  checkFigures({ subject, body }, campaign, counted).map(
    ({ part, code, gaps }) => `${part} ${code} ${gaps.figure || gaps.source}`,
  );

test.each([
  ["no figure", "Thank you.", []],
  ["a figure without a mark", "We are 7,044.", ["body figure 7,044"]],
  ["a figure in a heading", "# 7,044 people", ["body figure 7,044"]],
  ["a figure in the digits of another script", "เราคือ ๗๐๔๔ คน", ["body figure ๗๐๔๔"]],
  ["a figure that its own source says", `We are 7,044.[^2]${own}`, []],
  ["a figure that the campaign's source says", "Since 1990.[^1]", []],
  ["a figure that its source does not say", `We are 8,000.[^2]${own}`, ["body figure-unsaid 8,000"]],
  ["a page of the source taken for a figure", `We are 12.[^2]${own}`, ["body figure-unsaid 12"]],
  ["a page in the text, which is no figure", "See page 12, p. 3 and pp. 4-5.", []],
  ["a mark without a source", "We are 7,044.[^3]", ["body source-unknown 3"]],
  ["a source without an address", "We are 9.[^3]\n\n[^3]: We are 9.", ["body source-address 3"]],
  ["a figure in another block than the mark", `We are 7,044.\n\nSo it is.[^2]${own}`, ["body figure 7,044"]],
  ["a figure in what stands in for a name", "Dear {{name|friend of 7 million}},", ["body figure 7"]],
  ["a figure in words that lead elsewhere", "[7,044 people](https://example.org/1)", ["body figure 7,044"]],
  ["a figure in the words of a picture", "![7,044 people](/media/a1)", ["body figure 7,044"]],
  ["numbers of a list and of addresses", "1. One\n2. Two\n\nhttps://example.org/2026/11", []],
])("In a body: %s", (_, body, problems) => {
  expect(found(body)).toEqual(problems);
});

test("A subject says only figures that stand in its body with their source, or that Sheaf has counted", () => {
  expect(found("Thank you.", "7,044 people")).toEqual(["subject figure 7,044"]);
  expect(found(`We are 7,044.[^2]${own}`, "7,044 people")).toEqual([]);
  expect(found("We are 10,000.", "10,000 people", ["10000"])).toEqual([]);
});

test.each(languages)(
  "What Sheaf writes itself in $name has no figure but the one that it counted",
  ({ code }) => {
    for (const name of ["milestone", "handover"] as const) {
      const text = templateTexts(name, campaign, 10_000)[code];
      if (!text) throw new Error(`No ${name} in ${code}.`);
      expect(checkFigures(text, campaign, ["10000"]), `${name} ${code}`).toEqual([]);
    }
  },
);

test("Mail and archive name the sources with their addresses at the foot, and show no mark", () => {
  const body = `Since 1990.[^1] We are 7,044.[^2]${own}`;
  const { html, text } = renderBody(listSources(body, "en", campaign), {
    ...{ locale: "en", publicUrl: "https://sheaf.test", mark: () => "x" },
  });
  const words = { name: "", country: "", campaign: "", organisation: "" };
  const archived = archivedBody(
    { subject: "", body },
    { locale: "en", publicUrl: "https://sheaf.test", words, campaign },
  );
  for (const shown of [html, archived]) {
    expect(shown).not.toContain("[^");
    expect(shown).toContain("Since 1990.[1] We are 7,044.[2]");
    expect(shown).toContain("Sources</strong>");
    expect(shown).toMatch(/\[1\] <a href="https:\/\/en.wikipedia.org\/wiki\/ECPAT"[^>]*>ECPAT, History<\/a>/);
    expect(shown).toMatch(/\[2\] Annual report, page 12: .*<a href="https:\/\/example.org\/report"/);
  }
  expect(text).toMatch(
    /\[2\] Annual report, page 12: 7,044 people in 35 countries,\s+https:\/\/example.org\/report/,
  );
});
