import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build, type Rollup } from "vite";

const PAGE = fileURLToPath(new URL("../page/", import.meta.url));

/** Builds the page into a folder, whole or not at all: it is written beside and then renamed. */
export async function buildPage(folder: string): Promise<void> {
  const unfinished = `${folder}.${process.pid}`;
  await build({
    root: PAGE,
    // Below whatever path a proxy serves it at.
    base: "./",
    configFile: false,
    logLevel: "warn",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      outDir: unfinished,
      emptyOutDir: true,
      target: ["chrome123", "firefox121", "safari17.5"],
      // A small file as a `data:` address would need another policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      // How long a plug-in took says something of the machine, nothing of the page.
      rolldownOptions: { onwarn: refuse, checks: { pluginTimings: false } },
    },
  });
  try {
    await rename(unfinished, folder);
  } catch (err) {
    // Another process has built the same meanwhile.
    if (!existsSync(folder)) throw err;
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** A warning of the bundler is a fault: what it warns of would fail in the browser. */
function refuse(warning: Rollup.RollupLog): void {
  throw new Error(warning.message);
}
