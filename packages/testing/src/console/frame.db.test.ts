import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { waitFor } from "../wait-for.ts";
import { useSharedService } from "../service/use-shared-service.ts";
import { describeInBrowser } from "./describe-in-browser.ts";
import { findBarriers } from "./find-barriers.ts";

const MAX_FIRST_SCREEN_BYTES = 120_000;

const LOOKS = [
  { colorScheme: "light", locale: "en", viewport: { width: 1440, height: 900 } },
  { colorScheme: "dark", locale: "fr", viewport: { width: 390, height: 844 } },
] as const;

const TITLES = { en: "Operations", fr: "Opérations" };

describeInBrowser(
  "the console",
  () => useSharedService({ name: "postgres" }),
  (console) => {
    const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

    it("signs in by a link, whose token leaves the address bar and goes to the tab alone", async () => {
      const page = await console.open("/operations");
      await heading(page, "Operations").waitFor();
      expect(page.url()).toBe(`${console.service.connection().url}/console/operations`);
      const kept = await page.evaluate<readonly string[]>(
        "[JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie]",
      );
      const { token } = console.service.connection();
      expect(kept.map((text) => text.includes(token))).toEqual([false, true, false]);
      await page.reload();
      await heading(page, "Operations").waitFor();
      await page.getByRole("button", { name: "Sign out" }).click();
      await heading(page, "Longhaul").waitFor();
      expect(await page.evaluate("sessionStorage.length")).toBe(0);
    });

    it("takes a pasted token with a project, and says what is wrong with another", async () => {
      const { token, projectId } = console.service.connection();
      const page = await console.open("/operations?status=Failed", { token: null });
      const field = page.getByLabel("Access token");
      await field.fill("not a token");
      await page.getByText("This is no token that Longhaul could take").waitFor();
      const old = await console.service.mintToken({ tenants: { x: { projects: "*" } }, exp: 1_700_000_000 });
      await field.fill(old);
      await page.getByText("This token has expired").waitFor();
      await field.fill(token);
      await page.getByLabel("Project id").fill(projectId);
      await page.getByRole("button", { name: "Sign in" }).click();
      await heading(page, "Operations").waitFor();
      expect(new URL(page.url()).search).toBe("?status=Failed");
    });

    it("leads to signing in when the token is no longer taken, and back to where one was", async () => {
      console.expectFault(/401/);
      const { tenantId, projectId, token } = console.service.connection();
      const foreign = await console.service.mintToken(
        { tenants: { [tenantId]: { projects: "*" } } },
        "the secret of somebody else, long enough",
      );
      const page = await console.open("/operations?priority=High", { token: foreign });
      await page.getByText("The service didn't take the token").waitFor();
      await page.getByLabel("Access token").fill(token);
      await page.getByLabel("Project id").fill(projectId);
      await page.getByRole("button", { name: "Sign in" }).click();
      await heading(page, "Operations").waitFor();
      expect(new URL(page.url()).search).toBe("?priority=High");
    });

    it("says of a deleted API key that it isn't taken, without being touched", async () => {
      console.expectFault(/401/);
      const { tenantId, projectId } = console.service.connection();
      const admin = await console.service.mintToken({ tenants: { [tenantId]: { projects: "*", role: "admin" } } });
      const headers = { authorization: `Bearer ${admin}` };
      const json = { keyName: "of the console", permissions: ["read"] };
      const { status, body } = await console.service.call("/async/api-keys", { json, headers });
      expect(status).toBe(201);
      const page = await console.open("/operations", { token: null });
      await page.getByLabel("Access token").fill(String(body["apiKey"]));
      await page.getByLabel("Tenant").fill(tenantId);
      await page.getByLabel("Project id").fill(projectId);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("No operations yet").waitFor();
      await console.service.call(`/async/api-keys/${String(body["keyId"])}`, { method: "DELETE", headers });
      await page.getByText("The service didn't take the token").waitFor();
    });

    it("says that the connection is lost, and catches up when it is back", async () => {
      console.expectFault(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
      const page = await console.open("/operations");
      await page.getByText("No operations yet").waitFor();
      await page.context().setOffline(true);
      await page.getByRole("button", { name: "Failed" }).click();
      await page.getByText("No connection to the service").waitFor();
      await page.context().setOffline(false);
      await page.getByText("No connection to the service").waitFor({ state: "detached" });
      await page.getByText("Nothing matches these filters").waitFor();
      expect(await page.getByRole("alert").count()).toBe(0);
    });

    it("tells what to do, and the request's id, where a token doesn't cover the project", async () => {
      console.expectFault(/404/);
      const { tenantId } = console.service.connection();
      const other = "11111111-2222-4333-8444-555555555555";
      const narrow = await console.service.mintToken({ tenants: { [tenantId]: { projects: [other] } } });
      const page = await console.open("/operations", { token: narrow });
      const alert = page.getByRole("alert").first();
      await alert.getByText("not for your token").waitFor();
      expect(await alert.textContent()).toMatch(/Request\s*[\w-]{8,}/);
    });

    it("tells a French reader in French what is doubtful in a log", async () => {
      const csv = "case,activity,time\n1,A,03/04/2026 10:00\n1,B,05/06/2026 11:00\n2,A,07/08/2026 09:00\n";
      const { status, body } = await console.service.upload(csv, { fileName: "dates.csv" });
      expect(status).toBe(201);
      const page = await console.open(`/datasets/${String(body["datasetId"])}`, { locale: "fr" });
      const doubt = page.getByRole("listitem").filter({ hasText: "ordre du jour et du mois" });
      expect(await doubt.textContent()).toBe(
        "ordre du jour et du mois (time)\u00a0: Toutes les dates peuvent se lire avec le jour ou le mois en premier. " +
          "Indiquez timestampFormat si la lecture retenue est fausse.",
      );
    });

    it("loads little, from this origin alone, under a policy that runs no script but its own files", async () => {
      const page = await console.open("/operations", { token: null });
      const { url } = console.service.connection();
      const sizes: number[] = [];
      page.on("response", (response) => {
        void response
          .request()
          .sizes()
          .then(({ responseBodySize }) => sizes.push(responseBodySize));
      });
      const document = await page.reload();
      await heading(page, "Longhaul").waitFor();
      await waitFor(() => sizes.length >= 3, { what: "page, script and styles" });
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_FIRST_SCREEN_BYTES);
      const policy = document?.headers()["content-security-policy"] ?? "";
      expect(policy).toMatch(/default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(policy).not.toContain("unsafe");
      expect(await (await fetch(`${url}/console/a/b/c`)).text()).toContain('src="../../assets/');
      expect((await fetch(`${url}/console/assets/none.js`)).status).toBe(404);
      const home = await fetch(url, { headers: { accept: "text/html" }, redirect: "manual" });
      expect([home.status, home.headers.get("location")]).toEqual([303, "console/"]);
    });

    it.each(LOOKS)("keeps nobody out, $colorScheme in $locale", async (look) => {
      const signIn = await console.open("/", { ...look, token: null });
      await heading(signIn, "Longhaul").waitFor();
      expect(await findBarriers(signIn)).toEqual([]);
      const list = await console.open("/operations", look);
      await heading(list, TITLES[look.locale]).waitFor();
      await list.locator(".empty").waitFor();
      expect(await findBarriers(list)).toEqual([]);
      expect(await list.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    });
  },
);
