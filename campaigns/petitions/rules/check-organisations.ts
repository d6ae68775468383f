import type { Path, YamlFile } from "../../texts/yaml-file.ts";
import type { CatalogueCampaign } from "../compose-campaign.ts";

/** What the database knows: the organisations, and the owner of each of the campaign's petitions. */
type Held = { organisations: ReadonlySet<string>; petitions: ReadonlyMap<string, string> };

/**
 * Reports organisations that are not in the network, once it has been loaded, and a petition that would pass to
 * another organisation: its supporters agreed to hear from the one they know.
 */
export function checkOrganisations(
  file: YamlFile,
  { organisation, petitions }: CatalogueCampaign,
  held: Held,
): void {
  const refuseUnknown = (slug: string, path: Path) => {
    if (held.organisations.size === 0 || held.organisations.has(slug)) return;
    file.refuse(path, "organisation-unknown", { organisation: slug });
  };
  refuseUnknown(organisation, ["organisation"]);
  petitions.forEach((petition, index) => {
    const path = ["petitions", index, "organisation"];
    const before = held.petitions.get(petition.id);
    if (petition.organisation !== organisation) refuseUnknown(petition.organisation, path);
    if (before === undefined || before === petition.organisation) return;
    const gaps = { petition: petition.id, before, now: petition.organisation };
    file.refuse(path, "petition-moved", gaps);
  });
}
