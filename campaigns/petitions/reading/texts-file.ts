import { type Fields, readFields } from "../../texts/fields.ts";
import type { YamlFile } from "../../texts/yaml-file.ts";
import type { CampaignPage } from "../campaign.ts";

/** The contents of texts/{language}.yaml: the page's texts, the offices by petition, the wordings by name. */
export type TextsFile = {
  page: CampaignPage;
  offices: Record<string, string>;
  wordings: Record<string, string>;
};

const longestName = 160;
const longestWording = 5000;
/** With the link after it, it still fits into one text message on most networks. */
const longestShare = 240;

/** Reads a language's texts; every wrong or missing value is reported with its line. */
export function readTextsFile(file: YamlFile): TextsFile {
  return readFields(file, [], (fields) => ({
    page: fields.inside("page", readPage) ?? noPage,
    offices: fields.textsByKey("offices", longestName),
    wordings: fields.textsByKey("wordings", longestWording),
  }));
}

function readPage(fields: Fields): CampaignPage {
  return {
    name: fields.text("name", longestName),
    headline: fields.text("headline", longestName),
    ask: fields.text("ask", 300),
    first: fields.text("first"),
    why: fields.texts("why"),
    facts: fields.listIfAny("facts", (fact) => ({
      figure: fact.text("figure", 12),
      label: fact.text("label", 200),
      source: fact.whole("source"),
    })),
    runBy: fields.list("runBy", (runner) => ({
      name: runner.text("name", longestName),
      text: runner.text("text"),
    })),
    handovers: fields.listIfAny("handovers", (handover) => ({
      when: handover.text("when", longestName),
      title: handover.text("title", longestName),
      text: handover.text("text"),
      ongoing: handover.flag("ongoing"),
    })),
    citations: fields.textsIfAny("citations", 600),
    corrections: fields.listIfAny("corrections", (correction) => ({
      at: correction.moment("at"),
      source: correction.whole("source"),
      was: correction.text("was", 600),
      text: correction.text("text", 600),
    })),
    shares: fields.listIfAny("shares", (share) => ({
      variant: share.text("variant", 8),
      text: share.text("text", longestShare),
    })),
  };
}

const noPage: CampaignPage = {
  name: "",
  headline: "",
  ask: "",
  first: "",
  why: [],
  facts: [],
  runBy: [],
  handovers: [],
  citations: [],
};
