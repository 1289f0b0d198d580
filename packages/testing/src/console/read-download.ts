import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";

/** What the page saves when something is done: the file's name, and what is in it. */
export async function readDownload(
  page: Page,
  doIt: () => Promise<void>,
): Promise<{ readonly name: string; readonly content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download"), doIt()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}
