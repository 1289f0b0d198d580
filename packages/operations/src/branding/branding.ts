import type { Brand } from "@longhaul/rendering";
import Joi from "joi";
import { logoFault, pictureSize } from "./logo-fault.ts";

/** A picture of 200 KB as base64, and a little more: what is too large is judged by its bytes. */
const MOST_LOGO_CHARACTERS = 300_000;
const DATA_URL = /^data:(image\/(?:png|jpeg));base64,([A-Za-z0-9+/]+={0,2})$/;

/** Whose report it is, as a request says it. */
export interface BrandingParameter {
  readonly companyName?: string;
  readonly color?: string;
  /** A PNG or JPEG picture as a data URL. */
  readonly logo?: string;
}

export const brandingSchema = Joi.object<BrandingParameter>({
  companyName: Joi.string().trim().min(1).max(100),
  color: Joi.string()
    .max(7)
    .pattern(/^#[0-9a-f]{6}$/i)
    .messages({ "string.pattern.base": "must be a colour such as #12355b" }),
  logo: Joi.string()
    .max(MOST_LOGO_CHARACTERS)
    .custom((value: string, helpers) => {
      const [, mediaType, base64 = ""] = DATA_URL.exec(value) ?? [];
      const fault =
        mediaType === undefined
          ? "must be a picture as a data URL: data:image/png;base64,… or data:image/jpeg;base64,…"
          : logoFault(mediaType, Buffer.from(base64, "base64"));
      return fault === null ? value : helpers.message({ custom: fault });
    }),
}).min(1);

/**
 * The brand of a report: what the request says, and of what it doesn't say, what the deployment has for all reports.
 * Undefined where neither says anything.
 */
export function brandOf(ctx: BrandingSource): Brand | undefined {
  const said = { ...ctx.branding, ...ctx.parameters.branding };
  return Object.keys(said).length === 0 ? undefined : toBrand(said);
}

interface BrandingSource {
  /** Default branding of the deployment. */
  readonly branding?: BrandingParameter | undefined;
  readonly parameters: { readonly branding?: BrandingParameter };
}

function toBrand({ companyName, color, logo }: BrandingParameter): Brand {
  const [, mediaType = "", base64 = ""] = DATA_URL.exec(logo ?? "") ?? [];
  const [width, height] = pictureSize(mediaType, Buffer.from(base64, "base64")) ?? [];
  return {
    ...(companyName === undefined ? {} : { company: companyName }),
    ...(color === undefined ? {} : { color }),
    ...((mediaType === "image/png" || mediaType === "image/jpeg") && width !== undefined && height !== undefined
      ? { logo: { mediaType, base64, width, height } }
      : {}),
  };
}

/**
 * Reads the branding of a deployment from JSON of the same keys as the parameter.
 * @throws Error that says what is wrong
 */
export function readBranding(text: unknown): BrandingParameter {
  const judged = brandingSchema.validate(parseObject(text), { abortEarly: false, errors: { label: false } });
  if (judged.error === undefined) return judged.value;
  throw new Error(judged.error.details.map(({ path, message }) => `${path.join(".")} ${message}`.trim()).join("; "));
}

function parseObject(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    throw new Error('is not JSON such as {"companyName":"Nordwind","color":"#12355b"}');
  }
}
