import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect } from "vitest";
import { hangMs } from "../test-time.ts";
import type { Service } from "../service/use-client.ts";
import { findBrowser } from "./find-browser.ts";
import { buildConsole } from "../build-console.ts";
import { launchBrowser } from "./launch-browser.ts";

/** The console of a running service in a real browser. */
export interface Console<Used extends Service> {
  readonly service: Used;
  /** Opens a tab of its own at a path of the console; signed in, unless `token` is null. */
  open(path: string, options?: OpenOptions): Promise<Page>;
  /** Ignores page errors that match: the test causes them on purpose. */
  expectFault(pattern: RegExp): void;
}

interface OpenOptions extends BrowserContextOptions {
  readonly token?: string | null;
  /** Called with the tab before it opens the console. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/**
 * Runs a suite against the console in a browser. Without a browser the suite is skipped and its title says so; with
 * REQUIRE_BROWSER=1 it fails instead. A test fails when a page logs an error or requests another origin.
 * @param use - gives the service, as a hook of the suite
 */
export function describeInBrowser<Used extends Service>(
  title: string,
  use: () => Used,
  suite: (console: Console<Used>) => void,
): void {
  const executablePath = findBrowser();
  const isSkipped = executablePath === null && process.env["REQUIRE_BROWSER"] !== "1";
  describe.skipIf(isSkipped)(`${title}${isSkipped ? " (skipped: no chromium on the PATH)" : ""}`, () => {
    beforeAll(buildConsole);
    const service = use();
    let browser: Browser;
    let faults: string[] = [];
    let expected: RegExp[] = [];
    beforeAll(async () => {
      if (executablePath === null) throw new Error("REQUIRE_BROWSER=1, and there is no chromium on the PATH");
      browser = await launchBrowser(executablePath);
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      const unexpected = faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)));
      [faults, expected] = [[], []];
      expect(unexpected).toEqual([]);
    });
    afterAll(() => browser.close());

    suite({
      service,
      expectFault: (pattern) => expected.push(pattern),
      async open(path, { token, prepare, ...options } = {}) {
        const { url, tenantId, projectId, token: usual } = service.connection();
        const context = await browser.newContext({ locale: "en", ...options });
        context.setDefaultTimeout(hangMs());
        const page = await context.newPage();
        page.on("console", (message) => {
          if (message.type() === "error") faults.push(message.text());
        });
        page.on("pageerror", (err) => faults.push(err.message));
        page.on("request", (request) => {
          const address = new URL(request.url());
          if (address.protocol !== "blob:" && address.origin !== new URL(url).origin)
            faults.push(`asked ${address.origin}`);
        });
        await prepare?.(page);
        const scope = { token: token ?? usual, tenant: tenantId, project: projectId };
        const fragment = token === null ? "" : `#${new URLSearchParams(scope).toString()}`;
        await page.goto(`${url}/console${path}${fragment}`);
        return page;
      },
    });
  });
}
