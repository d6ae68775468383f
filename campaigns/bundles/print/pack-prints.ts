import { listOrganisations } from "../../organisations/find-organisation.ts";
import { campaignName } from "../../petitions/text-locale.ts";
import type { FrameLocale } from "../../platform/languages/languages.ts";
import { type Keys, publicKeyPem } from "../../platform/sealing/keys.ts";
import type { FrozenRoll } from "../at-frozen-roll.ts";
import type { BundleLevel } from "../bundle-level.ts";
import type { Database } from "../deps.ts";
import { openSignatory } from "../open-signatory.ts";
import type { Pack, PackedFile } from "../pack.ts";
import { readRoll } from "../read-roll.ts";
import { shownTotals } from "../shown-totals.ts";
import { showsPostcode } from "../shows-postcode.ts";
import { dayOf } from "../signature-rows.ts";
import { lettersOf, printLocale } from "./letters-of.ts";
import type { BundleMark } from "./print-frame.ts";
import { printLetter } from "./print-letter.ts";
import { type PrintedSignature, printPages } from "./print-pages.ts";
import type { PrintSource } from "./print-source.ts";
import { printSummary } from "./print-summary.ts";
import { summaryOf } from "./summary-of.ts";

/** What a bundle's prints are made of, and from where. */
export type PrintOrder = Pick<PrintSource, "scope" | "count" | "texts" | "log"> & {
  database: Pick<Database, "signatures" | "organisations">;
  roll: Pick<FrozenRoll, "moment" | "underWay">;
  keys: Keys;
  level: BundleLevel;
  recipient: string | undefined;
  /** Whether each signature is printed, with its name. */
  hasPages: boolean;
  /** What is packed so far. */
  files: readonly PackedFile[];
  /** Called with the number of signatures printed, and of those to print. */
  onProgress: (printed: number, expected: number) => void;
};

/** Longer lists are not printed: it would take longer than MongoDB keeps the bundle's moment. */
export const mostPrinted = 2_000_000;

/** Files that a print can be tied to, the one that says most last. */
const tiedTo = ["counts.csv", "leaves.txt", "signatures.csv"];

/**
 * Packs the prints of a bundle: letter.pdf, summary.pdf and, where it shows names, signatures-001.pdf and so on, each
 * part as it is printed. @throws DomainError `bundle-refused`, `keys-lost`, `too-many`.
 */
export async function packPrints(pack: Pack, order: PrintOrder): Promise<PackedFile[]> {
  const { database, scope, count, level } = order;
  const source: PrintSource = {
    ...order,
    ...shownTotals(count, scope, level),
    showsLeaves: level > 0,
    organisations: await listOrganisations({ database }),
    collector: order.log.origin.split("/")[0] ?? "",
    publicKey: publicKeyPem(order.keys),
    mark: markOf(order),
  };
  const letters = lettersOf(source);
  const locale = printLocale(letters);
  const [mark, accent] = [source.mark, scope.campaign.colours.light.campaign];
  const packed: PackedFile[] = [];
  if (letters.length > 0)
    packed.push(pack.addText("letter.pdf", await printLetter({ letters, locale, mark, accent })));
  packed.push(pack.addText("summary.pdf", await printSummary(summaryOf(source, locale))));
  if (!order.hasPages) return packed;
  for await (const { name, pdf, last } of printPages(pagesOf(order, source, locale), signaturesOf(order))) {
    packed.push(await pack.addStream(name, inOnePiece(pdf)));
    order.onProgress(last, count.signatures);
  }
  return packed;
}

/** The same roll has the same id: what is in it, of when, and the beginning of the hash that it is tied to. */
function markOf({ scope, count, files, recipient }: PrintOrder): BundleMark {
  const tie = files
    .filter(({ name }) => tiedTo.includes(name))
    .sort(byTie)
    .at(-1);
  if (!tie) throw new RangeError("A print needs a file of the bundle that it is tied to.");
  const { name, sha256 } = tie;
  const { campaign, country, organisation } = scope;
  const day = dayOf(new Date(count.last)).replaceAll("-", "");
  const parts = [campaign.slug, country, organisation, day, sha256.slice(0, 12)];
  return { id: parts.filter((part) => part !== undefined).join("-"), file: name, sha256, recipient };
}

function byTie(one: PackedFile, other: PackedFile): number {
  return tiedTo.indexOf(one.name) - tiedTo.indexOf(other.name);
}

function pagesOf({ scope, count, level }: PrintOrder, source: PrintSource, locale: FrameLocale) {
  const { campaign } = scope;
  return {
    locale,
    campaign: campaignName(campaign, locale),
    signatures: count.signatures,
    asksPostcode: showsPostcode(scope, level),
    namesPetition: count.by(0).length > 1,
    mark: source.mark,
    accent: campaign.colours.light.campaign,
  };
}

/** The signatures of the bundle's moment, in its order; without the names of those who asked to be left unnamed. */
async function* signaturesOf({
  database,
  roll,
  scope,
  keys,
}: PrintOrder): AsyncGenerator<PrintedSignature[]> {
  for await (const entries of readRoll(database, roll, scope)) {
    yield entries.map((entry) => {
      const { name, postcode } = openSignatory(keys, entry);
      const { country, petition, at, unnamed } = entry;
      return { country, petition, name: unnamed ? null : name, postcode, day: dayOf(at) };
    });
  }
}

async function* inOnePiece(file: Buffer): AsyncGenerator<Buffer> {
  yield file;
}
