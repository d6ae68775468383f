import type { html } from "hono/html";

/** A piece of a page: values put into it are escaped unless they are pieces themselves. */
export type Html = ReturnType<typeof html>;

/** The text of a finished piece. Views await nothing, so a promise inside one is a defect. */
export function toText(piece: Html): string {
  if (piece instanceof Promise)
    throw new TypeError("A view holds a promise: await it before the view is made.");
  return piece.toString();
}
