import { checkLetters, checkMarked, checkPlain, refuseFigures } from "../../texts/check-texts.ts";
import { show } from "../../texts/fields.ts";
import { parseMarked } from "../../texts/parse-marked.ts";
import type { SourcesFile } from "../../texts/sources-file.ts";
import type { Path, YamlFile } from "../../texts/yaml-file.ts";
import type { CampaignPage } from "../campaign.ts";

/** Reports violations of the figure rule in a page's texts, language by language. */
export function checkPage(file: YamlFile, page: CampaignPage, sources: SourcesFile): void {
  const plain = (text: string, ...path: Path) => checkPlain(file, ["page", ...path], text);
  const marked = (text: string, ...path: Path) => checkMarked(file, ["page", ...path], text, sources);
  plain(page.name, "name");
  plain(page.headline, "headline");
  plain(page.ask, "ask");
  marked(page.first, "first");
  page.why.forEach((text, index) => {
    marked(text, "why", index);
  });
  page.runBy.forEach((runner, index) => {
    plain(runner.name, "runBy", index, "name");
    marked(runner.text, "runBy", index, "text");
  });
  page.facts.forEach((_, index) => {
    checkFact(file, page, index, sources);
  });
  page.handovers.forEach((_, index) => {
    checkHandover(file, page, index, sources);
  });
  page.corrections?.forEach((_, index) => {
    checkCorrection(file, page, index, sources);
  });
  page.shares?.forEach((_, index) => {
    checkShare(file, page, index);
  });
  page.citations.slice(0, sources.sources.length).forEach((citation, index) => {
    // A citation appears in the list of sources, and is backed by its own source.
    checkMarked(file, ["page", "citations", index], `${citation}[^${index + 1}]`, sources);
  });
}

/**
 * A correction appears in the list of sources: its own source backs what is right, and what was wrong needs no
 * source.
 */
function checkCorrection(file: YamlFile, page: CampaignPage, index: number, sources: SourcesFile): void {
  const correction = page.corrections?.[index];
  if (!correction) return;
  const path = ["page", "corrections", index];
  if (!sources.sources.some(({ number }) => number === correction.source)) {
    file.refuse([...path, "source"], "source-unknown", { at: show(path), source: correction.source });
  }
  const before = page.corrections?.[index - 1];
  if (before && before.at > correction.at) {
    file.refuse([...path, "at"], "correction-out-of-order", { at: show(path) });
  }
  checkLetters(file, [...path, "was"], correction.was);
  checkMarked(file, [...path, "text"], `${correction.text}[^${correction.source}]`, sources);
}

function checkShare(file: YamlFile, page: CampaignPage, index: number): void {
  const share = page.shares?.[index];
  if (!share) return;
  const path = ["page", "shares", index];
  const variantPath = [...path, "variant"];
  if (share.variant && !/^[a-z0-9]+$/.test(share.variant)) {
    file.refuse(variantPath, "share-variant-unfit", { at: show(variantPath), variant: share.variant });
  }
  if (page.shares?.findIndex(({ variant }) => variant === share.variant) !== index) {
    file.refuse(variantPath, "share-twice", { variant: share.variant });
  }
  checkPlain(file, [...path, "text"], share.text);
}

/** The figure and the label of a fact are covered by its source. */
function checkFact(file: YamlFile, page: CampaignPage, index: number, sources: SourcesFile): void {
  const fact = page.facts[index];
  if (!fact) return;
  const path = ["page", "facts", index];
  if (!sources.sources.some(({ number }) => number === fact.source)) {
    file.refuse([...path, "source"], "source-unknown", { at: show(path), source: fact.source });
  }
  if (fact.figure && !/\p{N}/u.test(fact.figure)) {
    file.refuse([...path, "figure"], "fact-without-digit", { at: show([...path, "figure"]) });
  }
  refuseFigures(file, [...path, "figure"], `${fact.figure}[^${fact.source}]`, sources);
  refuseFigures(file, [...path, "label"], `${fact.label}[^${fact.source}]`, sources);
}

/** Figures of `when` and `title` are covered by the first mark of the text. */
function checkHandover(file: YamlFile, page: CampaignPage, index: number, sources: SourcesFile): void {
  const handover = page.handovers[index];
  if (!handover) return;
  const path = ["page", "handovers", index];
  const first = parseMarked(handover.text).find((segment) => "source" in segment);
  const mark = first ? `[^${first.source}]` : "";
  refuseFigures(file, [...path, "when"], `${handover.when}${mark}`, sources);
  refuseFigures(file, [...path, "title"], `${handover.title}${mark}`, sources);
  checkMarked(file, [...path, "text"], handover.text, sources);
}
