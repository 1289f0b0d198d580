import Joi from "joi";

/** What to predict for cases under way besides their next activity and remaining time. */
export interface PredictionTargets {
  /** Does this activity still occur, or does the case end with this value of an attribute? */
  readonly outcome?: { readonly activity?: string; readonly attribute?: string; readonly value?: string };
  /** Does the case take longer than this, or end after the due date in this column? */
  readonly due?: { readonly withinHours?: number; readonly attribute?: string };
}

const name = Joi.string().min(1).max(1000);

export const predictionTargetsSchema = Joi.object({
  outcome: Joi.object({
    activity: name.description("the outcome is that this activity occurs before the case ends"),
    attribute: name.description("the outcome is that the last value of this column of the log is `value`"),
    value: name.description("the value of `attribute` that is asked for"),
  })
    .xor("activity", "attribute")
    .with("attribute", "value")
    .with("value", "attribute"),
  due: Joi.object({
    withinHours: Joi.number().positive().max(1_000_000).description("a case is late when it takes longer than this"),
    attribute: name.description("a case is late when it ends after the first time that this column of the log names"),
  }).xor("withinHours", "attribute"),
})
  .or("outcome", "due")
  .description("risks to tell of cases under way, with probabilities: an outcome, and being late");
