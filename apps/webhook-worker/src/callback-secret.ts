// Prints the secret that a project's callbacks are signed with where WEBHOOK_CALLBACK_SIGNING is hmac, for the operator
// to hand to the customer: SECRETS_KEY=… node apps/webhook-worker/src/callback-secret.ts <tenantId> <projectId>
import { deriveProjectSecret } from "@longhaul/db";
import { toGuid } from "@longhaul/domain";
import { loadConfig, keySetting } from "@longhaul/runtime";
import Joi from "joi";

const [tenantId, projectId] = process.argv.slice(2).map(toGuid);
if (!tenantId || !projectId) throw new Error("name a tenant and a project by their GUIDs");
const { SECRETS_KEY } = loadConfig(
  Joi.object<{ readonly SECRETS_KEY: Buffer }>({ SECRETS_KEY: keySetting().required() }),
  process.env,
);
process.stdout.write(`${deriveProjectSecret(SECRETS_KEY, { tenantId, projectId })}\n`);
