import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const RULES = JSON.stringify(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);

/** What keeps people out of the page as it is now, by the rules of WCAG 2.2 A and AA that a program can check. */
export async function findBarriers(page: Page): Promise<string[]> {
  // As it will be: colours on their way from one state to another have no contrast to judge.
  await page.evaluate("document.getAnimations().forEach((animation) => animation.cancel())");
  await page.evaluate(source);
  // What is well is not described, which takes longer than to find it.
  const violations = await page.evaluate<AxeResults["violations"]>(
    `axe.run({ runOnly: ${RULES}, resultTypes: ["violations"] }).then(({ violations }) => violations)`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}
