import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyInstance } from "fastify";
import { Type } from "typebox";

/** The fields of the mailbox's mails. */
const mailId = Type.Optional(Type.String({ pattern: "^[0-9]{1,15}-[0-9]{1,10}$" }));

const querystring = Type.Object({ message: mailId, before: mailId }, { additionalProperties: false });

/** Shows the embedded mailbox at /mailbox; only `npm start` sets its address, and only on this machine. */
export async function mailbox(app: FastifyInstance, { url }: { url: string }): Promise<void> {
  const schema = { hide: true, querystring };
  app.withTypeProvider<TypeBoxTypeProvider>().get("/mailbox", { schema }, async (request, reply) => {
    const from = new URL("/mailbox", url);
    from.search = new URLSearchParams(request.query).toString();
    const answer = await fetch(from, {
      headers: { accept: request.headers.accept ?? "text/html" },
      redirect: "error",
      signal: AbortSignal.timeout(5_000),
    });
    for (const name of ["content-type", "content-security-policy", "cache-control", "link"]) {
      const value = answer.headers.get(name);
      if (value !== null) reply.header(name, value);
    }
    return reply.code(answer.status).send(Buffer.from(await answer.arrayBuffer()));
  });
}
