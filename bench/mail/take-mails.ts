import { createServer, type Server, type Socket } from "node:net";

/** A mail that was taken: who it is for, and what came over the wire. */
export type TakenMail = { to: string; raw: Buffer };

const end = Buffer.from("\r\n.\r\n");
const replies: Record<string, string> = {
  EHLO: "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 10000000\r\n",
  DATA: "354 go on\r\n",
  QUIT: "221 bye\r\n",
};

/**
 * A mail server that accepts everything and stores nothing; `taken` hears of each mail. It does as little
 * as it can.
 */
export function takeMails(port: number, taken: (mail: TakenMail) => void): Server {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    socket.write("220 sink\r\n");
    converse(socket, taken);
  });
  return server.listen(port, "127.0.0.1");
}

type Heard = { inMail: boolean; bytes: Buffer; to: string };

function converse(socket: Socket, taken: (mail: TakenMail) => void): void {
  const heard: Heard = { inMail: false, bytes: Buffer.alloc(0), to: "" };
  socket.on("data", (bytes) => {
    heard.bytes = heard.bytes.length === 0 ? bytes : Buffer.concat([heard.bytes, bytes]);
    let answers = "";
    let answer = answerNext(heard, taken);
    for (; answer !== undefined; answer = answerNext(heard, taken)) answers += answer;
    if (answers) socket.write(answers);
  });
}

/** Takes the next command or the rest of a mail from the input; undefined when it is incomplete. */
function answerNext(heard: Heard, taken: (mail: TakenMail) => void): string | undefined {
  const { bytes, inMail } = heard;
  const at = inMail ? bytes.indexOf(end) : bytes.indexOf(10);
  if (at === -1) return undefined;
  if (inMail) {
    heard.inMail = false;
    heard.bytes = bytes.subarray(at + end.length);
    taken({ to: heard.to, raw: bytes.subarray(0, at) });
    return "250 taken\r\n";
  }
  const command = bytes.toString("latin1", 0, at).trimEnd();
  const verb = command.slice(0, 4).toUpperCase();
  if (verb === "RCPT") heard.to = command.slice(command.indexOf("<") + 1, command.indexOf(">"));
  heard.inMail = verb === "DATA";
  heard.bytes = bytes.subarray(at + 1);
  return replies[verb] ?? "250 ok\r\n";
}
