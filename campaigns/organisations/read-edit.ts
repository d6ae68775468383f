import { stringify } from "yaml";
import { writeDay } from "../texts/read-day.ts";
import { isSlug } from "../texts/slug.ts";
import { type Problem, YamlFile } from "../texts/yaml-file.ts";
import { checkOrganisation } from "./check-organisation.ts";
import { listOrganisations, type OrganisationDeps } from "./find-organisation.ts";
import { type OrganisationFile, readOrganisationFile } from "./organisation-file.ts";
import type { Sender } from "./sender.ts";

/** What is wrong with what was typed: where it stands, such as `about.fr.0`, and the broken rule. */
export type EditProblem = Pick<Problem, "path" | "code" | "gaps">;

/** The normalised input, with what is wrong in it. */
type CheckedEdit = { contents: OrganisationFile; problems: EditProblem[] };

/**
 * Checks an edited organisation by the rules for its file, so that the console and the files have to meet the same.
 * Only languages that already have a text need to match.
 */
export async function checkEdit(
  deps: OrganisationDeps,
  slug: string,
  typed: OrganisationFile,
): Promise<CheckedEdit> {
  const problems: Problem[] = [];
  const file = YamlFile.parse(slug, stringify(toFile(typed)), problems);
  if (!file) return { contents: typed, problems };
  const contents = readOrganisationFile(file);
  if (!isSlug(slug)) file.refuse(["slug"], "slug-to-write", {});
  checkOrganisation(file, slug, contents, "languages that there are");
  const parent = (await listOrganisations(deps)).find((other) => other.slug === contents.parent);
  if (contents.parent !== null && (!parent || parent.kind === "office" || parent.slug === slug)) {
    file.refuse(["parent"], "parent-to-choose", {});
  }
  return { contents, problems };
}

/** A file omits what does not exist. */
function toFile({ sources, claims, sender, ...typed }: OrganisationFile) {
  const about = Object.entries(typed.about).filter(([, paragraphs]) => paragraphs.length > 0);
  const listed = sources.map((source) => ({
    ...source,
    readAt: writeDay(source.readAt),
    claims: claims.filter(({ source: number }) => number === source.number).map(({ statement }) => statement),
  }));
  return {
    ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== null)),
    ...(sender && { sender: senderInFile(sender) }),
    about: Object.fromEntries(about),
    ...(listed.length > 0 && { sources: listed }),
  };
}

function senderInFile({ name, replyTo, signature }: Sender) {
  return {
    ...(name !== null && { name }),
    ...(replyTo !== null && { replyTo }),
    ...(Object.keys(signature).length > 0 && { signature }),
  };
}
