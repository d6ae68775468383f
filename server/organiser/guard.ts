import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { isAllowed, isPolicy, type PolicyName, policies } from "./policies.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The name of the policy that a route of the console stands under. */
    policy?: PolicyName;
    /** The password must have been given in the last ten minutes. */
    again?: boolean;
  }
}

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

type Options = {
  /** Asks who calls to sign in; keeps what was posted. */
  askToSignIn: Answer;
  /** Asks for the password once more; keeps what was posted. */
  askAgain: Answer;
  /** Says that a role is not enough. */
  refuse: Answer;
  now: () => Date;
};

const provedFor = 10 * 60_000;

/**
 * Stands before every route of the console: who is not signed in is asked to, whose role is not enough is refused. A route
 * without a policy of the table stops the start.
 */
export const guard = fastifyPlugin<Options>(
  async (app: FastifyInstance, { askToSignIn, askAgain, refuse, now }) => {
    app.addHook("onRoute", mustHavePolicy);
    // The form is parsed by now and can be kept, and nothing was told yet about what it should hold.
    app.addHook("preValidation", async (request, reply) => {
      const { policy, again } = request.routeOptions.config;
      if (!policy) throw new TypeError("The guard met a route without a policy.");
      if (policies[policy].roles === "anybody") return;
      if (!request.signedIn) return askToSignIn(request, reply);
      if (!isAllowed(request.signedIn.account, policy)) {
        return refuse(request, reply);
      }
      const proved = now().getTime() - request.signedIn.session.provedAt.getTime() <= provedFor;
      if (again && !proved) return askAgain(request, reply);
    });
  },
  { name: "guard", dependencies: ["sessions"] },
);

function mustHavePolicy({ config, method, url }: RouteOptions): void {
  if (isPolicy(config?.policy)) return;
  throw new TypeError(
    `${String(method)} ${url} has no policy of server/organiser/policies.ts in its config.`,
  );
}
