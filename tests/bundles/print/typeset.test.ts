import { expect, test } from "vitest";
import { printFrame } from "#campaigns/bundles/print/print-frame.ts";
import { printWords } from "#campaigns/bundles/print/print-words.ts";
import { typeset } from "#campaigns/bundles/print/typeset.ts";
import { describePdf, hasPoppler, isAccessible } from "../../support/pdf.ts";
import { mark } from "./samples.ts";

function pagesCalled(title: string) {
  const frame = { locale: "en", words: printWords("en"), title, mark, accent: "#17365d" } as const;
  return {
    ...printFrame(frame),
    ...{ part: "Part", note: "Note", "changed-note": "Changed" },
    ...{ widths: [1.7, "rest"], columns: ["Number", "Name"], rows: [["1", "Ada"]] },
  };
}

test.skipIf(!hasPoppler)("what does not meet PDF/UA is printed without the claim, and tagged", async () => {
  expect(isAccessible(await typeset("pages", pagesCalled("Signatures")))).toBe(true);
  // PDF/UA asks for a title.
  const untitled = await typeset("pages", pagesCalled(""));
  expect(isAccessible(untitled)).toBe(false);
  expect(describePdf(untitled).get("Tagged")).toBe("yes");
});

test("a print that can't be made refuses the bundle", async () => {
  const { accent: _, ...withoutColour } = pagesCalled("Signatures");
  await expect(typeset("pages", withoutColour)).rejects.toMatchObject({
    code: "bundle-refused",
    message: expect.stringMatching(/^A print \(pages\) could not be made/),
  });
});
