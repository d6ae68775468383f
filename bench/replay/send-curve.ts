import type { Curve } from "../arrivals/curve.ts";
import { composeRequests, turnOf } from "../arrivals/requests.ts";
import { sendLoad } from "../load/send-load.ts";
import type { Receipts } from "./receipts.ts";

/** What is sent: the first `receipts.requests` requests of a curve to one campaign. */
export type Sending = {
  curve: Curve;
  campaign: string;
  port: number;
  connections: number;
  receipts: Receipts;
  /** Called with the number of answered requests. */
  answered(count: number): void;
};

/** How it went: refusals by status (0: the connection broke), sorted latencies. */
export type Sent = { refusals: Map<number, number>; latencies: Float32Array };

const mostRefusals = 10_000;
const receiptLength = 40;
const receiptField = '"receipt":"';

/**
 * Sends a curve's requests as fast as they are answered, each until it is acknowledged, as people would.
 * @throws Error when too many are refused.
 */
export async function sendCurve(sending: Sending): Promise<Sent> {
  const { curve, campaign, port, connections, receipts } = sending;
  const compose = composeRequests(curve, { campaign, host: `127.0.0.1:${port}` });
  const latencies = new Float32Array(receipts.requests);
  const refusals = new Map<number, number>();
  let taken = 0;
  let answered = 0;
  let refused = 0;
  const refuse = (status: number) => {
    refusals.set(status, (refusals.get(status) ?? 0) + 1);
    refused += 1;
    return refused < mostRefusals;
  };
  await sendLoad({
    port,
    connections,
    take: () => {
      if (taken === receipts.requests || refused >= mostRefusals) return undefined;
      taken += 1;
      return taken - 1;
    },
    compose: (request) => compose(turnOf(request)),
    answered({ request, status, body, milliseconds }) {
      if (status !== 202) return refuse(status);
      const from = body.indexOf(receiptField) + receiptField.length;
      if (!receipts.keep(request, body.slice(from, from + receiptLength))) return refuse(status);
      latencies[answered] = milliseconds;
      answered += 1;
      sending.answered(answered);
      return false;
    },
  });
  if (answered < receipts.requests)
    throw new Error(`The server refused ${refused} requests: ${[...refusals].join(" ")} (status, times).`);
  return { refusals, latencies: latencies.sort() };
}
