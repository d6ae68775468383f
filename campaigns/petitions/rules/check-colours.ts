import { show } from "../../texts/fields.ts";
import type { Gap } from "../../texts/problem-codes.ts";
import type { YamlFile } from "../../texts/yaml-file.ts";
import type { Palette } from "../campaign.ts";
import { neutralColours } from "../neutral-colours.ts";
import type { CampaignFile } from "../reading/campaign-file.ts";
import { contrast } from "./contrast.ts";

/** Minimum contrast of text, and of marks (lines, bars, rings), with their background: WCAG 2.2, 1.4.3 and 1.4.11. */
const textContrast = 4.5;
const markContrast = 3;

const mapSteps = 5;

type Scheme = keyof typeof neutralColours;
/** Two colours seen together: the token at fault, both colours, the background, the minimum contrast. */
type Pair = { token: string; colour: string; behind: string; name: Gap; least: number };

/** Reports colours that are not `#rrggbb`, maps without five steps, and pairs with too little contrast. */
export function checkColours(file: YamlFile, { colours }: CampaignFile): void {
  for (const scheme of ["light", "dark"] as const) {
    const palette = colours[scheme];
    if (!areColours(file, scheme, palette)) continue;
    for (const { token, colour, behind, name, least } of pairs(scheme, palette)) {
      const found = contrast(colour, behind);
      if (found >= least) continue;
      const path = ["colours", scheme, token];
      const gaps = { at: show(path), colour, contrast: found.toFixed(2), name, behind, least };
      file.refuse(path, "colour-faint", gaps);
    }
  }
}

function areColours(file: YamlFile, scheme: Scheme, { map, ...tokens }: Palette): boolean {
  const wrong = Object.entries(tokens).filter(([, colour]) => !/^#[0-9a-f]{6}$/.test(colour));
  for (const [token, colour] of wrong) {
    // An empty value is a missing one, and was reported when it was read.
    const path = ["colours", scheme, token];
    if (colour) file.refuse(path, "colour-unfit", { at: show(path) });
  }
  const goodMap = map.length === mapSteps && map.every((colour) => /^#[0-9a-f]{6}$/.test(colour));
  if (!goodMap && map.length > 0) {
    const path = ["colours", scheme, "map"];
    file.refuse(path, "map-unfit", { at: show(path), steps: mapSteps });
  }
  return wrong.length === 0 && goodMap;
}

function pairs(scheme: Scheme, palette: Palette): Pair[] {
  const { paper, surface, ink } = neutralColours[scheme];
  const [none = "", , , , most = ""] = palette.map;
  const text = (token: string, colour: string, name: Gap, behind: string): Pair => ({
    token,
    colour,
    behind,
    name,
    least: textContrast,
  });
  return [
    text("onBand", palette.onBand, "band", palette.band),
    text("onBandSoft", palette.onBandSoft, "band", palette.band),
    text("onCampaign", palette.onCampaign, "campaign", palette.campaign),
    text("onCampaign", palette.onCampaign, "campaignDeep", palette.campaignDeep),
    text("campaign", palette.campaign, { word: "paper" }, paper),
    text("campaign", palette.campaign, { word: "surface" }, surface),
    text("tint", palette.tint, "campaign", palette.campaign),
    text("campaignDeep", palette.campaignDeep, { word: "paper" }, paper),
    text("campaignDeep", palette.campaignDeep, { word: "surface" }, surface),
    text("tint", palette.tint, { word: "ink" }, ink),
    { ...text("stalk", palette.stalk, "band", palette.band), least: markContrast },
    { ...text("map", most, { word: "paper" }, paper), least: markContrast },
    { ...text("map", most, { word: "first-step" }, none), least: markContrast },
  ];
}
