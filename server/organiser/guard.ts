import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { SignedIn } from "#campaigns/accounts/open-session.ts";
import { isAllowed, isPolicy, type PolicyName, policies } from "./policies.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The name of the policy that applies to a console route. */
    policy?: PolicyName;
    /** The password must have been given in the last ten minutes. */
    again?: boolean;
    /**
     * Open to a session that lacks its second step: `sets` one up for an account without any, or needs none (`free`).
     */
    secondStep?: "sets" | "free";
  }
}

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

type Options = {
  /** Asks the caller to sign in; keeps what was posted. */
  askToSignIn: Answer;
  /** Asks for the password again; keeps what was posted. */
  askAgain: Answer;
  /** Leads to the page that sets a second step up. */
  askToSetUp: Answer;
  /** Says that the role does not allow this. */
  refuse: Answer;
  now: () => Date;
};

const provedFor = 10 * 60_000;

/**
 * Runs before every console route: visitors are asked to sign in, and accounts without the required role are
 * refused. A route without a policy from the table stops the start.
 */
export const guard = fastifyPlugin<Options>(
  async (app: FastifyInstance, { now, ...answers }) => {
    app.addHook("onRoute", mustHavePolicy);
    // By now the form is parsed and can be kept, and nothing has been revealed about what it should contain.
    app.addHook("preValidation", async (request, reply) => {
      const obstacle = findObstacle(request, now());
      if (obstacle) return answers[obstacle](request, reply);
    });
  },
  { name: "guard", dependencies: ["sessions"] },
);

/** What keeps a request from its route: the answer that says so; null when nothing does. */
function findObstacle(
  { signedIn, routeOptions }: FastifyRequest,
  now: Date,
): Exclude<keyof Options, "now"> | null {
  const { policy, again, secondStep } = routeOptions.config;
  if (!policy) throw new TypeError("The guard met a route without a policy.");
  if (policies[policy].roles === "anybody") return null;
  if (!signedIn) return "askToSignIn";
  const lacking = lackingStep(signedIn, secondStep);
  if (lacking) return lacking === "give" ? "askAgain" : "askToSetUp";
  if (!isAllowed(signedIn.account, policy)) return "refuse";
  const isProved = now.getTime() - signedIn.session.provedAt.getTime() <= provedFor;
  return again && !isProved ? "askAgain" : null;
}

/** What a session still has to do about its second step before a route is open to it. */
function lackingStep({ secondStep }: SignedIn, route: "sets" | "free" | undefined): "give" | "set-up" | null {
  if (route === "free" || (route === "sets" && secondStep === "set-up")) return null;
  return secondStep === "give" || secondStep === "set-up" ? secondStep : null;
}

function mustHavePolicy({ config, method, url }: RouteOptions): void {
  if (isPolicy(config?.policy)) return;
  throw new TypeError(
    `${String(method)} ${url} has no policy of server/organiser/policies.ts in its config.`,
  );
}
