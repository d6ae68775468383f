import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** Shows the embedded mailbox at /mailbox; only `npm start` sets its address, and only on this machine. */
export async function mailbox(app: FastifyInstance, { url }: { url: string }): Promise<void> {
  const forward = async (request: FastifyRequest, reply: FastifyReply) => {
    const from = new URL(request.url, url);
    const answer = await fetch(from, {
      headers: { accept: request.headers.accept ?? "text/html" },
      redirect: "manual",
      signal: AbortSignal.timeout(5_000),
    });
    for (const name of ["content-type", "content-security-policy", "cache-control", "location", "link"]) {
      const value = answer.headers.get(name);
      if (value !== null) reply.header(name, value);
    }
    return reply.code(answer.status).send(Buffer.from(await answer.arrayBuffer()));
  };
  app.get("/mailbox", { schema: { hide: true } }, forward);
  app.get("/mailbox/*", { schema: { hide: true } }, forward);
}
