import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { useService } from "../service/use-service.ts";
import { describeInBrowser } from "./describe-in-browser.ts";
import { findBarriers } from "./find-barriers.ts";
import {
  OIDC_CLIENT,
  OIDC_RESOURCE,
  startOidcProvider,
  STRANGER,
  type OidcTestProvider,
} from "./start-oidc-provider.ts";

const [tenantId, projectId] = [randomUUID(), randomUUID()];
let provider: OidcTestProvider | null = null;
const started = (): OidcTestProvider => {
  if (provider === null) throw new Error("the provider is there from beforeAll on");
  return provider;
};

describeInBrowser(
  "the console with an identity provider",
  () =>
    useService(postgresBackend(), async () => {
      provider = await startOidcProvider({ [tenantId]: { projects: [projectId], role: "operator" } });
      return { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: OIDC_CLIENT, OIDC_RESOURCE };
    }),
  (console) => {
    afterAll(async () => provider?.close());
    const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
    const leave = (page: Page) => page.getByRole("button", { name: /^Sign in with 127\.0\.0\.1/ }).click();
    const signInThere = async (page: Page, name = "ann"): Promise<void> => {
      console.expectFault(/^asked http:\/\/127\.0\.0\.1/);
      await leave(page);
      await page.getByLabel("Name").fill(name);
      await page.getByRole("button", { name: "Let me in" }).click();
    };
    const stored = (page: Page) => page.evaluate("Object.keys(sessionStorage).join()");

    it("signs in there by code and PKCE, and comes back to where one was; nothing of it stays in the address", async () => {
      const page = await console.open("/operations?priority=High", { token: null });
      await page.getByRole("button", { name: /^Sign in with/ }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      const asked: URL[] = [];
      page.on("request", (request) => asked.push(new URL(request.url())));
      await signInThere(page);
      await heading(page, "Operations").waitFor();
      const { url } = console.service.connection();
      expect(page.url()).toBe(`${url}/console/operations?priority=High`);
      await page.getByText("Nothing matches these filters").waitFor();
      const sent = asked.find(({ searchParams }) => searchParams.has("code_challenge"))?.searchParams;
      expect(["code_challenge_method", "response_type", "resource"].map((name) => sent?.get(name))).toEqual([
        "S256",
        "code",
        OIDC_RESOURCE,
      ]);
      expect(["state", "nonce"].map((name) => (sent?.get(name) ?? "").length >= 40)).toEqual([true, true]);
      expect(await stored(page)).toBe("longhaul-session");
      const { token } = JSON.parse(String(await page.evaluate("sessionStorage['longhaul-session']"))) as {
        readonly token: string;
      };
      expect(asked.filter(({ href }) => href.includes(token))).toEqual([]);

      // A code that comes to somebody who is signed in is thrown away, and out of the address.
      await page.goto(`${url}/console/signed-in?code=stolen&state=made-up`);
      await page.waitForURL((address) => address.search === "");
      expect(await stored(page)).toBe("longhaul-session");
    });

    it("takes no answer that it didn't ask for", async () => {
      const page = await console.open("/signed-in?code=stolen&state=made-up", { token: null });
      await page.getByText("Signing in there didn't work").waitFor();
      await page.getByRole("button", { name: /^Sign in with/ }).waitFor();
      expect([await stored(page), new URL(page.url()).search]).toEqual(["", ""]);
    });

    it("takes no answer with another nonce than it sent", async () => {
      console.expectFault(/401/);
      const page = await console.open("/", { token: null });
      await page.route(
        "**/auth?*",
        (route) => {
          const address = new URL(route.request().url());
          address.searchParams.set("nonce", "of another page");
          return route.continue({ url: address.href });
        },
        { times: 1 },
      );
      await signInThere(page);
      await page.getByText("Signing in there didn't work").waitFor();
      expect(await stored(page)).toBe("");
    });

    it("says what to do when the provider lets nobody in, or knows of no tenant", async () => {
      const page = await console.open("/", { token: null });
      console.expectFault(/^asked http:\/\/127\.0\.0\.1/);
      await leave(page);
      await page.getByRole("button", { name: "Never mind" }).click();
      await page.getByText("The identity provider didn't let you in").waitFor();
      await signInThere(page, STRANGER);
      await page.getByText("nothing was said of a tenant that you may work in").waitFor();
      expect(await stored(page)).toBe("");
    });

    it("leads through the provider again when a token's time is over", async () => {
      console.expectFault(/401/);
      const { url } = console.service.connection();
      const page = await console.open("/", { token: null });
      const stale = { token: await started().expiredToken(), tenantId, projectId };
      await page.evaluate((session) => sessionStorage.setItem("longhaul-session", session), JSON.stringify(stale));
      await page.goto(`${url}/console/operations?status=Failed`);
      await page.getByText("Your token has expired").waitFor();
      await signInThere(page);
      await heading(page, "Operations").waitFor();
      expect(new URL(page.url()).search).toBe("?status=Failed");
    });
  },
);
