import { readMoment, toGuid } from "@longhaul/domain";
import Joi from "joi";

/** Which page of a list; how large one is at the most, the list says. */
export const pageQuery = {
  page: Joi.number().integer().min(1).max(1000).default(1),
  pageSize: Joi.number().integer().min(1).default(20),
};

/** The message for a value that isn't a GUID. */
export const GUID_FAULT = "must be a GUID, such as 880e8400-e29b-41d4-a716-446655440000";

/** A GUID of a request, in whatever case, without brackets; the value is in lower case, as ids are kept. */
export const guid = Joi.string()
  .max(64)
  .guid({ separator: "-", wrapper: false })
  .custom((text: string, helpers) => toGuid(text) ?? helpers.error("string.guid"))
  .messages({ "string.guid": `{{#label}} ${GUID_FAULT}` });

const MOMENT_MESSAGES = {
  moment: "{{#label}} must be a date such as 2024-01-31 or a time such as 2024-01-31T08:00:00Z, and one that exists",
  momentOrder: "{{#label}} must not lie before {{#start}}",
};

/** A date or a time in a body; UTC unless it names an offset. */
export const moment = Joi.string()
  .max(40)
  .custom((text: string, helpers) => (readMoment(text) === null ? helpers.error("moment") : text))
  .messages(MOMENT_MESSAGES);

/** As `moment`, in a query, where a `+` that was not encoded arrives as a blank. */
export const queryMoment = Joi.string()
  .max(40)
  .custom((text: string, helpers) => {
    const meant = text.replace(/ (?=\d{2}:?\d{2}$)/, "+");
    return readMoment(meant) === null ? helpers.error("moment") : meant;
  })
  .messages(MOMENT_MESSAGES);

/** The end of a period, which must not lie before its start: the value of the key `start` beside it. */
export function endOfPeriod(schema: Joi.StringSchema, start: string): Joi.StringSchema {
  return schema.custom((text: string, helpers) => {
    const [siblings] = helpers.state.ancestors as readonly unknown[];
    const other = new Map(Object.entries(siblings ?? {})).get(start) as unknown;
    const begins = typeof other === "string" ? readMoment(other) : null;
    const ends = readMoment(text);
    return begins !== null && ends !== null && ends.endMs <= begins.startMs
      ? helpers.error("momentOrder", { start })
      : text;
  });
}
