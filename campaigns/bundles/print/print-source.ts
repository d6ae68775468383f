import type { Checkpoint } from "../../log/checkpoint.ts";
import type { Organisation } from "../../organisations/organisation.ts";
import type { BundleScope } from "../bundle-scope.ts";
import type { RollCount } from "../roll-count.ts";
import type { SignedText } from "../signed-texts.ts";
import type { BundleMark } from "./print-frame.ts";

/** What letter and summary of a bundle are written from. */
export type PrintSource = {
  scope: BundleScope;
  count: RollCount;
  texts: readonly SignedText[];
  /** By petition and by country as this bundle tells them: what is too few to be named is under `allOthers`. */
  byPetition: Readonly<Record<string, number>>;
  byCountry: Readonly<Record<string, number>>;
  /** Whether it shows a leaf of the log for each signature; so it tells how many signed each wording, too. */
  showsLeaves: boolean;
  organisations: readonly Organisation[];
  /** The host of the site that collected: where to ask when no website of the organisation is known. */
  collector: string;
  /** How far the log had come. */
  log: Checkpoint;
  publicKey: string;
  mark: BundleMark;
};
