import type { FastifyRequest } from "fastify";
import type { Site } from "#campaigns/accounts/passkeys.ts";

/**
 * The site that passkeys are for. They need a host name: on one's own machine, where Sheaf starts at 127.0.0.1, that
 * is localhost.
 */
export function siteOf(publicUrl: string, request: FastifyRequest): Site {
  const known = new URL(publicUrl);
  const asked = URL.parse(`${known.protocol}//${request.host}`);
  const isOwnMachine = ["127.0.0.1", "[::1]", "localhost"].includes(known.hostname);
  const { hostname, origin } = isOwnMachine && asked?.hostname === "localhost" ? asked : known;
  return { id: hostname, origin };
}

/** Tells whether passkeys can be made here at all: an IP address has no name. */
export function hasName({ id }: Site): boolean {
  return /[a-z]/i.test(id) && !id.startsWith("[");
}
