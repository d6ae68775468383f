import { type Fields, readFields } from "../../texts/fields.ts";
import type { YamlFile } from "../../texts/yaml-file.ts";

/** A published version as published.yaml holds it: the SHA-256 of its text in every language. */
export type PublishedVersion = { version: number; publishedAt: Date; sha256: Record<string, string> };

/** The published versions by petition. */
export type Published = ReadonlyMap<string, readonly PublishedVersion[]>;

/** Reads published.yaml; every wrong or missing value is reported with its line. */
export function readPublishedFile(file: YamlFile): Published {
  const read = (fields: Fields) =>
    fields.keys().map((petition) => [petition, fields.list(petition, readVersion)] as const);
  return new Map(readFields(file, [], read));
}

function readVersion(fields: Fields): PublishedVersion {
  return {
    version: fields.whole("version"),
    publishedAt: fields.moment("publishedAt"),
    sha256: fields.textsByKey("sha256", 64),
  };
}
