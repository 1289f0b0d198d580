// Runs the few test files that failed once more, by themselves, and puts what came of it into vitest's JSON report. A failure that
// doesn't come again is told by name: it is a test to be mended (a race, a machine that stood still), not a fault of the change.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

/**
 * @typedef {{ name: string, status: string, assertionResults: { fullName: string, status: string }[] }} TestFile
 * @typedef {{ testResults: TestFile[], numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} Report
 */

/** More than these are no coincidence. */
const MOST_FILES = 8;

const reportFile = process.argv[2] ?? "";
/** @returns {Report} */
const read = () => {
  /** @type {Report} */
  const report = JSON.parse(readFileSync(reportFile, "utf8"));
  return report;
};
const first = read();
const failed = first.testResults.filter(({ status }) => status === "failed");
const files = failed.map(({ name }) => name);
if (files.length === 0 || files.length > MOST_FILES) process.exit(1);

console.log(`\nOnce more, by themselves:\n${files.join("\n")}`);
const { status } = spawnSync("npx", ["-y", "pnpm@12", "test", ...files], {
  stdio: "inherit",
  env: { ...process.env, VITEST_JSON_FILE: reportFile },
});
const second = read();
const rest = first.testResults.filter(({ name }) => !files.includes(name));
/** @type {(results: TestFile[], state: string) => number} */
const countOf = (results, state) =>
  results.flatMap((file) => file.assertionResults).filter((test) => test.status === state).length;
/** @type {(state: string) => number} */
const change = (state) => countOf(second.testResults, state) - countOf(failed, state);
first.numPassedTests += change("passed");
first.numFailedTests += change("failed");
first.numPendingTests += change("skipped");
first.numTodoTests += change("todo");
writeFileSync(reportFile, JSON.stringify({ ...first, testResults: [...rest, ...second.testResults] }));
if (status !== 0) process.exit(1);
for (const file of failed)
  for (const test of file.assertionResults.filter((one) => one.status === "failed"))
    console.log(`FLAKY: failed beside the others and passed alone: ${file.name} > ${test.fullName}`);
