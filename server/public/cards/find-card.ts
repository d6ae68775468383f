import type { Deps } from "#campaigns/open.ts";
import type { Campaign, Petition } from "#campaigns/petitions/campaign.ts";
import { type Card, drawCard } from "#campaigns/petitions/posters/draw-card.ts";
import { textLocale } from "#campaigns/petitions/text-locale.ts";
import { day, minute } from "#campaigns/platform/durations.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { ShortCache } from "#campaigns/platform/short-cache.ts";
import { fewestNamed, readPublicTotals } from "#campaigns/signing/tallies/read-public-totals.ts";
import type { Totals } from "#campaigns/signing/tallies/read-totals.ts";
import type { Phrasebook } from "../../page/phrasebook.ts";
import { textsOf } from "../campaign/own-texts.ts";

type CardDeps = Pick<Deps, "database">;

/** Drawn again when older than this; meanwhile the one that is there is given. */
const freshFor = 10 * minute;
const mostAtOnce = 3;

type Desk = { cards: ShortCache<Buffer>; drawing: number };
const desks = new WeakMap<object, Desk>();

/**
 * The picture that links to a petition show, with the total of its day. Kept in memory: asking again costs
 * nothing.
 * @throws DomainError `too-many` when too many are being drawn: posters and pictures of organisers wait in the same
 * line.
 */
export async function findCard(
  deps: CardDeps,
  book: Phrasebook,
  campaign: Campaign,
  petition: Petition,
): Promise<Buffer> {
  const desk = deskOf(deps);
  const lasting = cardOf(book, campaign, petition);
  return desk.cards.get(JSON.stringify([campaign.slug, petition.id, lasting]), async () => {
    if (desk.drawing >= mostAtOnce) throw new DomainError("too-many", "Too many cards are being drawn.");
    desk.drawing += 1;
    try {
      const totals = await readPublicTotals(deps, campaign);
      return await drawCard({ ...lasting, ...countOn(book, petition, totals) });
    } finally {
      desk.drawing -= 1;
    }
  });
}

function deskOf({ database }: CardDeps): Desk {
  const desk = desks.get(database.totals) ?? { cards: new ShortCache<Buffer>(freshFor, day), drawing: 0 };
  desks.set(database.totals, desk);
  return desk;
}

type Count = Pick<Card, "figure" | "words" | "day">;

/** All but the figure. */
function cardOf(book: Phrasebook, campaign: Campaign, petition: Petition): Omit<Card, keyof Count> {
  const { name, headline } = textsOf(book, campaign);
  const { band, onBand, onBandSoft, stalk } = campaign.colours.light;
  const target = book.say("campaign.to", {
    target: petition.target[textLocale(campaign, book.locale)] ?? "",
  });
  const { tag: lang, direction } = book;
  return { lang, direction, name, headline, target, band, onBand, onBandSoft, stalk };
}

/**
 * How many have signed this petition, else the campaign; small numbers, and those that are part of another sum, are not
 * told.
 */
function countOn(book: Phrasebook, petition: Petition, totals: Totals): Count {
  const own = totals.byPetition[petition.id];
  const [count, key] = own === undefined ? [totals.total, "card.campaign"] : [own, "card.petition"];
  if (count < fewestNamed) return { figure: "", words: book.say("campaign.again"), day: "" };
  return { figure: book.number(count), words: book.count(key, count), day: book.day(totals.asOf) };
}
