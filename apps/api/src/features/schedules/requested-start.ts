import type { ScheduledRequest } from "@longhaul/contracts";
import type { WholeSchedule } from "@longhaul/db";

/** What a schedule starts, as its request had it. */
export const requestedStart = ({ starts, request }: Pick<WholeSchedule, "starts" | "request">): ScheduledRequest =>
  starts === "Operation" ? { operation: request } : { batch: request };
