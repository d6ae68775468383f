import type { Campaign } from "../../petitions/campaign.ts";
import type { FrameLocale } from "../../platform/languages/languages.ts";
import type { Channel } from "../../signing/sheets/channel.ts";
import { countryMapSize, shadeCountries } from "../../texts/country-map.ts";
import { type DayCount, dayName, drawDays, numberedDays } from "./day-chart.ts";
import { type Accent, type BundleMark, printFrame } from "./print-frame.ts";
import { type PrintWords, printWords } from "./print-words.ts";
import { typeset } from "./typeset.ts";

/** The figures of a bundle, and what they rest on. */
export type Summary = {
  locale: FrameLocale;
  campaign: string;
  /** How the campaign counts each person once. */
  rule: Pick<Campaign, "verification" | "sharedMailbox">;
  signatures: number;
  /** Only signers of this country, a code; null for all. */
  country: string | null;
  /** Only petitions of this organisation, by its name; null for all. */
  organisation: string | null;
  asOf: Date;
  /** By office; an empty one holds the petitions that are not named. */
  byPetition: readonly { office: string; signatures: number }[];
  /** By code; an empty code holds those that are not named. */
  byCountry: readonly { country: string; signatures: number }[];
  byChannel: readonly { channel: Channel; signatures: number }[];
  /** In the order of days, at least one. */
  byDay: readonly DayCount[];
  /** How far the log of the campaign had come; its root in base64. */
  log: { origin: string; size: number; root: string };
  /** Whether the bundle shows each signature as a leaf of that log, so that its receiver can check them one by one. */
  showsLeaves: boolean;
  /** SHA-256 in hex of public-key.pem. */
  keySha256: string;
  mark: BundleMark;
  accent: Accent;
  /** Four shades of the map, `#rrggbb`, the lightest first. */
  shades: readonly [string, string, string, string];
};

/** Prints the figures of a bundle as a PDF. @throws DomainError `bundle-refused`. */
export async function printSummary(summary: Summary): Promise<Buffer> {
  const { locale, campaign, signatures, mark, accent } = summary;
  const words = printWords(locale);
  const { say, number } = words;
  return typeset("summary", {
    ...printFrame({ locale, words, title: say("summary.title", { campaign }), mark, accent }),
    total: say("summary.total", { count: signatures, number: number(signatures) }),
    scope: scopeOf(summary, words),
    terms: termsOf(summary, words),
    petitions: petitionsOf(summary, words),
    countries: countriesOf(summary, words),
    days: daysOf(summary, words),
    ...whatItSays(summary, words),
    check: { title: say("summary.check"), facts: checkOf(summary, words) },
  });
}

function scopeOf({ asOf, country, organisation, byDay }: Summary, words: PrintWords): string {
  const { say, moment } = words;
  const lines = [
    say("asOf", { moment: moment(asOf) }),
    say("period", periodOf(byDay, words)),
    country === null ? null : say("summary.onlyCountry", { country: words.country(country) }),
    organisation === null ? null : say("summary.onlyOrganisation", { organisation }),
  ];
  return lines.filter((line) => line !== null).join("\n");
}

function periodOf(byDay: Summary["byDay"], { day }: PrintWords) {
  return { first: day(byDay.at(0)?.day ?? "1970-01-01"), last: day(byDay.at(-1)?.day ?? "1970-01-01") };
}

function termsOf({ byChannel, signatures, rule }: Summary, { say, number, share }: PrintWords) {
  return {
    title: say("summary.terms"),
    note: say("summary.termsNote"),
    columns: ["way", "how", "signatures", "share"].map((key) => say(`summary.${key}`)),
    rows: byChannel.map(({ channel, signatures: some }) => [
      say(`summary.channel.${channel}`),
      say(`summary.checked.${channel === "web" ? `web-${rule.verification}` : channel}`),
      number(some),
      share(some, signatures),
    ]),
  };
}

function petitionsOf({ byPetition, signatures }: Summary, { say, number, share }: PrintWords) {
  return {
    title: say("summary.petitions"),
    columns: ["petition", "signatures", "share"].map((key) => say(`summary.${key}`)),
    rows: mostFirst(byPetition).map((one) => [
      one.office === "" ? say("summary.otherPetitions") : one.office,
      number(one.signatures),
      share(one.signatures, signatures),
    ]),
  };
}

function countriesOf({ byCountry, signatures, shades }: Summary, words: PrintWords) {
  const { say, number, share } = words;
  const name = (code: string) => (code === "" ? say("summary.otherCountries") : words.country(code));
  const { width, height } = countryMapSize;
  const drawn = shadeCountries(byCountry.map((one) => ({ code: one.country, counted: one.signatures })));
  const paths = drawn.map(({ shade, path }) => `<path fill="${shades[shade]}" d="${path}"/>`);
  return {
    title: say("summary.countries"),
    columns: ["country", "signatures", "share"].map((key) => say(`summary.${key}`)),
    rows: mostFirst(byCountry).map((one) => [
      name(one.country),
      number(one.signatures),
      share(one.signatures, signatures),
    ]),
    map: {
      alt: say("summary.map"),
      svg: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${paths.join("")}</svg>`,
      shades: drawn.map(({ shade, from }) => ({
        colour: shades[shade],
        text:
          shade === 0
            ? say("summary.shadeFirst", { number: number(drawn[1]?.from ?? 1) })
            : say("summary.shade", { number: number(from) }),
      })),
    },
  };
}

/** The most signed first; where as many signed, in the order given. */
function mostFirst<T extends { signatures: number }>(counts: readonly T[]): T[] {
  return counts.toSorted((one, other) => other.signatures - one.signatures);
}

function daysOf({ byDay, accent }: Summary, words: PrintWords) {
  const { say, number, shortDay } = words;
  const { svg, daysInBar, ticks, marks } = drawDays(byDay, accent);
  return {
    title: say("summary.days"),
    note: say("summary.bar", { count: daysInBar }),
    chart: {
      svg,
      alt: say("summary.chart", periodOf(byDay, words)),
      ticks: ticks.map(({ at, signatures }) => ({ at, text: number(signatures) })),
      marks: marks.map(({ at, day }) => ({ at, text: shortDay(day) })),
    },
    columns: [say("summary.week"), ...words.weekdays(), say("summary.weekSum")],
    rows: weeksOf(byDay).map(({ monday, counts }) => [
      shortDay(dayName(monday)),
      ...counts.map((count) => (count === 0 ? "" : number(count))),
      number(counts.reduce((sum, count) => sum + count, 0)),
    ]),
  };
}

/** Weeks with a signature, from Monday to Sunday. */
function weeksOf(byDay: readonly DayCount[]): { monday: number; counts: number[] }[] {
  const counts = numberedDays(byDay);
  // 1 January 1970 was a Thursday.
  const mondays = new Set(Array.from(counts.keys(), (day) => day - ((day + 3) % 7)));
  return [...mondays]
    .sort((one, other) => one - other)
    .map((monday) => ({
      monday,
      counts: [0, 1, 2, 3, 4, 5, 6].map((after) => counts.get(monday + after) ?? 0),
    }));
}

function whatItSays({ rule, showsLeaves }: Summary, { say }: PrintWords) {
  const points = (title: string, keys: readonly string[]) => ({
    title: say(`summary.${title}`),
    points: keys.map((key) => say(`summary.${key}`)),
  });
  return {
    counted: points("counted", [rule.sharedMailbox ? "shared" : "once", "spellings", "withdrawn"]),
    proves: points("proves", [...(showsLeaves ? ["unique", "logged"] : []), "intact", "agrees"]),
    "not-proved": points("notProved", [`human-${rule.verification}`, "true", "codes"]),
  };
}

function checkOf({ mark, log, keySha256 }: Summary, { say, number }: PrintWords) {
  return [
    { name: say("summary.bundle"), value: mark.id },
    { name: say("summary.log"), value: log.origin },
    { name: say("summary.leaves"), value: number(log.size) },
    // Its "=" belongs to its end, also where the print reads from right to left.
    { name: say("summary.root"), value: `\u2066${log.root}\u2069` },
    { name: say("summary.fileHash", { file: mark.file }), value: mark.sha256 },
    { name: say("summary.key"), value: `${keySha256}\n${say("summary.keyNote")}` },
  ];
}
