import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { waitFor } from "../wait-for.ts";
import { postgresBackend } from "../describe-each-backend.ts";
import { useService } from "../service/use-service.ts";
import { describeInBrowser } from "./describe-in-browser.ts";
import { findBarriers } from "./find-barriers.ts";
import { RECEIPT } from "./receipt.ts";
import { readDownload } from "./read-download.ts";

/** Drops a file upon the page, as a person's hand does. */
async function drop(page: Page, path: string, name: string): Promise<void> {
  const file = await page.evaluateHandle<{ readonly items: unknown }>(
    `(() => {
      const bytes = Uint8Array.from(atob(${JSON.stringify(readFileSync(path).toString("base64"))}), (c) => c.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], ${JSON.stringify(name)}));
      return transfer;
    })()`,
  );
  await page.dispatchEvent(".drop", "drop", { dataTransfer: file });
}

describeInBrowser(
  "work in the console",
  () => useService(postgresBackend()),
  (console) => {
    let datasetPath = "";

    /** Starts a batch of analyses by another client. @returns its id */
    async function startBatch(
      batchName: string,
      dependencies: Readonly<Record<string, readonly string[]>>,
    ): Promise<string> {
      const operations = Object.entries(dependencies).map(([operationKey, after]) => ({
        operationKey,
        operationType: "ProcessMiningAnalysis",
        operationName: `${batchName} ${operationKey}`,
        parameters: { datasetId: datasetPath.slice("/datasets/".length), analysisType: "discovery" },
        dependencies: after,
      }));
      const { status, body } = await console.service.call("/async/batch", { json: { batchName, operations } });
      expect(status).toBe(202);
      return String(body["batchId"]);
    }

    it("cancels an import: one that it sends, and one that it finds", async () => {
      const file = new FormData();
      file.set("file", new Blob([readFileSync(RECEIPT)]), "receipt.xes.gz");
      const cancelled = "The import was cancelled by ann.";
      const page = await console.open("/datasets");
      await drop(page, RECEIPT, "receipt.xes.gz");
      await page.getByText("How the file is read").waitFor();
      await console.service.withoutWorker(async () => {
        await page.getByRole("button", { name: "Import" }).click();
        await page.locator(".work-bar", { hasText: "Importing" }).getByRole("button", { name: "Cancel" }).click();
        await page.getByText(cancelled).waitFor();

        const headers = { prefer: "respond-async" };
        const { body } = await console.service.call("/datasets", { form: file, headers });
        expect(body).toMatchObject({ status: "Importing" });
        await page.goto(`${page.url()}/${String(body["datasetId"])}`);
        expect(await findBarriers(page)).toEqual([]);
        await page.locator(".work-bar").getByRole("button", { name: "Cancel" }).click();
        await page.getByText(cancelled).waitFor();
        expect(await page.locator(".work-bar").count()).toBe(0);
      });
    });

    it("takes a log by drag and drop, starts an analysis, and shows it live to its end, map, variants and files, and saves the PDF", async () => {
      const page = await console.open("/start");
      await page.getByText("ProcessMiningAnalysis", { exact: true }).waitFor();
      await drop(page, RECEIPT, "receipt.xes.gz");
      await page.getByText("How the file is read").waitFor();
      await page.getByRole("button", { name: "Import" }).click();
      const choice = page.getByRole("radio", { name: /receipt\.xes\.gz/ });
      await choice.waitFor();
      expect(await choice.isChecked()).toBe(true);
      datasetPath = `/datasets/${new URL(page.url()).searchParams.get("dataset") ?? ""}`;
      await page.getByLabel("Name", { exact: true }).fill('Receipt <img src=x onerror="alert(1)">');
      await page.getByLabel("Analysis type").selectOption("discovery");
      await page.locator(".more summary").click();
      await page.getByLabel("Output options").fill('{ "exportFormats": ["JSON", "CSV", "SVG", "PDF"] }');
      await page.getByRole("button", { name: "Start", exact: true }).click();
      await page.getByRole("heading", { name: /Receipt <img/ }).waitFor();

      await page.locator(".operation-state .badge.is-completed").waitFor();
      expect(await page.locator(".phase.is-completed").count()).toBe(4);

      await page.getByRole("button", { name: "Process", exact: true }).click();
      await page.getByText("18 of 27 activities").waitFor();
      expect(await page.locator(".map-node").count()).toBe(18);
      await page.getByLabel(/^Activities/).fill("1");
      await page.getByText("27 of 27 activities").waitFor();
      await page.getByText("713 cases").waitFor();
      const step = page.getByRole("button", { name: /^T02 Check confirmation of receipt/ });
      await step.focus();
      await page.keyboard.press("Enter");
      await page.getByText("1,368 times in 1,316 cases").waitFor();

      await page.getByRole("button", { name: "Results", exact: true }).click();
      await page.getByRole("button", { name: /Look at it: Process Model Visualization/ }).click();
      await page.locator(".preview-image").waitFor();
      const width = "document.querySelector('.preview-image')?.naturalWidth ?? 0";
      await waitFor(async () => (await page.evaluate<number>(width)) > 0, { what: "the picture" });
      await page.keyboard.press("Escape");
      const download = (name: RegExp) => readDownload(page, () => page.getByRole("button", { name }).click());
      expect((await download(/Download: Activities/)).name).toMatch(/\.csv$/i);
      const report = await download(/Download: .*\(PDF\)/);
      expect(report.name).toMatch(/\.pdf$/i);
      expect(report.content.toString("latin1")).toMatch(/^%PDF-.*%%EOF\s*$/s);
    });

    it("follows with the keyboard alone: list, row, tabs", async () => {
      const page = await console.open("/operations");
      await page.locator(".row-link").first().waitFor();
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: /Receipt/ }).waitFor();
      await page.getByRole("button", { name: "Log", exact: true }).focus();
      await page.keyboard.press("Enter");
      await page.getByText("the event log was read").waitFor();
      expect(new URL(page.url()).search).toBe("?tab=log");
      await page.goBack();
      await page.getByRole("heading", { level: 1, name: "Operations" }).waitFor();
      await page.keyboard.press("/");
      await page.keyboard.type("nothing of the sort");
      await page.getByText("Nothing matches these filters").waitFor();
    });

    it("cancels, plans a retry by a dry run, and starts it", () =>
      console.service.withoutWorker(async () => {
        const batchId = await startBatch("Diamond", {
          first: [],
          left: ["first"],
          right: ["first"],
          last: ["left", "right"],
        });
        const page = await console.open("/batches");
        await page.getByRole("link", { name: "Diamond", exact: true }).click();
        await waitFor(() => page.url().endsWith(`/batches/${batchId}`), { what: "the batch" });
        await page.getByRole("img", { name: /4 operations and 4 dependencies/ }).waitFor();
        await page.getByText("3 operations one after another").waitFor();
        const path = page.locator(".critical-path a");
        expect([await path.first().textContent(), await path.last().textContent()]).toEqual([
          "Diamond first",
          "Diamond last",
        ]);
        expect(await findBarriers(page)).toEqual([]);
        await page.getByRole("table").getByRole("link", { name: "Diamond last" }).click();
        await page.getByText("Why it is waiting").waitFor();
        await page.getByRole("button", { name: "Cancel", exact: true }).click();
        await page.getByRole("button", { name: "Cancel it" }).click();
        await page.locator(".operation-state .badge.is-cancelled").waitFor();
        await page.getByRole("button", { name: "Retry", exact: true }).click();
        await page.getByRole("button", { name: "See what would be kept" }).click();
        await page.getByText("Nothing is kept: every phase runs again.").waitFor();
        const before = page.url();
        await page.getByRole("button", { name: "Start the retry" }).click();
        await waitFor(() => page.url() !== before, { what: "the retry" });
        expect(page.url()).toContain("op-retry-");
      }));

    it("shows what others start as it happens, and cancels what is selected", () =>
      console.service.withoutWorker(async () => {
        const page = await console.open("/operations?status=Initiated%2CRunning");
        await page.getByRole("heading", { level: 1, name: "Operations" }).waitFor();
        await startBatch("Chain", { a: [], b: ["a"], c: ["b"] });
        await page.getByRole("link", { name: "Chain c" }).waitFor();
        await page.getByLabel("Select Chain c").check();
        await page.getByText("1 selected").waitFor();
        await page.getByRole("button", { name: "Cancel them" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Cancel them" }).click();
        await page.getByText("1 cancelled.").waitFor();
        await page.getByRole("button", { name: "Close" }).click();
        await page.getByRole("link", { name: "Chain c" }).waitFor({ state: "detached" });
        await page.getByRole("button", { name: /^Cancelled/ }).click();
        await page.getByRole("link", { name: "Chain c" }).waitFor();
        expect(await page.locator("tr", { hasText: "Chain c" }).locator(".badge.is-cancelled").count()).toBe(1);
      }));

    it("moves and enlarges the picture of a batch with thousands of dependencies, and draws it sharply again", () =>
      console.service.withoutWorker(async () => {
        const [wide, rows] = [20, 7];
        const key = (row: number, place: number): string => `k${row}-${place}`;
        const places = Array.from({ length: wide }, (_, place) => place);
        const keys = Array.from({ length: rows }, (_, row) => places.map((place) => [row, place] as const)).flat();
        const dependencies = keys.map(([row, place]): [string, readonly string[]] => [
          key(row, place),
          row === 0 ? [] : places.map((before) => key(row - 1, before)),
        ]);
        const batchId = await startBatch("Wide", Object.fromEntries(dependencies));
        const page = await console.open(`/batches/${batchId}`, { viewport: { width: 1440, height: 900 } });
        /** Where something is drawn, in pixels from the left, and what exactly. */
        const drawn = async (): Promise<{ left: number; right: number; picture: string }> =>
          page.evaluate(`(() => {
          const canvas = document.querySelector("canvas");
          const { width, height } = canvas;
          const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
          const rows = Array.from({ length: height }, (_, y) => y);
          const columns = Array.from({ length: width }, (_, x) => rows.some((y) => data[4 * (y * width + x) + 3] > 0));
          return { left: columns.indexOf(true), right: columns.lastIndexOf(true), picture: canvas.toDataURL() };
        })()`);
        await page.locator("canvas").waitFor();
        await waitFor(async () => (await drawn()).left >= 0, { what: "the whole picture" });
        const whole = await drawn();
        expect(await page.locator("canvas").getAttribute("aria-label")).toContain("2,400");
        const box = await page.locator("canvas").boundingBox();
        const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 20, y, { steps: 5 });
        await page.mouse.up();
        const isMoved = ({ left, right }: typeof whole): boolean =>
          Math.abs(left - whole.left - 20) <= 2 && Math.abs(right - whole.right - 20) <= 2;
        await waitFor(async () => isMoved(await drawn()), { what: "the moved picture" });
        await page.getByRole("button", { name: "Smaller" }).click();
        const isSmaller = ({ left, right }: typeof whole): boolean =>
          Math.abs((right - left) / (whole.right - whole.left) - 0.8) < 0.02;
        await waitFor(async () => isSmaller(await drawn()), { what: "the smaller picture" });
        await page.getByRole("button", { name: "Whole" }).click();
        await waitFor(async () => (await drawn()).picture === whole.picture, {
          what: "the whole picture, as sharp as before",
        });
      }));

    it("lets who may only read see what can't be done, and why", async () => {
      const page = await console.open("/operations", {
        async prepare(opened) {
          await opened.route("**/async/ping", async (route) => {
            const response = await route.fetch();
            const body = (await response.json()) as Record<string, unknown>;
            await route.fulfill({ response, json: { ...body, permissions: ["read"] } });
          });
        },
      });
      await page.locator(".row-link").first().waitFor();
      await waitFor(async () => (await page.locator("table input[type=checkbox]").count()) === 0, {
        what: "no row to select",
      });
      await page.getByRole("link", { name: "Webhooks" }).click();
      const register = page.getByRole("button", { name: "Register a webhook" });
      expect(await register.isDisabled()).toBe(true);
      expect(await register.getAttribute("title")).toBe("Your token may read, not change.");
    });

    it("registers a webhook, tests it and pauses it", async () => {
      const page = await console.open("/webhooks");
      await page.getByRole("button", { name: "Register a webhook" }).click();
      await page.getByLabel("Address").fill("https://192.0.2.1/hook");
      await page.getByLabel("Name").fill("Mine");
      await page.getByRole("dialog").getByRole("button", { name: "Register a webhook" }).click();
      console.expectFault(/400/);
      await page.getByRole("dialog").getByText("/webhookUrl").waitFor();
      await page.getByLabel("Address").fill("https://example.com/hook");
      await page.getByRole("dialog").getByRole("button", { name: "Register a webhook" }).click();
      await page.getByRole("heading", { name: "Mine" }).waitFor();
      await page.getByRole("button", { name: "Send a test event" }).click();
      await page.getByText("A test event is on its way.").waitFor();
      await page.getByRole("button", { name: "Recover" }).click();
      const asked: string[] = [];
      page.on("request", (request) => request.url().endsWith("/recover") && asked.push(request.method()));
      await page.getByRole("dialog").getByRole("button", { name: "Recover" }).dblclick();
      await page.getByText("0 deliveries are sent again.").waitFor();
      expect(asked).toEqual(["POST"]);
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole("button", { name: "Close" }).click();
      await page.getByRole("button", { name: "Pause" }).click();
      await page.locator(".badge.is-paused").waitFor();
      expect(await page.getByRole("button", { name: "Resume" }).count()).toBe(1);
    });
  },
);
