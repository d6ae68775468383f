/** Where progress is shown: the process's own standard error, or a test's. */
export type Terminal = { isTTY: boolean; columns: number; write(text: string): void };

/** A progress bar for long work. */
export type Progress = {
  update(done: number, total: number): void;
  /** Clears the bar; the next output takes its place. */
  end(): void;
};

const second = 1_000;

/**
 * How often the bar is redrawn, and how often a line is added where nobody watches (a log, a pipe), in milliseconds.
 */
const pace = { bar: second / 10, line: 10 * second };

const widestBar = 30;

/**
 * Shows progress, rate and remaining time of long work: a bar on a terminal, and a line every ten seconds elsewhere.
 */
export function showProgress(terminal: Terminal, what: string, now = () => performance.now()): Progress {
  let began: { at: number; done: number } | undefined;
  let drawnAt = terminal.isTTY ? Number.NEGATIVE_INFINITY : now();
  return {
    update(done, total) {
      const at = now();
      began ??= { at, done };
      if (at - drawnAt < (terminal.isTTY ? pace.bar : pace.line)) return;
      drawnAt = at;
      const seconds = (at - began.at) / second;
      const rate = seconds > 0 ? (done - began.done) / seconds : 0;
      const words = describe(what, done, total, rate);
      terminal.write(terminal.isTTY ? `\r${drawBar(terminal, words, done, total)}\u001B[K` : `${words}\n`);
    },
    end() {
      if (terminal.isTTY) terminal.write("\r\u001B[K");
    },
  };
}

function describe(what: string, done: number, total: number, rate: number): string {
  const percent = Math.floor((100 * Math.min(done, total)) / Math.max(total, 1));
  const parts = [`${percent} %`, `${done.toLocaleString("en")} of ${total.toLocaleString("en")} ${what}`];
  if (rate > 0) {
    parts.push(`${Math.round(rate).toLocaleString("en")}/s`);
    parts.push(`${showDuration(Math.max(total - done, 0) / rate)} left`);
  }
  return parts.join(", ");
}

function drawBar({ columns }: Terminal, words: string, done: number, total: number): string {
  const width = Math.min(widestBar, columns - words.length - 4);
  if (width < 5) return words.slice(0, Math.max(columns - 1, 0));
  const full = Math.round((width * Math.min(done, total)) / Math.max(total, 1));
  return `[${"#".repeat(full)}${"-".repeat(width - full)}] ${words}`;
}

/** Formats a number of seconds: `8 s`, `2 min 5 s`, `1 h 4 min`. */
export function showDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
