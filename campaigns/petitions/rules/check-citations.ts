import type { SourcesFile } from "../../texts/sources-file.ts";
import type { YamlFile } from "../../texts/yaml-file.ts";
import type { CampaignPage } from "../campaign.ts";

/** Reports a page that does not cite every source, in their order. */
export function checkCitations(file: YamlFile, { citations }: CampaignPage, { sources }: SourcesFile): void {
  if (citations.length === sources.length) return;
  const path = citations.length > 0 ? ["page", "citations"] : ["page"];
  file.refuse(path, "citations-differ", { citations: citations.length, sources: sources.length });
}
