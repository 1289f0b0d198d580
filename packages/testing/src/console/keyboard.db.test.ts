import type { Locator, Page } from "playwright-core";
import { expect, it } from "vitest";
import { useSharedService } from "../service/use-shared-service.ts";
import { describeInBrowser } from "./describe-in-browser.ts";
import { RECEIPT } from "./receipt.ts";
import { readDownload } from "./read-download.ts";

const MOST_TABS = 200;

/** Goes to something as people without a mouse do. */
async function reach(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if ((await target.and(page.locator(":focus")).count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`not reached with the Tab key: ${String(target)}`);
}

async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await reach(page, target);
  await page.keyboard.press(key);
}

describeInBrowser(
  "the console without a mouse",
  () => useSharedService({ name: "postgres" }),
  (console) => {
    it("signs in, takes a log, starts an analysis, follows it to its end, reads map, variants and cases, and saves the PDF", async () => {
      const { token, projectId } = console.service.connection();
      const page = await console.open("/start", { token: null });
      const button = (name: string | RegExp): Locator =>
        page.getByRole("button", { name, ...(typeof name === "string" ? { exact: true } : {}) });

      await reach(page, page.getByLabel("Access token"));
      await page.keyboard.insertText(token);
      await reach(page, page.getByLabel("Project id"));
      await page.keyboard.type(projectId);
      await press(page, button("Sign in"));

      const chosen = page.waitForEvent("filechooser");
      await press(page, page.locator(".drop input[type=file]"));
      await (await chosen).setFiles(RECEIPT);
      await page.getByText("How the file is read").waitFor();
      await press(page, button("Import"));
      await page.getByRole("radio", { name: /receipt\.xes\.gz/, checked: true }).waitFor();
      await reach(page, page.getByLabel("Analysis type"));
      await page.keyboard.type("d");
      expect(await page.getByLabel("Analysis type").inputValue()).not.toBe("");
      await press(page, page.locator(".more summary"));
      await reach(page, page.getByLabel("Output options"));
      await page.keyboard.insertText('{ "exportFormats": ["JSON", "SVG", "PDF"] }');
      await reach(page, page.getByLabel("Name", { exact: true }));
      await page.keyboard.type("Receipt by keyboard");
      await press(page, button("Start"));

      await page.getByRole("heading", { name: "Receipt by keyboard" }).waitFor();
      await page.locator(".operation-state .badge.is-completed").waitFor();
      await press(page, button("Process"));
      await page.getByText("18 of 27 activities").waitFor();
      await press(page, page.getByLabel(/^Activities/), "End");
      await page.getByText("27 of 27 activities").waitFor();
      await press(page, button(/^T02 Check confirmation of receipt/));
      await page.getByText("1,368 times in 1,316 cases").waitFor();
      await press(page, page.locator(".step-facts").getByRole("button", { name: /^Without it/ }));
      await press(page, button("Take away: without T02 Check confirmation of receipt"));
      await press(page, button("Choose this period"));
      await page.locator(".chip").waitFor();
      await press(page, page.locator(".case summary").first());
      await page.locator(".case-events li").first().waitFor();

      await press(page, button("Results"));
      await press(page, button(/Look at it: Process Model Visualization/));
      await page.locator(".preview-image").waitFor();
      await page.keyboard.press("Escape");
      const saved = await readDownload(page, () => press(page, button(/Download: .*\(PDF\)/)));
      expect(saved.content.toString("latin1")).toMatch(/^%PDF-/);
    });
  },
);
