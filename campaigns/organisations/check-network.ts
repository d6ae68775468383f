import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { secretariat } from "../access/secretariat.ts";
import { isSlug } from "../texts/slug.ts";
import { nameOfFile, type Problem, problemOfFile, sortProblems, YamlFile } from "../texts/yaml-file.ts";
import { checkOrganisation } from "./check-organisation.ts";
import { type OrganisationFile, readOrganisationFile } from "./organisation-file.ts";

/** The folder of a network and what is wrong in it: one file per organisation, named by its slug. */
export type CheckedNetwork = { organisations: Map<string, OrganisationFile>; problems: Problem[] };

type ReadFile = { slug: string; file: YamlFile; contents: OrganisationFile };

const ending = ".yaml";

/** Reads a network's folder and checks it against every rule; needs no database and changes nothing. */
export async function checkNetwork(folder: string): Promise<CheckedNetwork> {
  const problems: Problem[] = [];
  const names = await readdir(folder).then(
    (found) => found.sort(),
    () => null,
  );
  if (!names) problems.push(problemOfFile(nameOfFile(folder), "folder-unreadable", {}));
  const read: ReadFile[] = [];
  for (const name of names ?? []) {
    if (!name.endsWith(ending)) continue;
    const slug = basename(name, ending);
    const path = join(folder, name);
    if (!isSlug(slug)) problems.push(problemOfFile(nameOfFile(path), "file-no-slug", {}));
    const file = await YamlFile.open(path, problems);
    if (file) read.push({ slug, file, contents: readOrganisationFile(file) });
  }
  for (const { slug, file, contents } of read) checkOrganisation(file, slug, contents);
  checkParents(read);
  if (names && !read.some(({ slug }) => slug === secretariat)) {
    const file = `${secretariat}${ending}`;
    problems.push(problemOfFile(nameOfFile(folder), "network-without-secretariat", { file }));
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
    file.refuse(["parent"], "parent-unknown", { parent: contents.parent });
  }
}
