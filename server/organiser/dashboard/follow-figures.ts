import { PassThrough } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { readLiveFigures } from "#campaigns/dashboard/read-dashboard.ts";
import { type Asked, scopeOf } from "#campaigns/dashboard/scope.ts";
import type { Deps } from "#campaigns/open.ts";
import { accountOf, isStillSignedIn } from "../../plugins/sessions.ts";
import type { TotalsFeed } from "../follow-totals.ts";
import { consoleBook } from "../frame/console-book.ts";
import { liveTexts } from "./figures.view.ts";
import { showIn } from "./show.ts";

/** Who follows which figures; `open` has the streams that must end before the server can. */
type Follower = {
  request: FastifyRequest;
  reply: FastifyReply;
  slug: string;
  asked: Asked;
  open: Set<PassThrough>;
};

/**
 * A page's figures are read at most once a second, and twice a minute when nothing changes, because time passes too.
 */
const shortest = 1_000;
const heartbeat = 10_000;

/** After this the browser reconnects; ending a session ends its streams at their next heartbeat. */
const longest = 300_000;

/**
 * Sends a page's figures whenever they change, as server-sent events. Only what is within the account's reach
 * triggers this: changes of another organisation's figures can't be observed.
 * @throws DomainError `not-found`.
 */
export async function followFigures(
  deps: Deps,
  totals: TotalsFeed,
  { request, reply, slug, asked, open }: Follower,
): Promise<FastifyReply> {
  const account = accountOf(request);
  const book = consoleBook(account.locale);
  const { campaign } = await scopeOf(deps, account, slug, asked);
  const stream = new PassThrough();
  let last = "";
  let reading = false;
  let timer: NodeJS.Timeout | undefined;
  const send = async () => {
    reading = true;
    try {
      if (!(await isStillSignedIn(deps, request))) {
        stream.end();
        return;
      }
      const figures = liveTexts(book, await readLiveFigures(deps, account, slug, asked));
      const said = JSON.stringify({ live: totals.isLive(), figures });
      if (said === last) stream.write(":\n\n");
      else {
        const asOf = showIn(account.locale).second(deps.now());
        stream.write(`event: figures\ndata: ${JSON.stringify({ live: totals.isLive(), figures, asOf })}\n\n`);
      }
      last = said;
    } catch {
      // MongoDB is unavailable for now: the page keeps what it shows, and is told so.
      last = "";
      stream.write('event: figures\ndata: {"live":false}\n\n');
    } finally {
      reading = false;
    }
  };
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (!reading && !stream.destroyed) void send();
    }, shortest);
  };
  const forget = totals.onMoved(campaign.ordinal, soon);
  const beat = setInterval(soon, heartbeat);
  const end = setTimeout(() => stream.end(), longest);
  open.add(stream);
  stream.once("close", () => {
    forget();
    clearInterval(beat);
    clearTimeout(end);
    clearTimeout(timer);
    open.delete(stream);
  });
  stream.write("retry: 3000\n\n");
  await send();
  return reply
    .header("Cache-Control", "no-store")
    .header("X-Accel-Buffering", "no")
    .type("text/event-stream; charset=utf-8")
    .send(stream);
}
