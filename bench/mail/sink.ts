import { createServer as createHttpServer } from "node:http";
import { createServer, type Socket } from "node:net";

/**
 * A mail server that accepts everything and stores nothing: it counts. Its port and the page with the count come
 * from the environment.
 */
const [smtpPort = 0, countPort = 0] = [process.env.SINK_PORT, process.env.PORT].map(Number);
let mails = 0;

const end = Buffer.from("\r\n.\r\n");
const replies: Record<string, string> = {
  EHLO: "250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 10000000\r\n",
  DATA: "354 go on\r\n",
  QUIT: "221 bye\r\n",
};

createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.write("220 sink\r\n");
  converse(socket);
}).listen(smtpPort, "127.0.0.1");

function converse(socket: Socket): void {
  const heard: Heard = { inMail: false, bytes: Buffer.alloc(0) };
  socket.on("data", (bytes) => {
    heard.bytes = heard.bytes.length === 0 ? bytes : Buffer.concat([heard.bytes, bytes]);
    let answers = "";
    for (let answer = answerNext(heard); answer !== undefined; answer = answerNext(heard)) answers += answer;
    if (answers) socket.write(answers);
  });
}

type Heard = { inMail: boolean; bytes: Buffer };

/** Takes the next command or the rest of a mail from the input; undefined when it is incomplete. */
function answerNext(heard: Heard): string | undefined {
  const { bytes, inMail } = heard;
  const at = inMail ? bytes.indexOf(end) : bytes.indexOf(10);
  if (at === -1) {
    // Only the part of a mail that may contain the start of its end is examined again.
    if (inMail) heard.bytes = bytes.subarray(Math.max(0, bytes.length - end.length + 1));
    return undefined;
  }
  if (inMail) {
    mails += 1;
    heard.inMail = false;
    heard.bytes = bytes.subarray(at + end.length);
    return "250 taken\r\n";
  }
  const command = bytes.toString("latin1", 0, 4).toUpperCase();
  heard.inMail = command === "DATA";
  heard.bytes = bytes.subarray(at + 1);
  return replies[command] ?? "250 ok\r\n";
}

createHttpServer((_request, response) => response.end(`${mails}`)).listen(countPort, "127.0.0.1");
