import { type Fields, readFields } from "./fields.ts";
import type { Claim, Source } from "./source.ts";
import type { YamlFile } from "./yaml-file.ts";

/** The contents of sources.yaml: the sources, and what each of them says in our words. */
export type SourcesFile = { sources: Source[]; claims: Claim[] };

/** Reads sources.yaml; every wrong or missing value is reported with its line. */
export function readSourcesFile(file: YamlFile): SourcesFile {
  return readFields(file, [], readSourceList);
}

/** Reads the optional list `sources` of a file. */
export function readSourceList(fields: Fields): SourcesFile {
  const read = fields.listIfAny("sources", readSource);
  return {
    sources: read.map(({ source }) => source),
    claims: read.flatMap(({ source, claims }) =>
      claims.map((statement) => ({ source: source.number, statement })),
    ),
  };
}

function readSource(fields: Fields): { source: Source; claims: string[] } {
  const source = {
    number: fields.whole("number"),
    document: fields.text("document", 200),
    title: fields.text("title", 200),
    section: fields.text("section", 200),
    language: fields.text("language", 35),
    readAt: fields.moment("readAt"),
    credit: fields.text("credit", 600),
  };
  return { source, claims: fields.texts("claims", 600) };
}
