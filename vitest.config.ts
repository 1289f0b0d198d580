import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, dirname, resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { hangMs, measureTimeFactor, testHangMs } from "./packages/testing/src/test-time.ts";

const nodeMajor = Number(process.versions.node.split(".")[0]);
if (nodeMajor < 24) {
  throw new Error(`the tests need Node 24 or newer, this is ${process.version}: run them through pnpm (pnpm test)`);
}

const globalSetup = "packages/testing/src/global-setup.ts";
const fileEnd = "packages/testing/src/file-end.setup.ts";

// A busy machine gets more time; the tests' processes inherit the figure.
process.env["TEST_TIME_FACTOR"] ??= String(measureTimeFactor());

// Code that one process has compiled, the next one reads: a third of a service's start is spent on that.
process.env["NODE_COMPILE_CACHE"] ??= resolve("node_modules/.cache/longhaul-compiled");

/** Where a report for machines is written, beside the usual one. */
const jsonFile = process.env["VITEST_JSON_FILE"];

export default defineConfig({
  test: {
    reporters: jsonFile === undefined ? ["default"] : ["default", ["json", { outputFile: jsonFile }]],
    pool: "forks",
    // Modules are loaded once for all files of a process, which is half of what most of them cost: no module may register hooks
    // when it is loaded, but in what a test file calls.
    isolate: false,
    setupFiles: existsSync(fileEnd) ? [fileEnd] : [],
    // Many tests wait for servers and processes: twice as many as there are cores keep them busy.
    maxWorkers: Math.min(8, 2 * availableParallelism()),
    testTimeout: testHangMs(),
    hookTimeout: testHangMs(),
    expect: { poll: { timeout: hangMs() } },
    // A bare `node` spawned by a test is this Node, whatever the machine has on its PATH.
    env: { PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter) },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/*.db.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["packages/*/src/**/*.db.test.ts", "apps/*/src/**/*.db.test.ts"],
          globalSetup: existsSync(globalSetup) ? [globalSetup] : [],
        },
      },
    ],
  },
});
