import type { LetterFacts, LetterKind } from "#campaigns/mail/letter.ts";
import { greetingName } from "#campaigns/mail/plain-line.ts";

/** Every kind of letter. */
export const letterKinds = [
  "confirm",
  "remind",
  "thanks",
  "already",
  "links",
] as const satisfies LetterKind[];

const token = "eyJ2IjoxfQ.7Hq0Jm4y1vXo9b2nS5kTz8rWcLpUaEdF-GiKhMjN_oQsBtVuYwXxZ&x=1";

/** A page of the site with a token, as the links of letters look. */
export function page(name: string): string {
  return `https://sheaf.example/en/${name}/${token}`;
}

/** `signerName` is a name as a stranger may have typed it. */
type Changes = Partial<LetterFacts> & { signerName?: string };

/** All that a letter can be given, so that every block of the layout is used; `changes` replaces parts. */
export function buildFacts({ signerName, ...changes }: Changes = {}): LetterFacts {
  return {
    campaignName: "Stop Sex Trafficking of Children and Young People",
    headline: "Protect every child from trafficking for sexual purposes",
    organiser: "ECPAT International",
    owner: "ECPAT Philippines",
    office: "Department of Justice of the Philippines",
    share: "https://sheaf.example/c/stop/ph?source=mail",
    greeting: greetingName(signerName ?? "Ana María López"),
    until: "7 December 2026 at 14:05 UTC",
    entries: ["Entered on 23 November 2026, from Thailand"],
    links: {
      confirm: page("confirm"),
      withdraw: page("withdraw"),
      preferences: page("preferences"),
      unsubscribe: page("unsubscribe"),
    },
    ...changes,
  };
}

/** The addresses that an HTML part links to, in order, each once. */
export function linksOfHtml(html: string): string[] {
  const found = html.matchAll(/href="([^"]*)"/g).map(([, href = ""]) => href.replaceAll("&amp;", "&"));
  return [...new Set(found)];
}

/** The addresses that stand in a plain text, in order, each once. */
export function linksOfText(text: string): string[] {
  return [...new Set(text.matchAll(/https?:\/\/\S+/g).map(([link]) => link))];
}
