import type { JobRef, QueueName } from "../job-catalog.ts";
import type { JobContext, JobProcessor } from "../run-job.ts";

/** A processor as tests write it, whose job may end with nothing to show. */
export type TestProcessor<Name extends QueueName> = (ref: JobRef<Name>, context: JobContext) => Promise<unknown>;

/** Makes a processor of it. */
export const toProcessor =
  <Name extends QueueName>(process: TestProcessor<Name>): JobProcessor<Name> =>
  async (ref, context) => {
    const value = await process(ref, context);
    return typeof value === "object" && value !== null ? { ...value } : {};
  };
