import { connect, type Socket } from "node:net";

/** The response to a request; status 0 when the connection broke first. */
export type Answer = { request: number; status: number; body: string; milliseconds: number };

/** What to send where; `take` returns the number of the next request, or undefined when there are no more. */
export type Load = {
  port: number;
  connections: number;
  take(): number | undefined;
  compose(request: number): string;
  /** Called with every response; true sends the same request once more. */
  answered(answer: Answer): boolean;
};

const pause = 100;

/**
 * Sends requests over persistent connections, one at a time on each, like a proxy; resolves when all are answered.
 * It writes whole requests and reads no more of a response than it must, because it shares the processors with what
 * it measures.
 */
export async function sendLoad(load: Load): Promise<void> {
  await Promise.all(Array.from({ length: load.connections }, () => openLane(load)));
}

function openLane(load: Load): Promise<void> {
  return new Promise((done) => {
    let socket: Socket;
    let request: number | undefined;
    let sentAt = 0;
    let heard = "";
    let between = false;

    const send = () => {
      if (request === undefined) {
        socket.destroy();
        done();
        return;
      }
      heard = "";
      sentAt = performance.now();
      socket.write(load.compose(request));
    };
    const settle = (status: number, body: string) => {
      if (request === undefined) return;
      const again = load.answered({ request, status, body, milliseconds: performance.now() - sentAt });
      if (!again) request = load.take();
      if (!again && status !== 0) {
        send();
        return;
      }
      between = true;
      socket.destroy();
      setTimeout(open, pause);
    };
    const hear = (length: number, bytes: Buffer) => {
      heard += bytes.toString("latin1", 0, length);
      const answer = readAnswer(heard);
      if (answer) settle(answer.status, answer.body);
      return true;
    };
    const open = () => {
      if (request === undefined) {
        done();
        return;
      }
      between = false;
      const onread = { buffer: Buffer.allocUnsafe(16 * 1024), callback: hear };
      socket = connect({ host: "127.0.0.1", port: load.port, noDelay: true, onread }, send);
      socket.once("error", () => undefined);
      socket.once("close", () => {
        if (!between) settle(0, "");
      });
    };
    request = load.take();
    open();
  });
}

/** Reads a whole response, its body in Latin-1; undefined while part of it is still missing. */
function readAnswer(text: string): { status: number; body: string } | undefined {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd === -1) return undefined;
  const field = text.indexOf("content-length: ");
  const length =
    field === -1 || field > headEnd ? 0 : Number.parseInt(text.slice(field + 16, field + 24), 10);
  if (text.length < headEnd + 4 + length) return undefined;
  return { status: Number(text.slice(9, 12)), body: text.slice(headEnd + 4) };
}
