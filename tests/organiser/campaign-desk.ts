import type { LightMyRequestResponse } from "fastify";
import { expect } from "vitest";
import { openDraft } from "#campaigns/petitions/drafts/open-draft.ts";
import { fileOf, markOf, passagesOf } from "#campaigns/petitions/drafts/passages.ts";
import type { Locale } from "#campaigns/platform/languages/languages.ts";
import type { ConsoleClient } from "../support/console-client.ts";
import type { TestApp } from "../support/test-app.ts";

/** What the form of a new campaign sends. */
export const begin = (slug: string) => ({
  name: "Safe roads",
  slug,
  ask: "We ask for safe roads.",
  office: "Parliament",
  language: "en",
});

/** All that a page needs, in any language. */
export const words: Record<string, string> = {
  "page.name": "Safe roads",
  "page.headline": "Roads that children can cross",
  "page.ask": "We ask for safe roads.",
  "page.first": "Every child walks.",
  "page.why.0": "Because roads are dangerous.",
  "page.runBy.0.name": "Walkers",
  "page.runBy.0.text": "They walk.",
  "offices.international": "The Parliament",
  "wordings.international": "To: {office}\n\nMake roads safe.",
};

/** Two people who bring campaigns from their first words to publication, by the console's own pages. */
export type CampaignDesk = {
  /** The form of a part as a browser would send it, with some texts changed. */
  formOf(
    slug: string,
    part: Locale,
    texts: Record<string, string>,
    petition?: string,
  ): Promise<Record<string, string>>;
  /** A new campaign, written in English and the languages named. */
  write(slug: string, more?: readonly Locale[]): Promise<void>;
  act(who: ConsoleClient, slug: string, move: string, petition?: string): Promise<LightMyRequestResponse>;
  /** Submitted by the first, approved and published by the second. */
  publish(slug: string, petition?: string): Promise<void>;
};

/** A desk of a writer and a second person. */
export function campaignDesk({ deps }: TestApp, writer: ConsoleClient, second: ConsoleClient): CampaignDesk {
  const open = (campaign: string, petition?: string) =>
    openDraft(deps, { account: writer.account, campaign, petition: petition ?? null });
  const desk: CampaignDesk = {
    async formOf(slug, part, texts, petition) {
      const { own } = await open(slug, petition);
      const passages = passagesOf(part, own.get(fileOf(part)), petition ?? null);
      const fields = passages.flatMap(({ key, text }) => [
        [`text.${key}`, texts[key] ?? text],
        [`was.${key}`, markOf(text)],
      ]);
      return Object.fromEntries(fields);
    },
    async write(slug, more = []) {
      await writer.post("/organiser/campaigns/new", begin(slug));
      for (const language of more) await writer.post(`/organiser/c/${slug}/languages`, { language });
      for (const locale of ["en", ...more]) {
        const form = await desk.formOf(slug, locale, words);
        const saved = await writer.post(`/organiser/c/${slug}/petitions/page?in=${locale}`, form);
        expect(saved.statusCode).toBe(303);
      }
    },
    async act(who, slug, move, petition) {
      const { draft } = await open(slug, petition);
      const path = `/organiser/c/${slug}/petitions/${petition ?? "page"}/${move}`;
      return who.post(path, { revision: String(draft.revision) });
    },
    async publish(slug, petition) {
      for (const move of ["submit", "approve", "publish"]) {
        const answer = await desk.act(move === "submit" ? writer : second, slug, move, petition);
        expect([move, answer.statusCode]).toEqual([move, 303]);
      }
    },
  };
  return desk;
}
