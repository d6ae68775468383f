import type { Campaign } from "../../petitions/campaign.ts";
import { findFigures } from "../../texts/find-figures.ts";
import { findUnsourcedFigures } from "../../texts/find-unsourced-figures.ts";
import { parseMarked } from "../../texts/parse-marked.ts";
import { claimsOf, splitSources } from "../composing/body-sources.ts";
import { wordsOf } from "../composing/render-body.ts";
import type { UpdateText } from "../update.model.ts";

/** What is missing behind a figure of an update: where it stands, and which figure or source it is. */
export type FigureProblem = {
  part: "subject" | "body";
  code: "figure" | "figure-unsaid" | "source-unknown" | "source-address";
  gaps: { figure: string; source: string };
};

/**
 * Finds figures of an update that no source stands behind. A subject carries no marks: its figures must stand in the
 * body. What Sheaf has counted itself, such as the goal of a milestone, needs no other source.
 */
export function checkFigures(
  { subject, body }: UpdateText,
  { sources, claims }: Pick<Campaign, "sources" | "claims">,
  counted: readonly string[],
): FigureProblem[] {
  const { words, own } = splitSources(body);
  const blocks = wordsOf(words);
  const known = new Set([...sources, ...own].map(({ number }) => number));
  const isOurs = (written: string) => findFigures(written).every(({ value }) => counted.includes(value));
  const unsourced = blocks
    .flatMap((block) => findUnsourcedFigures(block, claimsOf(own, claims)))
    .filter(({ written }) => !isOurs(written));
  const inBody = new Set(blocks.flatMap(findFigures).map(({ value }) => value));
  const problem = (part: "subject" | "body", code: FigureProblem["code"], figure = "", source = "") => ({
    ...{ part, code },
    gaps: { figure, source },
  });
  return [
    ...findFigures(subject)
      .filter(({ value }) => !counted.includes(value) && !inBody.has(value))
      .map(({ written }) => problem("subject", "figure", written)),
    ...marksOf(blocks)
      .filter((number) => !known.has(number))
      .map((number) => problem("body", "source-unknown", "", `${number}`)),
    ...own
      .filter((source) => source.address === undefined)
      .map(({ number }) => problem("body", "source-address", "", `${number}`)),
    ...unsourced
      .filter((figure) => figure.sources.every((source) => known.has(source)))
      .map((figure) =>
        figure.reason === "no-mark"
          ? problem("body", "figure", figure.written)
          : problem("body", "figure-unsaid", figure.written, figure.sources.join(", ")),
      ),
  ];
}

function marksOf(blocks: readonly string[]): number[] {
  const marks = blocks.flatMap(parseMarked).flatMap((segment) => ("source" in segment ? segment.source : []));
  return [...new Set(marks)];
}
