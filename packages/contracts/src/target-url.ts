import { allowListText, forbiddenHost, type AllowList } from "@longhaul/domain";
import Joi from "joi";

const MAX_URL_CHARACTERS = 2000;
/** What a URL must look like before its reader, which forgives a lot, may see it. */
const FORM = /^https?:\/\/[^\s\\\p{Cc}/?#][^\s\\\p{Cc}]*$/iu;

/**
 * An address that events are posted to: http or https, by the rules of WHATWG, so names in any script and case are taken
 * and kept in their plain form. Refused are users and passwords in it, and hosts that no delivery could ever reach.
 * @param allowList private networks that deliveries may reach
 */
export function targetUrlSchema(allowList: AllowList): Joi.StringSchema {
  return Joi.string()
    .max(MAX_URL_CHARACTERS)
    .description("an http or https URL; what isn't ASCII in it is encoded")
    .custom((value: string, helpers) => {
      if (!FORM.test(value) || !URL.canParse(value)) return helpers.error("url.form");
      const { href, hostname, username, password } = new URL(value);
      if (href.length > MAX_URL_CHARACTERS) return helpers.error("string.max", { limit: MAX_URL_CHARACTERS });
      if (username !== "" || password !== "") return helpers.error("url.credentials");
      const host = forbiddenHost(hostname, allowList);
      if (host !== null) return helpers.error("url.private", { host, allowed: allowedText(allowList) });
      // Nobody who gave no path wants to see one.
      return href === `${value}/` ? value : href;
    })
    .messages({
      "url.form": "{#label} must be a URL that begins with http:// or https://",
      "url.credentials": "{#label} must not contain a user or password; webhooks send them in headers",
      "url.private": "{#label} must not lead to {#host}: deliveries reach public addresses only{#allowed}",
    });
}

function allowedText(allowList: AllowList): string {
  return allowList.length === 0 ? "" : `, and here also ${allowListText(allowList)}`;
}
