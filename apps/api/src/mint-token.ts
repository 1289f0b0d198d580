import { parseArgs } from "node:util";
import { PERMISSIONS, ROLES } from "@longhaul/contracts";
import { toGuid } from "@longhaul/domain";
import { durationMsSetting, loadConfig, secretSetting } from "@longhaul/runtime";
import Joi from "joi";
import { SignJWT } from "jose";

export const USAGE = `pnpm longhaul token --tenant <guid> [--project <guid> …] [--role <role>] [--permission <name> …] [--subject <name>] [--expires 30d]

Prints a token for the API, signed with JWT_SECRET (HS256); JWT_ISSUER and JWT_AUDIENCE go into it where they are set.
  --tenant    the tenant that it covers
  --project   a project that it covers, as often as wanted; all projects of the tenant without one
  --role      viewer, operator (so it is without one) or admin
  --permission  one of ${PERMISSIONS.join(", ")}, as often as wanted, instead of those of a role
  --subject   whose token it is, named in answers as cancelledBy and the like; "operator" without one
  --expires   how long it is good for: 1h, 30d, … (24h)`;

const environment = Joi.object<{ JWT_SECRET: string; JWT_ISSUER?: string; JWT_AUDIENCE?: string }>({
  JWT_SECRET: secretSetting().required(),
  JWT_ISSUER: Joi.string(),
  JWT_AUDIENCE: Joi.string(),
});

const MAX_LIFE_MS = 365 * 86_400_000;
const lifetime = durationMsSetting({ minMs: 60_000, maxMs: MAX_LIFE_MS });

/**
 * A token as the arguments of the command ask for it.
 * @throws Error that says which argument is wrong; ConfigError when the secret is missing or weak
 */
export async function mintToken(args: readonly string[], env: NodeJS.ProcessEnv, now: Date): Promise<string> {
  const { JWT_SECRET, JWT_ISSUER, JWT_AUDIENCE } = loadConfig(environment, env);
  const { values } = parseArgs({
    args: [...args],
    options: {
      tenant: { type: "string" },
      project: { type: "string", multiple: true },
      role: { type: "string" },
      permission: { type: "string", multiple: true },
      subject: { type: "string", default: "operator" },
      expires: { type: "string", default: "24h" },
    },
  });
  const tenantId = guidOf("--tenant", values.tenant);
  const projects = values.project?.map((project) => guidOf("--project", project)) ?? "*";
  if (values.role !== undefined) oneOf("--role", values.role, Object.keys(ROLES));
  for (const one of values.permission ?? []) oneOf("--permission", one, PERMISSIONS);
  if (values.subject.trim() === "") throw new Error("--subject must not be empty");
  const expires = lifetime.validate(values.expires);
  if (expires.error !== undefined || typeof expires.value !== "number") {
    throw new Error(`--expires must be from 1m to 365d, for example 30d: ${values.expires}`);
  }
  const issuedAt = Math.floor(now.getTime() / 1000);
  const grant = {
    projects,
    ...(values.role === undefined ? {} : { role: values.role }),
    ...(values.permission === undefined ? {} : { permissions: values.permission }),
  };
  const token = new SignJWT({ tenants: { [tenantId]: grant } })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(values.subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + Math.round(expires.value / 1000));
  if (JWT_ISSUER !== undefined) token.setIssuer(JWT_ISSUER);
  if (JWT_AUDIENCE !== undefined) token.setAudience(JWT_AUDIENCE);
  return token.sign(new TextEncoder().encode(JWT_SECRET));
}

function oneOf(option: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw new Error(`${option} can only be ${known.join(", ")}: ${value}`);
}

function guidOf(option: string, value: string | undefined): string {
  const guid = value === undefined ? null : toGuid(value);
  if (guid !== null) return guid;
  throw new Error(value === undefined ? `${option} is missing` : `${option} must be a GUID: ${value}`);
}
