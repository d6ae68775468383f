import type { FastifyRequest } from "fastify";
import { noteAct } from "#campaigns/audit/note-act.ts";
import type { Deps } from "#campaigns/open.ts";
import { together, type Within } from "#campaigns/platform/in-transaction.ts";
import { accountOf, actorOf } from "../../plugins/sessions.ts";

/** Changes one's own account and notes the act, both or neither; not noted is what was not `isDone`. */
export function noted<T>(
  deps: Deps,
  request: FastifyRequest,
  act: string,
  change: (deps: Deps & Within) => Promise<T>,
  isDone: (outcome: T) => boolean = (outcome) => outcome !== false,
): Promise<T> {
  return together(deps, async (inner) => {
    const outcome = await change(inner);
    if (isDone(outcome)) await noteAct(inner, actorOf(request), act, `account/${accountOf(request).id}`);
    return outcome;
  });
}
