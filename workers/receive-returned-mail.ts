import type { Counter } from "@prometheus-io/client";
import type { Logger } from "pino";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import { complaintsAddress, readBounceAddress } from "#campaigns/mail/verp.ts";
import type { Deps } from "#campaigns/open.ts";
import { DomainError } from "#campaigns/platform/errors.ts";
import { readableSize } from "#campaigns/returned-mail/read-returned-mail.ts";
import { takeReturnedMail } from "#campaigns/returned-mail/take-returned-mail.ts";

/** What receiving returned mail needs. */
export type BounceContext = { deps: Deps; log: Logger; returns: Counter<"outcome"> };

const megabyte = 1024 * 1024;

/**
 * Receives mail for our return addresses by SMTP, and for no others. A mail is acknowledged once its contents are
 * stored; of a large one the beginning is read, and the rest discarded.
 * @throws DomainError `configuration` when no return address is set, or the port is taken.
 */
export async function receiveReturnedMail(
  context: BounceContext,
  { host, port }: { host: string; port: number },
): Promise<{ port: number; close(): Promise<void> }> {
  const { deps, log } = context;
  const { bounces, keys } = deps;
  if (!bounces) throw new DomainError("configuration", "SHEAF_BOUNCE_PORT needs SHEAF_BOUNCE_ADDRESS.");
  const complaints = complaintsAddress(bounces);
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: 20 * megabyte,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 1_000,
    onRcptTo: ({ address }, _session, answer) => {
      const isOurs = address.toLowerCase() === complaints || readBounceAddress(keys, bounces, address);
      answer(isOurs ? null : refuse(550, "5.1.1 No such return address"));
    },
    onData: (stream, session, answer) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      takeStream(context, stream, recipients).then(
        () => answer(),
        (error: Error) => {
          log.warn({ reason: error.message }, "a returned mail could not be stored; it will come again");
          answer(refuse(451, "4.3.0 Not now, try again"));
        },
      );
    },
  });
  // A client that hangs up halfway will send again by itself.
  server.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", (cause: Error) =>
      reject(new DomainError("configuration", `SHEAF_BOUNCE_PORT can't be listened on: ${cause.message}.`)),
    );
    server.listen(port, host, resolve);
  });
  const address = server.server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function takeStream(
  { deps, returns }: BounceContext,
  stream: SMTPServerDataStream,
  recipients: string[],
): Promise<void> {
  const outcome = await takeReturnedMail(deps, await readBeginning(stream), recipients);
  returns.inc({ outcome });
}

async function readBeginning(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (length < readableSize) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

function refuse(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
