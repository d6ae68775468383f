import type { CampaignColours } from "../campaign.ts";

const gold = "#f6b26b";

/** Colours to choose from for a new campaign; a folder can bring others. All pass the contrast rule. */
export const palettes = {
  blue: {
    light: {
      band: "#17365d",
      onBand: "#ffffff",
      onBandSoft: "#d3e0f0",
      stalk: gold,
      campaign: "#1d4f8c",
      campaignDeep: "#123763",
      onCampaign: "#ffffff",
      tint: "#e7eef7",
      map: ["#d3d8df", "#a9bfdb", "#6f96c6", "#3a69a6", "#17365d"],
    },
    dark: {
      band: "#132c4c",
      onBand: "#ffffff",
      onBandSoft: "#c9d8ec",
      stalk: gold,
      campaign: "#9cc3f2",
      campaignDeep: "#c3dcf9",
      onCampaign: "#0a1c33",
      tint: "#1b2a3f",
      map: ["#333d4a", "#3f5f88", "#5583b8", "#86afde", "#c9e0fb"],
    },
  },
  green: {
    light: {
      band: "#14432f",
      onBand: "#ffffff",
      onBandSoft: "#cfe5d9",
      stalk: gold,
      campaign: "#1c6144",
      campaignDeep: "#12442f",
      onCampaign: "#ffffff",
      tint: "#e5f1ea",
      map: ["#d5dcd8", "#a8ccb9", "#68a487", "#35785a", "#14432f"],
    },
    dark: {
      band: "#113626",
      onBand: "#ffffff",
      onBandSoft: "#c5dfd1",
      stalk: gold,
      campaign: "#8fd3b0",
      campaignDeep: "#bce6d0",
      onCampaign: "#082317",
      tint: "#182f25",
      map: ["#33443c", "#3d6a55", "#52947a", "#83c4a7", "#c5ecd9"],
    },
  },
  plum: {
    light: {
      band: "#4a1f4f",
      onBand: "#ffffff",
      onBandSoft: "#ead5ec",
      stalk: gold,
      campaign: "#70307a",
      campaignDeep: "#4d1f54",
      onCampaign: "#ffffff",
      tint: "#f4eaf5",
      map: ["#dcd6dd", "#cbb0cf", "#a877af", "#7e4687", "#4a1f4f"],
    },
    dark: {
      band: "#3c1941",
      onBand: "#ffffff",
      onBandSoft: "#e2cbe5",
      stalk: gold,
      campaign: "#dfa9e6",
      campaignDeep: "#eecbf2",
      onCampaign: "#2b0d30",
      tint: "#33203a",
      map: ["#453a47", "#6d4a73", "#956b9c", "#c49acb", "#ecd2f0"],
    },
  },
} as const satisfies Record<string, { light: Readonly<Fixed>; dark: Readonly<Fixed> }>;

type Fixed = Omit<CampaignColours["light"], "map"> & { map: readonly string[] };

export type PaletteName = keyof typeof palettes;

/** Their names, in the order offered. */
export const paletteNames = ["blue", "green", "plum"] as const satisfies readonly PaletteName[];

/** The colours of a palette. */
export function paletteOf(name: PaletteName): CampaignColours {
  const { light, dark } = palettes[name];
  return { light: { ...light, map: [...light.map] }, dark: { ...dark, map: [...dark.map] } };
}
