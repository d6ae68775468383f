import type { SourcesFile } from "../../texts/sources-file.ts";
import type { YamlFile } from "../../texts/yaml-file.ts";
import type { CampaignPage } from "../campaign.ts";

/** Reports a page that does not cite every source, in their order. */
export function checkCitations(file: YamlFile, { citations }: CampaignPage, { sources }: SourcesFile): void {
  if (citations.length === sources.length) return;
  const says = `page.citations has ${citations.length} entries and sources.yaml ${sources.length} sources: write one for each, in order`;
  file.refuse(citations.length > 0 ? ["page", "citations"] : ["page"], says);
}
