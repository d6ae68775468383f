import { LRUCache } from "lru-cache";
import { asDomainError } from "#campaigns/platform/database-failure.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { withTimeout } from "#campaigns/platform/with-timeout.ts";
import { type DrawnPage, drawnPage } from "./send-page.ts";

/** For how long a page is sent as it was drawn, in milliseconds: its total changes once a second at most. */
const freshFor = 250;
/** How long, in milliseconds, a reader waits for a fresh page where there is an older one. */
const patience = 1_500;
/** Pages that are kept, in characters: some hundred. */
const keptLength = 8 * 1_024 * 1_024;

type Kept = DrawnPage & { drawnAt: number; source: object | undefined };

/**
 * Pages that are the same for everybody, drawn a few times a second however many ask. While the database is
 * away the page that was drawn last is sent.
 */
export class KeptPages {
  readonly #kept = new LRUCache<string, Kept>({
    maxSize: keptLength,
    sizeCalculation: ({ text }) => Math.max(text.length, 1),
  });
  readonly #drawing = new Map<string, Promise<Kept>>();

  /**
   * Gives the page of a name, drawing it when none young enough is kept that was drawn from the same `source`: what was
   * read of the database, which is another object once something changed. Those who ask at once share a drawing.
   */
  async get(name: string, source: object | undefined, draw: () => Promise<string>): Promise<DrawnPage> {
    const kept = this.#kept.get(name);
    if (kept && kept.source === source && performance.now() - kept.drawnAt < freshFor) return kept;
    const drawing = this.#drawing.get(name) ?? this.#draw(name, source, draw);
    return (kept ? withTimeout(drawing, patience) : drawing).catch((error: unknown) => {
      const known = asDomainError(error);
      if (kept && known instanceof DomainError && known.code === "database-unavailable") return kept;
      throw error;
    });
  }

  #draw(name: string, source: object | undefined, draw: () => Promise<string>): Promise<Kept> {
    const drawing = draw()
      .then((text) => {
        const page = { ...drawnPage(text), source, drawnAt: performance.now() };
        this.#kept.set(name, page);
        return page;
      })
      .finally(() => this.#drawing.delete(name));
    this.#drawing.set(name, drawing);
    return drawing;
  }
}
