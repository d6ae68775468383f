import type { Palette } from "../petitions/campaign.ts";

/** The part of a campaign's colours that its mails use. */
export type LetterColours = Record<"light" | "dark", Pick<Palette, "campaign" | "onCampaign">>;

/** The colours of mails without a campaign; the layouts are drawn in these. */
export const ownColours: LetterColours = {
  // A white that differs from the paper's, so that the two can be told apart.
  light: { campaign: "#00645a", onCampaign: "#fffffe" },
  dark: { campaign: "#74d3bc", onCampaign: "#05231d" },
};

const names = ["campaign", "onCampaign"] as const;

/** Replaces the colours in a layout with gaps. */
export function colourGaps(layout: string): string {
  let gapped = layout;
  for (const scheme of ["light", "dark"] as const) {
    for (const name of names) gapped = gapped.replaceAll(ownColours[scheme][name], `{{${scheme}-${name}}}`);
  }
  return gapped;
}

/** What goes into those gaps. */
export function colourValues(colours: LetterColours): Record<string, string> {
  return Object.fromEntries(
    (["light", "dark"] as const).flatMap((scheme) =>
      names.map((name) => [`${scheme}-${name}`, colours[scheme][name]] as const),
    ),
  );
}
