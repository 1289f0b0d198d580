import { chromium, type Browser } from "playwright-core";

/** Root may not have the browser's sandbox. */
export const launchBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
