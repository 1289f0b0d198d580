import { expect, it } from "vitest";
import { useSharedService } from "../service/use-shared-service.ts";
import { describeInBrowser } from "./describe-in-browser.ts";

describeInBrowser(
  "the page of the guide",
  () => useSharedService({ name: "postgres" }),
  (console) => {
    const { service } = console;

    it("has the values of who is signed in to the console, and shows the code of one language at a time", async () => {
      const page = await console.open("/");
      const { url, tenantId, projectId, token } = service.connection();
      await page.waitForFunction(() => sessionStorage.getItem("longhaul-session") !== null);
      await page.goto(`${url}/docs/guide`);
      expect(await page.locator("#session").textContent()).toBe(
        `export LONGHAUL_URL='${url}'\nexport LONGHAUL_TENANT='${tenantId}'\nexport LONGHAUL_PROJECT='${projectId}'\nexport LONGHAUL_TOKEN='${token}'`,
      );
      expect(await page.locator("#sign-in").isVisible()).toBe(false);
      for (const language of ["curl", "typescript", "python"]) {
        await page.locator(`input[value="${language}"]`).check();
        const shown = await page
          .locator("section pre:visible")
          .evaluateAll((all) => all.map(({ className }) => className));
        expect(new Set(shown)).toEqual(new Set([language]));
        expect(shown).toHaveLength(6);
      }
      await page.locator('a[hreflang="fr"]').click();
      await page.waitForURL(/lang=fr/);
      expect(await page.locator("h2").first().textContent()).toBe("Démarrer");
      await page.locator('header a[href="../docs"]').click();
      await page.waitForURL(/\/docs$/);
    });

    it.each(["en", "fr"].flatMap((lang) => [1440, 390].map((width) => [lang, width] as const)))(
      "in %s fits into %i pixels, and asks who isn't signed in to do so",
      async (lang, width) => {
        const page = await console.open("/", { token: null, viewport: { width, height: 800 } });
        await page.goto(`${service.connection().url}/docs/guide?lang=${lang}`);
        expect(await page.locator("#sign-in").isVisible()).toBe(true);
        expect(await page.locator("#session").textContent()).toContain("export LONGHAUL_TOKEN=…");
        expect(await page.locator("html").evaluate(({ scrollWidth }) => scrollWidth)).toBeLessThanOrEqual(width);
      },
    );
  },
);
