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
    const says = `organisation "${slug}" is not in the network: load it with "sheaf organisations load", or name another`;
    file.refuse(path, says);
  };
  refuseUnknown(organisation, ["organisation"]);
  petitions.forEach((petition, index) => {
    const path = ["petitions", index, "organisation"];
    const before = held.petitions.get(petition.id);
    if (petition.organisation !== organisation) refuseUnknown(petition.organisation, path);
    if (before === undefined || before === petition.organisation) return;
    const says =
      `petition "${petition.id}" belongs to "${before}" in the database and to "${petition.organisation}" here: put that back, ` +
      "its supporters agreed to hear from that organisation";
    file.refuse(path, says);
  });
}
