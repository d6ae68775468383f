import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";

/** The OpenAPI document at /docs/json and a page to read it at /docs; register before the routes it describes. */
export const docs = fastifyPlugin(
  async (app: FastifyInstance, { publicUrl }: { publicUrl: string }) => {
    await app.register(swagger, {
      openapi: {
        openapi: "3.1.0",
        info: {
          title: "Sheaf",
          version: "1",
          description:
            "Signing and public totals. Bodies are strict: unknown fields are refused, nothing is coerced. Errors are problem details (RFC 9457).",
        },
        servers: [{ url: publicUrl }],
      },
    });
    await app.register(swaggerUi, {
      routePrefix: "/docs",
      staticCSP: true,
      uiConfig: { validatorUrl: null },
    });
  },
  { name: "docs" },
);
