import { expect, it } from "vitest";
import { waitFor } from "../wait-for.ts";
import { useSharedService } from "../service/use-shared-service.ts";
import { describeInBrowser } from "./describe-in-browser.ts";

describeInBrowser(
  "the page of the API's reference",
  () => useSharedService({ name: "postgres" }),
  (console) => {
    const { service } = console;
    it("has token, tenant and project of who is signed in to the console, so that a call can be tried at once", async () => {
      const page = await console.open("/");
      const { url, tenantId, projectId } = service.connection();
      await page.waitForFunction(() => sessionStorage.getItem("longhaul-session") !== null);
      await page.goto(`${url}/docs`);
      const ping = page.locator(".opblock", { has: page.locator('[data-path$="/async/ping"]') });
      await ping.locator(".opblock-summary-path").click();
      const given = (name: string): Promise<string> => ping.locator(`[data-param-name="${name}"] input`).inputValue();
      expect([await given("tenantId"), await given("projectId")]).toEqual([tenantId, projectId]);
      await ping.locator("button.execute").click();
      const status = ping.locator(".live-responses-table .response .response-col_status");
      await waitFor(async () => (await status.textContent())?.trim() === "200", { what: "the answer" });
    });

    it("shows the document's own examples to who isn't, and invents no time", async () => {
      const page = await console.open("/", { token: null });
      await page.goto(`${service.connection().url}/docs`);
      const start = page.locator(".opblock-post", { has: page.locator('[data-path$="/async/operation"]') });
      await start.locator(".opblock-summary-path").click();
      const body = await start.locator("textarea.body-param__text").inputValue();
      expect(JSON.parse(body)).toMatchObject({
        operationName: "Comprehensive Customer Journey Analysis",
        timeout: 7200,
      });
      expect(await start.textContent()).not.toMatch(/\d{4}-(?:1[3-9]|[2-9]\d)-\d\d/);
    });
  },
);
