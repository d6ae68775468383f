import { type Fields, readFields } from "../texts/fields.ts";
import { readSourceList } from "../texts/sources-file.ts";
import type { YamlFile } from "../texts/yaml-file.ts";
import { type Organisation, organisationKinds } from "./organisation.ts";
import type { Sender } from "./sender.ts";

/** What an organisation's file says about it; the file's name is its slug. */
export type OrganisationFile = Omit<Organisation, "slug" | "endedAt" | "version" | "editedAt">;

/** Maximum length of a name, an address line, a paragraph and a signature, in UTF-16 units. */
export const longest = { name: 120, address: 300, website: 200, paragraph: 1_200, signature: 400 } as const;

/** Reads an organisation's file; every wrong or missing value is reported on its line. */
export function readOrganisationFile(file: YamlFile): OrganisationFile {
  return readFields(file, [], (fields) => ({
    name: fields.text("name", longest.name),
    kind: fields.choice("kind", organisationKinds),
    parent: fields.textIfAny("parent", 80),
    countries: fields.texts("countries", 2),
    address: fields.textIfAny("address", longest.address),
    website: fields.textIfAny("website", longest.website),
    sender: fields.insideIfAny("sender", readSender),
    ...readSourceList(fields),
    about:
      fields.inside("about", (about) =>
        Object.fromEntries(
          about.keys().map((language) => [language, about.texts(language, longest.paragraph)]),
        ),
      ) ?? {},
  }));
}

function readSender(fields: Fields): Sender {
  return {
    name: fields.textIfAny("name", longest.name),
    replyTo: fields.textIfAny("replyTo", longest.address),
    signature: fields.keys().includes("signature") ? fields.textsByKey("signature", longest.signature) : {},
  };
}
