import { LRUCache } from "lru-cache";
import { DomainError } from "#campaigns/platform/errors.ts";
import { type DrawnPage, drawnPage } from "./send-page.ts";

/** For how long a page is sent as it was drawn, in milliseconds: its total changes once a second at most. */
const freshFor = 250;
/** Pages that are kept, in characters: some hundred. */
const keptLength = 8 * 1_024 * 1_024;

type Kept = DrawnPage & { drawnAt: number };

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

  /** Gives the page of a name, drawing it when none young enough is kept; those who ask at once share a drawing. */
  async get(name: string, draw: () => Promise<string>): Promise<DrawnPage> {
    const kept = this.#kept.get(name);
    if (kept && performance.now() - kept.drawnAt < freshFor) return kept;
    const drawing = this.#drawing.get(name) ?? this.#draw(name, draw);
    return drawing.catch((error: unknown) => {
      if (kept && error instanceof DomainError && error.code === "database-unavailable") return kept;
      throw error;
    });
  }

  #draw(name: string, draw: () => Promise<string>): Promise<Kept> {
    const drawing = draw()
      .then((text) => {
        const page = { ...drawnPage(text), drawnAt: performance.now() };
        this.#kept.set(name, page);
        return page;
      })
      .finally(() => this.#drawing.delete(name));
    this.#drawing.set(name, drawing);
    return drawing;
  }
}
