import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { useSharedService } from "../service/use-shared-service.ts";
import { describeInBrowser } from "./describe-in-browser.ts";
import { findBarriers } from "./find-barriers.ts";
import { RECEIPT } from "./receipt.ts";
import { readRoutes, screensOf } from "./screens.ts";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

const LOOKS = [
  { colorScheme: "light", language: "en", size: WIDE },
  { colorScheme: "dark", language: "en", size: NARROW },
  { colorScheme: "dark", language: "fr", size: WIDE },
  { colorScheme: "light", language: "fr", size: NARROW },
] as const;

describeInBrowser(
  "every screen of the console",
  () => useSharedService({ name: "postgres" }),
  (console) => {
    const { service } = console;
    const adminToken = (): Promise<string> =>
      service.mintToken({ tenants: { [service.tenantId]: { projects: "*", role: "admin" } } });
    const post = async (path: string, json: unknown): Promise<Record<string, unknown>> => {
      const headers = { authorization: `Bearer ${await adminToken()}` };
      const { status, body } = await service.call(path, { json, headers });
      expect({ status, body }).toMatchObject({ status: expect.toBeOneOf([200, 201, 202]) });
      return body;
    };

    /** A project with one of everything that a screen shows. */
    async function fillProject(): Promise<ReturnType<typeof screensOf>> {
      const { body: dataset } = await service.upload(new Uint8Array(readFileSync(RECEIPT)), {
        fileName: "receipt.xes.gz",
      });
      const datasetId = String(dataset["datasetId"]);
      const parameters = { datasetId, analysisType: "discovery" };
      const operation = { operationType: "ProcessMiningAnalysis", operationName: "Receipts", parameters };
      const { operationId } = await service.run("ProcessMiningAnalysis", {
        datasetId,
        analysisType: "performance",
        workingCalendar: { timezone: "Europe/Amsterdam" },
      });
      const other = await service.run("ProcessMiningAnalysis", parameters);
      const batch = await post("/async/batch", {
        batchName: "Pair",
        operations: [
          { ...operation, operationKey: "a" },
          { ...operation, operationKey: "b", dependencies: ["a"] },
        ],
      });
      await post(`/async/batch/${String(batch["batchId"])}/cancel`, {});
      const schedule = await post("/async/schedules", { scheduleName: "Mornings", cron: "0 6 * * *", operation });
      const webhook = await post("/async/webhooks", {
        webhookUrl: "https://example.com/hook",
        webhookName: "Mine",
        events: ["operation.completed"],
      });
      await post("/async/api-keys", { keyName: "Nightly", permissions: ["read"] });
      return screensOf({
        operationId,
        otherOperationId: other.operationId,
        datasetId,
        batchId: String(batch["batchId"]),
        scheduleId: String(schedule["scheduleId"]),
        webhookId: String(webhook["webhookId"]),
      });
    }

    const setLanguage = async (page: Page, language: string): Promise<void> => {
      await page.evaluate(`localStorage.setItem("longhaul-language", ${JSON.stringify(language)})`);
    };

    it("is opened here, and keeps nobody out, light and dark, in both languages, wide and narrow", async () => {
      const screens = await fillProject();
      expect(Object.keys(screens).toSorted()).toEqual((await readRoutes()).toSorted());
      const page = await console.open("/operations", { token: await adminToken() });
      await page.locator(".row-link").first().waitFor();
      const found: string[] = [];
      for (const { colorScheme, language, size } of LOOKS) {
        await setLanguage(page, language);
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        for (const { path, shown } of Object.values(screens).flat()) {
          await page.goto(`${service.connection().url}/console${path}`);
          await page.locator(shown).first().waitFor();
          const barriers = await findBarriers(page);
          const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
          if (overflow > 0) barriers.push(`${overflow} px wider than the window`);
          found.push(...barriers.map((barrier) => `${path} ${colorScheme} ${language}: ${barrier}`));
        }
      }
      expect(found).toEqual([]);
      expect(await page.locator("html").getAttribute("lang")).toBe("fr");
    });
  },
);
