import type { FastifyInstance } from "fastify";
import { secretariat } from "#campaigns/access/secretariat.ts";
import type { Deps } from "#campaigns/open.ts";
import { listOrganisations } from "#campaigns/organisations/find-organisation.ts";
import { listCampaigns } from "#campaigns/petitions/find-campaign.ts";
import { isListed } from "#campaigns/petitions/is-open.ts";
import { day } from "#campaigns/platform/durations.ts";
import { locales } from "#campaigns/platform/languages/languages.ts";
import { publicKeyPem } from "#campaigns/platform/sealing/keys.ts";
import { addresses } from "../../page/addresses.ts";
import { asset } from "../../page/assets.ts";
import { sitemap } from "./sitemap.ts";

/** What programs ask a site for: where its pages are, what to leave alone, whom to tell of a hole, its icon. */
export async function discoveryRoutes(app: FastifyInstance, { deps }: { deps: Deps }): Promise<void> {
  const { publicUrl } = deps;
  const caching = "public, max-age=3600";

  app.get("/robots.txt", async (_, reply) =>
    reply.header("Cache-Control", caching).type("text/plain; charset=utf-8").send(robots(publicUrl)),
  );

  app.get("/sitemap.xml", async (_, reply) => {
    const campaigns = (await listCampaigns(deps)).filter(isListed);
    const organisations = (await listOrganisations(deps)).filter(({ endedAt }) => endedAt === null);
    return reply
      .header("Cache-Control", caching)
      .type("application/xml; charset=utf-8")
      .send(sitemap(publicUrl, campaigns, organisations));
  });

  // RFC 9116. Somebody who finds a hole writes to the people who lead the network.
  app.get("/.well-known/security.txt", async (_, reply) =>
    reply
      .header("Cache-Control", caching)
      .type("text/plain; charset=utf-8")
      .send(securityText(publicUrl, deps.now())),
  );

  // Whoever was given a bundle compares its key with this one.
  app.get("/key.pem", async (_, reply) =>
    reply.header("Cache-Control", caching).type("application/x-pem-file").send(publicKeyPem(deps.keys)),
  );

  // Browsers and programs that read no page ask for it by this name.
  app.get("/favicon.ico", async (_, reply) =>
    reply.header("Cache-Control", caching).redirect(asset("icon.png"), 302),
  );
}

/** Pages behind links of mails say themselves that they are not to be found; here nobody is led to the rest either. */
function robots(publicUrl: string): string {
  const closed = ["/organiser", "/staff", "/mailbox", ...locales.map((locale) => `/${locale}/receipt/`)];
  return `User-agent: *\n${closed.map((path) => `Disallow: ${path}\n`).join("")}\nSitemap: ${publicUrl}/sitemap.xml\n`;
}

/** It is good for half a year from now, because the form it names is part of what answers. */
function securityText(publicUrl: string, now: Date): string {
  const expires = new Date(now.getTime() + 180 * day).toISOString().slice(0, 10);
  return [
    `Contact: ${publicUrl}${addresses.write("en", secretariat)}`,
    `Expires: ${expires}T00:00:00Z`,
    `Preferred-Languages: ${locales.join(", ")}`,
    `Canonical: ${publicUrl}/.well-known/security.txt`,
    "",
  ].join("\n");
}
