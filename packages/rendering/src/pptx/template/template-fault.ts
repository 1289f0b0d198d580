import { shorten } from "@longhaul/domain";

/** Names and addresses in a message are of any length. */
const MOST_TOLD = 400;

/** Why a file can't be a template; the message is for the user who uploaded it. */
export class TemplateFault extends Error {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(shorten(message, MOST_TOLD), options);
    this.name = "TemplateFault";
  }
}
