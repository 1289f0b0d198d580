import type { Finding } from "./finding.ts";

const SIGNS: Readonly<Record<Finding["level"], string>> = { ok: "ok     ", warning: "warning", error: "ERROR  " };

/** Findings for people: a line each, with the remedy below, and how many there are of what isn't well. */
export function describeFindings(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ check, level, says, remedy }) => [
    `${SIGNS[level]} ${check.padEnd(12)} ${says}`,
    ...(remedy === undefined ? [] : [`${" ".repeat(21)}→ ${remedy}`]),
  ]);
  const count = (level: Finding["level"]): number => findings.filter((finding) => finding.level === level).length;
  return `${lines.join("\n")}\n\n${count("error")} errors, ${count("warning")} warnings\n`;
}
