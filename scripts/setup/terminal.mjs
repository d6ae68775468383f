const out = process.stderr;
const WIDTH = 24;

/** Prints one line about what setup does; on stderr, so that the output of commands stays clean. */
export function say(line) {
  out.write(`  ${line}\n`);
}

/**
 * Shows a bar while `work` runs: `measure` returns its progress, in the same unit as `total`. Without a terminal it
 * prints a line at each quarter instead.
 */
export async function withBar({ label, total, unit, measure }, work) {
  const began = Date.now();
  const draw = out.isTTY ? redrawer(label, total, unit) : quarterLines(label, total, unit);
  draw(0);
  const timer = setInterval(() => draw(Math.min(measure(), total)), 250);
  try {
    await work();
  } finally {
    clearInterval(timer);
    if (out.isTTY) out.write("\r\u001b[2K");
  }
  say(`${label}: ${amount(total, unit)}, ${Math.round((Date.now() - began) / 1000)} s`);
}

function redrawer(label, total, unit) {
  return (done) => {
    const filled = Math.round((done / total) * WIDTH);
    const bar = "=".repeat(filled).padEnd(WIDTH, " ");
    out.write(`\r\u001b[2K  ${label} [${bar}] ${amount(done, unit)} of ${amount(total, unit)}`);
  };
}

function quarterLines(label, total, unit) {
  let shown = -1;
  return (done) => {
    const quarter = Math.floor((done / total) * 4);
    if (quarter <= shown || quarter === 4) return;
    shown = quarter;
    say(`${label}: ${quarter * 25} % of ${amount(total, unit)}`);
  };
}

function amount(value, unit) {
  return unit === "bytes" ? `${Math.round(value / 1e6)} MB` : `${value} ${unit}`;
}
