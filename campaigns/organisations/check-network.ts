import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { secretariat } from "../access/secretariat.ts";
import { isSlug } from "../texts/slug.ts";
import { nameOfFile, type Problem, sortProblems, YamlFile } from "../texts/yaml-file.ts";
import { checkOrganisation } from "./check-organisation.ts";
import { type OrganisationFile, readOrganisationFile } from "./organisation-file.ts";

/** The folder of a network and what is wrong in it: one file per organisation, named by its slug. */
export type CheckedNetwork = { organisations: Map<string, OrganisationFile>; problems: Problem[] };

type ReadFile = { slug: string; file: YamlFile; contents: OrganisationFile };

const ending = ".yaml";

/** Reads a network's folder and checks it against every rule; needs no database and changes nothing. */
export async function checkNetwork(folder: string): Promise<CheckedNetwork> {
  const problems: Problem[] = [];
  const refuse = (path: string, says: string) =>
    problems.push({ file: nameOfFile(path), line: 1, path: [], says });
  const names = await readdir(folder).then(
    (found) => found.sort(),
    () => null,
  );
  if (!names) refuse(folder, "is no folder that can be read: check its path");
  const read: ReadFile[] = [];
  for (const name of names ?? []) {
    if (!name.endsWith(ending)) continue;
    const slug = basename(name, ending);
    const path = join(folder, name);
    if (!isSlug(slug)) refuse(path, "must be named by a slug: lower-case letters and digits, single hyphens");
    const file = await YamlFile.open(path, problems);
    if (file) read.push({ slug, file, contents: readOrganisationFile(file) });
  }
  for (const { slug, file, contents } of read) checkOrganisation(file, slug, contents);
  checkParents(read);
  if (names && !read.some(({ slug }) => slug === secretariat)) {
    refuse(folder, `lacks ${secretariat}${ending}: a network has its secretariat`);
  }
  return {
    organisations: new Map(read.map(({ slug, contents }) => [slug, contents])),
    problems: sortProblems(problems),
  };
}

function checkParents(read: ReadFile[]): void {
  const whole = new Set(read.filter(({ contents }) => contents.kind !== "office").map(({ slug }) => slug));
  for (const { file, contents } of read) {
    if (contents.parent === null || whole.has(contents.parent)) continue;
    file.refuse(
      ["parent"],
      `parent "${contents.parent}" must be another organisation here that is no office`,
    );
  }
}
