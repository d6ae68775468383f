import type { Campaign, Palette } from "#campaigns/petitions/campaign.ts";
import { addresses } from "./addresses.ts";
import { contentHash } from "./assets.ts";
import type { Page } from "./layout.view.ts";

const hex = /^#[0-9a-f]{6}$/i;

/** A campaign's colours as a stylesheet of custom properties, because pages may have no inline styles. */
export function coloursStylesheet({ colours }: Campaign): string {
  return `:root{${tokens(colours.light)}}@media (prefers-color-scheme:dark){:root{${tokens(colours.dark)}}}\n`;
}

function tokens({ map, ...palette }: Palette): string {
  const named = Object.entries(palette).map(([name, colour]) => [dashed(name), colour] as const);
  const steps = map.map((colour, step) => [`map-${step}`, colour] as const);
  return [...named, ...steps]
    .filter(([, colour]) => hex.test(colour))
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";");
}

function dashed(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** What a page needs in order to use a campaign's colours. */
export function dressOf(campaign: Campaign): NonNullable<Page["campaign"]> {
  return {
    slug: campaign.slug,
    languages: campaign.languages,
    colours: `${addresses.colours(campaign.slug)}?v=${contentHash(coloursStylesheet(campaign))}`,
    madeUp: campaign.madeUp === true,
    band: { light: campaign.colours.light.band, dark: campaign.colours.dark.band },
  };
}
