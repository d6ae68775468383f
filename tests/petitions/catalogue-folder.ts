import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";
import { checkCatalogue } from "#campaigns/petitions/check-catalogue.ts";
import { showProblem } from "#campaigns/texts/yaml-file.ts";

const small = fileURLToPath(new URL("./small-campaign/", import.meta.url));

/** A campaign's folder to break: a copy of tests/petitions/small-campaign that goes when the test ends. */
export type CatalogueFolder = {
  path: string;
  /** Replaces a text that stands exactly once in a file. */
  edit(file: string, from: string, to: string): void;
  write(file: string, text: string): void;
  read(file: string): string;
  remove(file: string): void;
  /** The problems as `file:line: what is wrong`, with the file's name from the folder on. */
  problems(): Promise<string[]>;
  /** `file:line: ` of the only line on which a text begins. */
  lineOf(file: string, words: string): string;
};

/** Copies the small campaign, under a slug of its own when one is given. */
export function makeCatalogueFolder(slug?: string): CatalogueFolder {
  const path = mkdtempSync(join(tmpdir(), "sheaf-catalogue-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  cpSync(small, path, { recursive: true });
  const read = (file: string) => readFileSync(join(path, file), "utf8");
  const folder: CatalogueFolder = {
    path,
    read,
    write: (file, text) => writeFileSync(join(path, file), text),
    remove: (file) => rmSync(join(path, file)),
    edit(file, from, to) {
      const [before, after, ...more] = read(file).split(from);
      if (after === undefined || more.length > 0) throw new Error(`"${from}" must stand once in ${file}.`);
      folder.write(file, `${before}${to}${after}`);
    },
    async problems() {
      const { problems } = await checkCatalogue(path);
      return problems.map((problem) => showProblem(problem).replace(`${path}/`, ""));
    },
    lineOf(file, words) {
      const [before, after, ...more] = read(file).split(words);
      if (after === undefined || more.length > 0) throw new Error(`"${words}" must stand once in ${file}.`);
      return `${file}:${before?.split("\n").length}: `;
    },
  };
  if (slug) folder.edit("campaign.yaml", "slug: small-campaign", `slug: ${slug}`);
  return folder;
}

/** Edits one place of the small campaign and expects one problem for it, on the line on which `at` stands. */
export async function expectRefusal(
  file: string,
  edit: { from: string; to: string; at?: string },
  says: string,
): Promise<void> {
  const folder = makeCatalogueFolder();
  folder.edit(file, edit.from, edit.to);
  const problems = await folder.problems();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(says);
  expect(problems[0]).toContain(folder.lineOf(file, edit.at ?? edit.to));
}
