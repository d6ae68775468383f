import { Type } from "typebox";
import type { Part } from "#campaigns/petitions/drafts/passages.ts";

const slug = Type.String({ minLength: 1, maxLength: 80 });

/** The parameters in the addresses of campaigns and their petitions. */
export const params = {
  campaign: Type.Object({ campaign: slug }),
  petition: Type.Object({ campaign: slug, petition: Type.String({ minLength: 1, maxLength: 40 }) }),
  /** A campaign as a whole, or one of its petitions. */
  subject: Type.Object({
    campaign: slug,
    petition: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  }),
} as const;

/** What is edited or previewed: a language, or the sources; if omitted, the first language. */
export const inQuery = Type.Object({
  in: Type.Optional(Type.Unsafe<Part>(Type.String({ maxLength: 11 }))),
  done: Type.Optional(Type.String({ maxLength: 20 })),
});

/** The language in a query. */
export const localeQuery = Type.Object({
  in: Type.String({ maxLength: 11 }),
});
