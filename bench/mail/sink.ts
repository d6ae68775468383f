import { createServer } from "node:http";
import { takeMails } from "./take-mails.ts";

/** A mail server of its own that counts; its port and that of the page with the count come from the environment. */
const [smtpPort = 0, countPort = 0] = [process.env.SINK_PORT, process.env.PORT].map(Number);
let mails = 0;

takeMails(smtpPort, () => {
  mails += 1;
});
createServer((_request, response) => response.end(`${mails}`)).listen(countPort, "127.0.0.1");
