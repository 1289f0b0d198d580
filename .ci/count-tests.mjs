// Prints how many tests passed and failed, from vitest's JSON report; fails when any failed or none ran.
import { readFileSync } from "node:fs";

let report = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
try {
  report = JSON.parse(readFileSync(process.argv[2], "utf8"));
} catch (err) {
  console.error(`the tests left no report: ${err.message}`);
}
// A file that could not even be loaded has no failed test of its own: it counts as one.
const brokenFiles = report.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
).length;
const passed = report.numPassedTests;
const failed = report.numFailedTests + brokenFiles;
const skipped = report.numPendingTests + report.numTodoTests;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
