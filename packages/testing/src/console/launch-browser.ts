import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium, type Browser } from "playwright-core";

const BUILD = fileURLToPath(new URL("../../../../apps/console/src/build/main.ts", import.meta.url));

/** Builds the console as it is now, so that a service serves that. */
export const buildConsole = (): Promise<unknown> => promisify(execFile)(process.execPath, [BUILD]);

/** Root may not have the browser's sandbox. */
export const launchBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
