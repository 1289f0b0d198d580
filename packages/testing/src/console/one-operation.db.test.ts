import { once } from "node:events";
import { claimOperation } from "../operation-claims.ts";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createDb, releaseOperation } from "@longhaul/db";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { patientLimits } from "../patience.ts";
import { waitFor } from "../wait-for.ts";
import { postgresBackend } from "../describe-each-backend.ts";
import { useService } from "../service/use-service.ts";
import { describeInBrowser } from "./describe-in-browser.ts";
import { findBarriers } from "./find-barriers.ts";
import { RECEIPT } from "./receipt.ts";

const MANY = 60;

describeInBrowser(
  "what the console tells of an operation",
  () => useService(postgresBackend()),
  (console) => {
    const { service } = console;
    const parameter = (page: Page, name: string) =>
      page.locator(".parameters > div", { has: page.getByTitle(name, { exact: true }) });

    async function upload(): Promise<string> {
      const { body } = await service.upload(new Uint8Array(readFileSync(RECEIPT)), { fileName: "receipt.xes.gz" });
      return String(body["datasetId"]);
    }

    it("is what was asked for and what defaults filled in, what it used over time, and where its events went", async () => {
      const receiver = createServer((_, res) => res.writeHead(204).end()).listen(0, "127.0.0.1");
      await once(receiver, "listening");
      const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
      const datasetId = await upload();
      const webhook = { webhookUrl: `${url}/all`, webhookName: "All of it", events: ["operation.completed"] };
      expect((await service.call("/async/webhooks", { json: webhook })).status).toBe(201);
      const parameters = { datasetId, analysisType: "discovery" };
      const json = {
        operationType: "ProcessMiningAnalysis",
        operationName: "Asked",
        parameters,
        callbacks: { onCompletion: url },
      };
      const operationId = String((await service.call("/async/operation", { json })).body["operationId"]);

      const page = await console.open(`/operations/${operationId}`);
      await page.locator(".operation-state .badge.is-completed").waitFor();
      expect(await parameter(page, "analysisType").textContent()).toBe("Analysis typediscovery");
      const { body: details } = await service.call(`/async/operation/${operationId}/details`);
      const defaulted = (details["defaulted"] as string[]).filter((pointer) => pointer.lastIndexOf("/") === 0);
      expect(defaulted.length).toBeGreaterThan(0);
      await waitFor(async () => (await page.locator(".parameters .tag").count()) === defaulted.length, {
        what: "tags",
      });
      expect(details["usage"].length).toBeGreaterThanOrEqual(2);
      await page.getByRole("img", { name: /^Memory: at most [\d.]+ MB/ }).waitFor();
      expect(await findBarriers(page)).toEqual([]);

      await page.getByRole("button", { name: "Events", exact: true }).click();
      const completed = page.locator(".events > li", { hasText: "operation.completed" });
      await completed.getByRole("link", { name: "All of it" }).waitFor();
      await completed.getByText("onCompletion").waitFor();
      expect(await completed.locator(".event-deliveries li").count()).toBe(2);
      expect(await findBarriers(page)).toEqual([]);
      receiver.close();
    });

    it("is retried with parameters changed in a form; the plan says what is kept", async () => {
      const datasetId = await upload();
      await service.withoutWorker(async () => {
        const parameters = { datasetId, analysisType: "discovery" };
        const json = { operationType: "ProcessMiningAnalysis", operationName: "Changed", parameters };
        const operationId = String((await service.call("/async/operation", { json })).body["operationId"]);
        await service.call(`/async/operation/${operationId}/cancel`, { json: {} });
        const page = await console.open(`/operations/${operationId}`);
        await page.getByRole("button", { name: "Retry", exact: true }).click();
        await page.getByText("Change parameters").click();
        expect(await page.getByLabel("Analysis type").locator("option:checked").textContent()).toBe("discovery");
        await page.getByLabel("Analysis type").selectOption("performance");
        await page.getByRole("button", { name: "See what would be kept" }).click();
        await page.getByText("Nothing is kept: every phase runs again.").waitFor();
        expect(await findBarriers(page)).toEqual([]);
        await page.getByRole("button", { name: "Start the retry" }).click();
        await waitFor(() => page.url().includes("op-retry-"), { what: "the retry" });
        await page.getByRole("link", { name: operationId }).waitFor();
        expect(await parameter(page, "analysisType").textContent()).toBe("Analysis typeperformance");
      });
    });

    it("is each worker's run of it", async () => {
      const datasetId = await upload();
      const db = createDb({ databaseUrl: service.databaseUrl(), applicationName: "test", limits: patientLimits() });
      const operationId = await service.withoutWorker(async () => {
        const parameters = { datasetId, analysisType: "discovery" };
        const json = { operationType: "ProcessMiningAnalysis", operationName: "Handed on", parameters };
        const id = String((await service.call("/async/operation", { json })).body["operationId"]);
        const claim = { operationId: id, executionId: "exec-drained", workerNode: "drained", leaseMs: 600_000 };
        const epoch = (await claimOperation(db, claim))?.operation.epoch ?? 0;
        expect(await releaseOperation(db, { operationId: id, epoch })).toBe(epoch + 1);
        return id;
      });
      await db.close();
      const page = await console.open(`/operations/${operationId}`);
      await page.locator(".operation-state .badge.is-completed").waitFor();
      const runs = page
        .locator(".card", { has: page.getByRole("heading", { name: "Runs", exact: true }) })
        .locator("tbody tr");
      await runs.filter({ hasText: "Completed" }).waitFor();
      expect(await runs.count()).toBe(2);
      expect(await runs.first().textContent()).toMatch(/^drained.*Given back by its worker/);
      expect(await findBarriers(page)).toEqual([]);
    });

    it("is cancelled with all others that match, though they are on several pages", async () => {
      const datasetId = await upload();
      await service.withoutWorker(async () => {
        const operations = Array.from({ length: MANY }, (_, idx) => ({
          operationKey: `k${idx}`,
          operationType: "ProcessMiningAnalysis",
          operationName: `Many ${idx}`,
          priority: "Low",
          parameters: { datasetId },
        }));
        expect((await service.call("/async/batch", { json: { batchName: "Many", operations } })).status).toBe(202);
        const page = await console.open("/operations?status=Initiated%2CRunning&priority=Low");
        await page.locator(".row-link").first().waitFor();
        await page.getByLabel("Select all that can be cancelled").check();
        await page.getByRole("button", { name: `Cancel all ${MANY} that match` }).click();
        await page.getByText(`Cancel ${MANY} operations?`).waitFor();
        await page.getByRole("dialog").getByRole("button", { name: "Cancel them" }).click();
        await page.getByText(`${MANY} cancelled.`).waitFor();
      });
    });

    it("is run again with all that a batch didn't complete, in their places", async () => {
      const datasetId = await upload();
      const chain = ["first", "second"].map((operationKey, idx) => ({
        operationKey,
        operationType: "ProcessMiningAnalysis",
        operationName: operationKey,
        parameters: { datasetId, analysisType: "discovery" },
        dependencies: idx === 0 ? [] : ["first"],
      }));
      const json = { batchName: "Again", operations: chain };
      await service.withoutWorker(async () => {
        const { body } = await service.call("/async/batch", { json });
        const { body: batch } = await service.call(`/async/batch/${body["batchId"]}`);
        await service.call(`/async/operation/${batch["operations"][0].operationId}/cancel`, { json: {} });
        const page = await console.open(`/batches/${body["batchId"]}`);
        await page.getByRole("button", { name: "Retry what failed" }).click();
        await page.getByText("Retry 1 operation?").waitFor();
        await page.getByRole("dialog").getByRole("button", { name: "Retry what failed" }).click();
        await page.getByRole("dialog").waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Retry what failed" }).waitFor({ state: "detached" });
        const { body: again } = await service.call(`/async/batch/${body["batchId"]}`);
        const statuses = (again["operations"] as Record<string, unknown>[]).map((one) => one["status"]);
        expect(statuses.some((status) => status === "Cancelled")).toBe(false);
      });
    });
  },
);
