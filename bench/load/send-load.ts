import { connect, type Socket } from "node:net";

/** The response to a request; status 0 when the connection broke first. */
export type Answer = { request: number; status: number; head: string; body: string; milliseconds: number };

/**
 * What to send where; `take` returns the number of the next request, undefined when there are no more,
 * "later" when there may be: it is asked again soon.
 */
export type Load = {
  port: number;
  connections: number;
  take(): number | "later" | undefined;
  compose(request: number): string;
  /** Called with every response; true sends the same request once more. */
  answered(answer: Answer): boolean;
};

const pause = 100;
/** How often idle connections ask whether there is something to send by now, in milliseconds. */
const askEvery = 2;

/**
 * Sends requests over persistent connections, one at a time on each, like a proxy; resolves when all are answered.
 * It writes whole requests and reads no more of a response than it must, because it shares the processors with what
 * it measures.
 */
export async function sendLoad(load: Load): Promise<void> {
  const idle: (() => void)[] = [];
  const timer = setInterval(() => {
    // The first that finds nothing stands for all.
    for (let before = idle.length + 1; idle.length > 0 && idle.length < before; ) {
      before = idle.length;
      idle.shift()?.();
    }
  }, askEvery);
  await Promise.all(Array.from({ length: load.connections }, () => openLane(load, idle)));
  clearInterval(timer);
}

function ask(load: Load, idle: (() => void)[], goOn: (next: number | undefined) => void): void {
  const next = load.take();
  if (next === "later") idle.push(() => ask(load, idle, goOn));
  else goOn(next);
}

function openLane(load: Load, idle: (() => void)[]): Promise<void> {
  return new Promise((done) => {
    let socket: Socket;
    let request: number | undefined;
    let sentAt = 0;
    let heard = "";
    let between = false;

    const takeNext = (goOn: () => void) =>
      ask(load, idle, (next) => {
        request = next;
        goOn();
      });
    const send = () => {
      if (request === undefined) {
        socket.destroy();
        done();
        return;
      }
      // The server may have closed it while it was idle.
      if (socket.destroyed) {
        open();
        return;
      }
      heard = "";
      sentAt = performance.now();
      socket.write(load.compose(request));
    };
    const settle = (status: number, head: string, body: string) => {
      if (request === undefined) return;
      const again = load.answered({ request, status, head, body, milliseconds: performance.now() - sentAt });
      if (!again && status !== 0) {
        request = undefined;
        takeNext(send);
        return;
      }
      if (!again) request = undefined;
      between = true;
      socket.destroy();
      setTimeout(open, pause);
    };
    const hear = (length: number, bytes: Buffer) => {
      heard += bytes.toString("latin1", 0, length);
      const answer = readAnswer(heard);
      if (answer) settle(answer.status, answer.head, answer.body);
      return true;
    };
    const open = () => {
      if (request === undefined) {
        takeNext(() => (request === undefined ? done() : open()));
        return;
      }
      between = false;
      const onread = { buffer: Buffer.allocUnsafe(16 * 1024), callback: hear };
      socket = connect({ host: "127.0.0.1", port: load.port, noDelay: true, onread }, send);
      socket.once("error", () => undefined);
      socket.once("close", () => {
        if (!between) settle(0, "", "");
      });
    };
    open();
  });
}

/** Reads a whole response, its body in Latin-1; undefined while part of it is still missing. */
function readAnswer(text: string): { status: number; head: string; body: string } | undefined {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd === -1) return undefined;
  const field = text.indexOf("content-length: ");
  const length =
    field === -1 || field > headEnd ? 0 : Number.parseInt(text.slice(field + 16, field + 24), 10);
  if (text.length < headEnd + 4 + length) return undefined;
  return { status: Number(text.slice(9, 12)), head: text.slice(0, headEnd), body: text.slice(headEnd + 4) };
}
