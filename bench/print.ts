import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError } from "commander";
import { type PagesOrder, type PrintedSignature, printPages } from "#campaigns/bundles/print/print-pages.ts";
import { printFigures, printTable, showNumber } from "./figures.ts";
import { describeMachine } from "./system/machine.ts";

type Options = { signatures: number };

/** Names of every script that has a font of its own, most of them in the first. */
const names = [
  "Ada Lovelace",
  "José Ñuñez",
  "Nguyễn Thị Phượng",
  "สมหญิง ใจดี",
  "محمد الأنصاري",
  "王小明",
  "김민준",
  "አበበ ቢቂላ",
];

/** How often the memory of the program that typesets is looked at, in milliseconds. */
const lookEvery = 20;

/** Adds `print`: how many signature pages a second, and how much memory the program takes that typesets them. */
export function addPrintBench(program: Command): void {
  program
    .command("print")
    .description(
      "measure printing signature pages: pages a second, and the memory of the program that typesets",
    )
    .option("--signatures <count>", "signatures to print", toCount, 25_000)
    .action(measurePrint);
}

async function measurePrint({ signatures }: Options): Promise<void> {
  console.log(describeMachine());
  const order: PagesOrder = {
    ...{ locale: "en", campaign: "Printed", signatures, asksPostcode: true, namesPetition: false },
    mark: { id: "printed-20261130-0123456789ab", file: "signatures.csv", sha256: "0".repeat(64) },
    accent: "#17365d",
  };
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, ...childrenOf(process.pid).map(peakMemory));
  }, lookEvery);
  const table = [["part", "pages", "seconds", "pages/s", "MB"]];
  let pages = 0;
  const startedAt = performance.now();
  let before = startedAt;
  for await (const { name, pdf } of printPages(order, madeUp(signatures))) {
    const now = performance.now();
    const seconds = (now - before) / 1_000;
    before = now;
    const printed = Number(/\/Count (\d+)/.exec(pdf.toString("latin1"))?.[1]);
    pages += printed;
    table.push([name, String(printed), ...[seconds, printed / seconds, pdf.length / 1e6].map(showNumber)]);
  }
  clearInterval(watch);
  printTable(table);
  printFigures([
    { name: "pages/s", value: pages / ((performance.now() - startedAt) / 1_000) },
    { name: "peak memory of typesetting, MiB", value: peak },
    { name: "peak memory of this process, MiB", value: process.resourceUsage().maxRSS / 1024 },
  ]);
}

async function* madeUp(count: number): AsyncGenerator<PrintedSignature[]> {
  for (let from = 0; from < count; from += 4_000) {
    yield Array.from({ length: Math.min(4_000, count - from) }, (_, index) => ({
      country: "TH",
      petition: "th",
      name: `${names[(from + index) % names.length]} ${from + index}`,
      postcode: "10110",
      day: "2026-11-30",
    }));
  }
}

function childrenOf(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
}

/** The most memory that a process has had so far, in MiB; 0 where /proc does not tell. */
function peakMemory(pid: number): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function toCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return count;
}
