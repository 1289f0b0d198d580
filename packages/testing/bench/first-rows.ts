import { findBrowser } from "../src/console/find-browser.ts";
import { buildConsole } from "../src/build-console.ts";
import { launchBrowser } from "../src/console/launch-browser.ts";

const HANG_MS = 30_000;
/** That lead back to the list, in each visit. */
const CLICKS = 4;

interface Address {
  readonly url: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly authorization: string;
}

/** Milliseconds until the first row of the list of operations is in the page, for each visit. */
export interface FirstRows {
  /** From opening the console, nothing of it kept by the browser. */
  readonly opened: number[];
  /** From the click that leads to the list from another screen. */
  readonly navigated: number[];
}

const OBSERVE_ROWS = `new MutationObserver(() => {
  if (window.firstRowMs !== undefined || document.querySelector("tbody tr") === null) return;
  window.firstRowMs = performance.now();
}).observe(document, { childList: true, subtree: true })`;
const OBSERVE_CLICKS = `addEventListener("click", () => {
  window.clickedMs = performance.now();
  window.firstRowMs = undefined;
}, true)`;

/** Visits the list in a browser; no visits where this machine has none. */
export async function timeFirstRows(api: Address, visits: number): Promise<FirstRows> {
  const took: FirstRows = { opened: [], navigated: [] };
  const executablePath = findBrowser();
  if (executablePath === null) return took;
  await buildConsole();
  const browser = await launchBrowser(executablePath);
  const token = api.authorization.replace("Bearer ", "");
  const fragment = new URLSearchParams({ token, tenant: api.tenantId, project: api.projectId }).toString();
  try {
    for (let visit = 0; visit < visits; visit++) {
      const context = await browser.newContext({ locale: "en" });
      context.setDefaultTimeout(HANG_MS);
      const page = await context.newPage();
      await page.addInitScript(OBSERVE_ROWS);
      await page.goto(`${api.url}/console/operations#${fragment}`);
      await page.locator("tbody tr").first().waitFor();
      took.opened.push(await page.evaluate<number>("window.firstRowMs"));
      await page.evaluate(OBSERVE_CLICKS);
      for (let click = 0; click < CLICKS; click++) {
        await page.getByRole("link", { name: "Webhooks" }).click();
        await page.locator("tbody tr").first().waitFor({ state: "detached" });
        await page.getByRole("link", { name: "Operations", exact: true }).click();
        await page.locator("tbody tr").first().waitFor();
        took.navigated.push(await page.evaluate<number>("window.firstRowMs - window.clickedMs"));
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return took;
}
