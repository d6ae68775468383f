import { eventId } from "../../mail/event-id.ts";
import type { Verdict } from "../../mail/judge-refusal.ts";
import { mailProvider } from "../../mail/mail-provider.ts";
import { noteMailEvent } from "../../mail/note-mail-event.ts";
import type { Deps } from "../deps.ts";
import { readDispatchId } from "../dispatch.model.ts";
import type { Update } from "../update.model.ts";
import type { Addressee } from "./choose-dispatches.ts";

/**
 * Notes that an update was refused while it was sent, just as when it comes back later. When that can't be written the
 * mail has failed all the same; the next one finds out again.
 */
export async function noteRefusal(
  deps: Pick<Deps, "database" | "keys" | "now">,
  { _id: update, campaign, organisation }: Update,
  { id, suppression: key, email }: Addressee,
  { kind, ground, status }: Verdict,
): Promise<void> {
  const { supporter: signature } = readDispatchId(id);
  const told = { kind, ground, status, source: "sending" } as const;
  const about = { key, provider: mailProvider(deps.keys, email), update, campaign, organisation };
  const known = eventId(kind, { kind: "dispatch", update, signature });
  await noteMailEvent(deps, known, told, about).catch(() => undefined);
}
