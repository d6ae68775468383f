import { secretariat } from "../../access/secretariat.ts";
import { type Fields, readFields } from "../../texts/fields.ts";
import type { YamlFile } from "../../texts/yaml-file.ts";
import { isTimeZone } from "../../texts/zoned-moment.ts";
import {
  type CampaignColours,
  type CampaignState,
  type Closing,
  campaignStates,
  closingReasons,
  type IllustrationName,
  illustrationNames,
  type Palette,
} from "../campaign.ts";

/** A petition as campaign.yaml names it; its wording is in the texts. */
export type PetitionEntry = {
  id: string;
  country: string | null;
  /** Null when the file names none: it belongs to the campaign's organisation. */
  organisation: string | null;
  /** Which of the texts' wordings it uses. */
  wording: string;
  version: number;
  publishedAt: Date;
};

/** The contents of campaign.yaml. */
export type CampaignFile = {
  slug: string;
  /** The secretariat if the file names none. */
  organisation: string;
  state: CampaignState;
  verification: "email" | "none";
  sharedMailbox: boolean;
  asksPostcode: boolean;
  /** UTC when the file names none. */
  timeZone: string;
  opensAt: Date;
  closesAt: Date | null;
  closed: Closing | null;
  goals: number[];
  languages: string[];
  colours: CampaignColours;
  illustration: IllustrationName | null;
  /** Whether its signatures are made up, to try Sheaf out; false when the file says nothing. */
  madeUp: boolean;
  petitions: PetitionEntry[];
};

/** Reads campaign.yaml; every wrong or missing value is reported with its line. */
export function readCampaignFile(file: YamlFile): CampaignFile {
  return readFields(file, [], (fields) => {
    const timeZone = readTimeZone(fields);
    return { ...readSettings(fields, timeZone), timeZone };
  });
}

function readTimeZone(fields: Fields): string {
  const name = fields.textIfAny("timeZone", 60) ?? "UTC";
  if (isTimeZone(name)) return name;
  fields.file.refuse(["timeZone"], "time-zone-unknown", { zone: name });
  return "UTC";
}

function readSettings(fields: Fields, timeZone: string): Omit<CampaignFile, "timeZone"> {
  return {
    slug: fields.text("slug", 80),
    organisation: fields.textIfAny("organisation", 80) ?? secretariat,
    state: fields.choice("state", campaignStates),
    verification: fields.choice("verification", ["email", "none"]),
    sharedMailbox: fields.flag("sharedMailbox"),
    asksPostcode: fields.flag("asksPostcode"),
    opensAt: fields.opening("opensAt", timeZone),
    closesAt: fields.closing("closesAt", timeZone),
    closed: fields.insideIfAny("closed", readClosing),
    goals: fields.wholes("goals"),
    languages: fields.texts("languages", 11),
    colours: fields.inside("colours", readColours) ?? { light: noPalette, dark: noPalette },
    illustration: fields.keys().includes("illustration")
      ? fields.choice("illustration", illustrationNames)
      : null,
    madeUp: fields.flagIfAny("madeUp"),
    petitions: fields.list("petitions", readPetition),
  };
}

function readClosing(fields: Fields): Closing {
  return { at: fields.moment("at"), reason: fields.choice("reason", closingReasons) };
}

function readPetition(fields: Fields): PetitionEntry {
  return {
    id: fields.text("id", 40),
    country: fields.textOrNull("country"),
    organisation: fields.textIfAny("organisation", 80),
    wording: fields.text("wording", 40),
    version: fields.whole("version"),
    publishedAt: fields.moment("publishedAt"),
  };
}

function readColours(fields: Fields): CampaignColours {
  return {
    light: fields.inside("light", readPalette) ?? noPalette,
    dark: fields.inside("dark", readPalette) ?? noPalette,
  };
}

function readPalette(fields: Fields): Palette {
  return {
    band: fields.text("band", 7),
    onBand: fields.text("onBand", 7),
    onBandSoft: fields.text("onBandSoft", 7),
    stalk: fields.text("stalk", 7),
    campaign: fields.text("campaign", 7),
    campaignDeep: fields.text("campaignDeep", 7),
    onCampaign: fields.text("onCampaign", 7),
    tint: fields.text("tint", 7),
    map: fields.texts("map", 7),
  };
}

const noPalette: Palette = {
  band: "",
  onBand: "",
  onBandSoft: "",
  stalk: "",
  campaign: "",
  campaignDeep: "",
  onCampaign: "",
  tint: "",
  map: [],
};
