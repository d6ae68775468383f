import type { Palette } from "../petitions/campaign.ts";

/** Of a campaign's colours, those that its mails wear. */
export type LetterColours = Record<"light" | "dark", Pick<Palette, "campaign" | "onCampaign" | "tint">>;

/** What mails wear that belong to no campaign; the layouts are drawn in these. */
export const ownColours: LetterColours = {
  // A white that is told from the paper's.
  light: { campaign: "#00645a", onCampaign: "#fffffe", tint: "#e4f0ec" },
  dark: { campaign: "#74d3bc", onCampaign: "#05231d", tint: "#17302a" },
};

const names = ["campaign", "onCampaign", "tint"] as const;

/** Puts gaps into a layout where it wears its own colours. */
export function colourGaps(layout: string): string {
  let gapped = layout;
  for (const scheme of ["light", "dark"] as const) {
    for (const name of names) gapped = gapped.replaceAll(ownColours[scheme][name], `{{${scheme}-${name}}}`);
  }
  return gapped;
}

/** What stands in those gaps. */
export function colourValues(colours: LetterColours): Record<string, string> {
  return Object.fromEntries(
    (["light", "dark"] as const).flatMap((scheme) =>
      names.map((name) => [`${scheme}-${name}`, colours[scheme][name]] as const),
    ),
  );
}
