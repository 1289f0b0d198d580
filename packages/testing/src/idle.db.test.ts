import { expect, it, onTestFinished } from "vitest";
import { startProduct } from "./chaos/product.ts";
import { startStatementCounter } from "./start-statement-counter.ts";
import { useTestDatabase } from "./use-test-database.ts";
import { waitFor } from "./wait-for.ts";

const database = useTestDatabase();

const MOST_A_SECOND = 5;
/** Beats, looks and reports come every few seconds. */
const WINDOW_MS = 20_000;

it(`makes at most ${MOST_A_SECOND} statements a second on Postgres while nothing is to be done, and still runs what comes in`, async () => {
  const counter = await startStatementCounter(database.url);
  onTestFinished(() => counter.close());
  const product = await startProduct({ databaseUrl: counter.url, redisUrl: null });
  onTestFinished(() => product.stop());

  let before = { at: performance.now(), statements: counter.statements() };
  let rate = Infinity;
  const isQuiet = (): boolean => {
    const now = { at: performance.now(), statements: counter.statements() };
    if (now.at - before.at < WINDOW_MS) return false;
    rate = (1000 * (now.statements - before.statements)) / (now.at - before.at);
    before = now;
    return rate <= MOST_A_SECOND;
  };
  await waitFor(isQuiet, { what: "quiet" });
  // Counted at all.
  expect(rate).toBeGreaterThan(0);

  const id = await product.startOne();
  await waitFor(
    async () => {
      const { body } = await product.call(`/async/operation/${id}`);
      return body["status"] === "Completed";
    },
    { what: "the operation's end" },
  );
});
