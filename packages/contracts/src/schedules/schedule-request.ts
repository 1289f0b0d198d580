import { CATCH_UPS, createZoneClock, MAX_CRON_LENGTH, parseCron, type CatchUp } from "@longhaul/domain";
import Joi from "joi";

/** What happens at a tick while an earlier run of the schedule has not ended: it runs all the same, or is skipped. */
export const OVERLAPS = ["allow", "skip"] as const;
export type Overlap = (typeof OVERLAPS)[number];

/** A body of POST …/async/operation or POST …/async/batch, as it was given: it is judged like those, at each run again. */
export type ScheduledRequest =
  | { readonly operation: Readonly<Record<string, unknown>>; readonly batch?: never }
  | { readonly batch: Readonly<Record<string, unknown>>; readonly operation?: never };

/** Body of POST …/async/schedules, defaults filled in. */
export type ScheduleRequest = ScheduledRequest & {
  readonly scheduleName: string;
  readonly scheduleDescription?: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly catchUp: CatchUp;
  readonly overlap: Overlap;
};

/** Body of PATCH …/async/schedules/{scheduleId}; what is absent stays, `operation` and `batch` replace each other. */
export type SchedulePatch = Partial<Omit<ScheduleRequest, "operation" | "batch">> &
  (ScheduledRequest | { readonly operation?: never; readonly batch?: never });

const cron = Joi.string()
  .max(MAX_CRON_LENGTH)
  .custom((text: string, helpers) => {
    const parsed = parseCron(text);
    return "fault" in parsed ? helpers.error("cron", { fault: parsed.fault }) : text.trim();
  })
  .messages({ cron: "{{#label}} {{#fault}}" })
  .description(
    "minute, hour, day of month, month, day of week; names, lists, ranges, steps, `L`, `W`, `#`, or `@daily` and the like. Where both days are given, either will do",
  );

const timeZone = Joi.string()
  .max(64)
  .custom((text: string, helpers) => (createZoneClock(text) === null ? helpers.error("zone") : text))
  .messages({ zone: "{{#label}} must be an IANA time zone, such as Europe/Paris or UTC" })
  .description(
    "IANA name. A time of day that clocks leave out runs when they change, one that comes twice the first time only; with `*` as minute or hour a schedule goes by the clock instead",
  );

const scheduleName = Joi.string().trim().min(1).max(200);
const catchUp = Joi.string()
  .valid(...CATCH_UPS)
  .description(
    "what becomes of ticks more than 5 minutes past when the service was away: none runs, the latest does, or all do (at most 100)",
  );
const overlap = Joi.string()
  .valid(...OVERLAPS)
  .description("at a tick while an earlier run goes on: run as well, or skip the tick");

/** What a schedule starts, for who judges that apart. */
const ANYTHING = Joi.object().unknown(true);

/** @param operation and `batch`: the schemas of what it starts; any objects for who judges them apart */
export function scheduleRequestSchema(
  operation: Joi.ObjectSchema = ANYTHING,
  batch: Joi.ObjectSchema = ANYTHING,
): Joi.ObjectSchema<ScheduleRequest> {
  return Joi.object<ScheduleRequest>({
    scheduleName: scheduleName.required(),
    scheduleDescription: Joi.string().max(2000).allow(""),
    cron: cron.required(),
    timeZone: timeZone.default("UTC"),
    catchUp: catchUp.default("latest"),
    overlap: overlap.default("allow"),
    operation: operation.optional(),
    batch: batch.optional(),
  })
    .xor("operation", "batch")
    .messages(ONE_OF)
    .required();
}

/** As `scheduleRequestSchema`. */
export function schedulePatchSchema(
  operation: Joi.ObjectSchema = ANYTHING,
  batch: Joi.ObjectSchema = ANYTHING,
): Joi.ObjectSchema<SchedulePatch> {
  return Joi.object<SchedulePatch>({
    scheduleName,
    scheduleDescription: Joi.string().max(2000).allow(""),
    cron,
    timeZone,
    catchUp,
    overlap,
    operation: operation.optional(),
    batch: batch.optional(),
  })
    .oxor("operation", "batch")
    .min(1)
    .messages(ONE_OF)
    .required();
}

const ONE_OF = {
  "object.missing":
    "must say what to start: `operation` (as for POST …/async/operation) or `batch` (as for POST …/async/batch)",
  "object.xor": "must have `operation` or `batch`, not both",
  "object.oxor": "must have `operation` or `batch`, not both",
};
