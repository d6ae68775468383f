import type { Account } from "../../access/account.ts";
import type { Actor } from "../../audit/entry.model.ts";
import { DomainError } from "../../platform/errors.ts";
import { endOfDay, startOfDay } from "../../texts/campaign-days.ts";
import { isTimeZone } from "../../texts/zoned-moment.ts";
import type { Deps } from "../deps.ts";
import { plainDays } from "../write-catalogue.ts";
import type { Schedule } from "./change-campaign.ts";
import { filesToStore, type OpenDraft, openDraft } from "./open-draft.ts";
import { type PaletteName, paletteNames, paletteOf } from "./palettes.ts";
import { listAt, type Plain, type PlainFiles, plainAt, withPlain } from "./plain.ts";
import { storeDraft } from "./store-draft.ts";

/** What an unpublished campaign has beside its texts; the palette is null when a folder brought other colours. */
export type DraftSettings = Schedule & {
  palette: PaletteName | null;
  verification: "email" | "none";
  asksPostcode: boolean;
};

/** The countries of a draft's petitions. */
export function countriesIn(own: PlainFiles): string[] {
  const petitions = listAt(own.get("campaign.yaml"), ["petitions"]);
  return petitions.flatMap((petition) => {
    const country = plainAt(petition, ["country"]);
    return typeof country === "string" ? [country] : [];
  });
}

/** The settings that the files of a draft hold. */
export function settingsIn(own: PlainFiles): DraftSettings {
  const file = own.get("campaign.yaml");
  const zone = String(plainAt(file, ["timeZone"]) ?? "UTC");
  const timeZone = isTimeZone(zone) ? zone : "UTC";
  const closesAt = plainAt(file, ["closesAt"]);
  const opensAt = String(plainAt(file, ["opensAt"]));
  return {
    goals: listAt(file, ["goals"]).map(Number),
    timeZone,
    opensAt: startOfDay(opensAt, timeZone) ?? new Date(opensAt),
    closesAt: typeof closesAt === "string" ? (endOfDay(closesAt, timeZone) ?? new Date(closesAt)) : null,
    palette: paletteNames.find((name) => isSame(paletteOf(name), plainAt(file, ["colours"]))) ?? null,
    verification: plainAt(file, ["verification"]) === "none" ? "none" : "email",
    asksPostcode: plainAt(file, ["asksPostcode"]) === true,
  };
}

/**
 * Opens a campaign's draft for its settings.
 * @throws DomainError `not-found`; `draft-changed` once the campaign is published: from then on dates change through
 * `moveSchedule`.
 */
export async function openSettings(
  deps: Pick<Deps, "database" | "now">,
  given: { account: Account; campaign: string },
): Promise<OpenDraft> {
  const open = await openDraft(deps, { ...given, petition: null });
  if (open.live) throw changedMeanwhile();
  return open;
}

/**
 * Saves settings to a draft opened with `openSettings`; it has to be submitted again. The caller has already shown
 * the problems found by `checkSchedule`.
 * @throws DomainError `draft-changed` when somebody saved the draft in the meantime; `database-unavailable` or
 * `storage-full`.
 */
export async function saveSettings(
  deps: Pick<Deps, "database" | "now">,
  {
    open,
    account,
    actor,
    settings,
  }: {
    open: OpenDraft;
    account: Account;
    actor: Actor;
    settings: DraftSettings;
  },
): Promise<void> {
  const { submitted: _, approved: __, ...kept } = open.draft;
  const files = new Map(open.own).set("campaign.yaml", withSettings(open.own.get("campaign.yaml"), settings));
  const edited = { account: account.id, organisation: account.organisation, at: deps.now() };
  const changed = { ...kept, state: "draft", files: filesToStore(files), edited } as const;
  const details = { part: "settings", changed: 1 };
  if (!(await storeDraft(deps, changed, { actor, act: "petition.edit", details }))) throw changedMeanwhile();
}

function withSettings(file: Plain | undefined, settings: DraftSettings): Plain {
  const { palette, timeZone, goals, verification, asksPostcode } = settings;
  const values: Record<string, Plain> = {
    ...{ verification, asksPostcode, goals },
    timeZone,
    ...plainDays(settings),
    ...(palette && { colours: paletteOf(palette) }),
    // Without a postcode nothing distinguishes two people who share a mailbox.
    ...(!asksPostcode && { sharedMailbox: false }),
  };
  return Object.entries(values).reduce<Plain>(
    (all, [key, value]) => withPlain(all, [key], value),
    file ?? null,
  );
}

function isSame(palette: ReturnType<typeof paletteOf>, colours: Plain | undefined): boolean {
  return JSON.stringify(palette) === JSON.stringify(colours);
}

function changedMeanwhile(): DomainError {
  return new DomainError("draft-changed", "Somebody changed this meanwhile: look at it again.");
}
