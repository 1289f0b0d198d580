/** Why a webhook was refused. */
export type WebhookVerificationReason =
  /** A header of the signature is absent or has no meaning. */
  | "missing_headers"
  /** It was signed too long ago, or in the future: perhaps a replay. */
  | "outside_tolerance"
  /** No signature fits the body and the key. */
  | "no_matching_signature"
  /** The key given is not one. */
  | "bad_key"
  /** The signature fits but the body is not an event. */
  | "bad_body";

/** A webhook that must not be trusted: answer 400 and do nothing else. */
export class WebhookVerificationError extends Error {
  readonly reason: WebhookVerificationReason;

  constructor(reason: WebhookVerificationReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "WebhookVerificationError";
    this.reason = reason;
  }
}
