import { expect, test } from "vitest";
import { showDuration, showProgress } from "../../cli/progress.ts";

/** A terminal that keeps what is written, and a clock that a test turns. */
function fakeTerminal(isTTY: boolean, columns = 100) {
  const written: string[] = [];
  let time = 0;
  return {
    terminal: { isTTY, columns, write: (text: string) => void written.push(text) },
    now: () => time,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    written,
  };
}

test("on a terminal a bar shows share, rate and time left, redrawn at most ten times a second, and goes at the end", () => {
  const { terminal, now, pass, written } = fakeTerminal(true);
  const progress = showProgress(terminal, "signatures", now);
  progress.update(0, 1_000_000);
  for (let step = 1; step <= 100; step += 1) {
    pass(20);
    progress.update(step * 2_500, 1_000_000);
  }
  expect(written.length).toBeGreaterThan(15);
  expect(written.length).toBeLessThan(22);
  expect(written.at(-1)).toBe(
    "\r[########----------------------] 25 %, 250,000 of 1,000,000 signatures, 125,000/s, 6 s left\u001B[K",
  );
  progress.end();
  expect(written.at(-1)).toBe("\r\u001B[K");
});

test.each([20, 40, 60, 80, 200])("a bar fits into %i columns", (columns) => {
  const { terminal, now, pass, written } = fakeTerminal(true, columns);
  const progress = showProgress(terminal, "signatures", now);
  progress.update(0, 7_000_000);
  pass(60_000);
  progress.update(3_000_000, 7_000_000);
  for (const text of written)
    expect(text.replace(/^\r/, "").replace("\u001B[K", "").length).toBeLessThan(columns);
});

test("elsewhere a line comes every ten seconds, and short work says nothing", () => {
  const { terminal, now, pass, written } = fakeTerminal(false);
  const progress = showProgress(terminal, "fields", now);
  for (let step = 0; step < 25; step += 1) {
    progress.update(step * 1_000, 100_000);
    pass(1_000);
  }
  progress.end();
  expect(written).toEqual([
    "10 %, 10,000 of 100,000 fields, 1,000/s, 1 min 30 s left\n",
    "20 %, 20,000 of 100,000 fields, 1,000/s, 1 min 20 s left\n",
  ]);
});

test("durations are shown in the two units that matter", () => {
  expect([0, 1.2, 59, 60, 3_599, 3_600, 7_384].map(showDuration)).toEqual([
    "0 s",
    "2 s",
    "59 s",
    "1 min 0 s",
    "59 min 59 s",
    "1 h 0 min",
    "2 h 3 min",
  ]);
});
