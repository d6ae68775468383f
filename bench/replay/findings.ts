const mostShown = 5;

/** What a check examined and what was wrong. */
export type Findings = {
  /** What was checked, as the start of a sentence: "receipts". */
  subject: string;
  checked: number;
  wrong: number;
  /** The first problems found. */
  examples: string[];
};

/** Starts a check. */
export function startFindings(subject: string): Findings {
  return { subject, checked: 0, wrong: 0, examples: [] };
}

/** Records one examined item; `problem` says what is wrong with it, if anything. */
export function note(findings: Findings, problem: string | undefined): void {
  findings.checked += 1;
  if (problem === undefined) return;
  findings.wrong += 1;
  if (findings.examples.length < mostShown) findings.examples.push(problem);
}

/** Records two counts that must be equal. */
export function noteEqual(findings: Findings, what: string, found: number, expected: number): void {
  note(findings, found === expected ? undefined : `${what}: ${found}, and it should be ${expected}`);
}

/** Prints what was checked, and what was wrong; true when nothing was. */
export function printFindings({ subject, checked, wrong, examples }: Findings): boolean {
  const verdict = wrong === 0 ? "exact" : `${wrong.toLocaleString("en")} WRONG`;
  console.log(`${subject}: ${checked.toLocaleString("en")} checked, ${verdict}`);
  for (const example of examples) console.log(`  ${example}`);
  return wrong === 0;
}
