import type { Organisation } from "#campaigns/organisations/organisation.ts";

/** The name of an organisation by its slug; the slug where the network has none such. */
export function organisationName(organisations: readonly Organisation[], slug: string): string {
  return organisations.find((organisation) => organisation.slug === slug)?.name ?? slug;
}
