import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import Joi from "joi";
import { findFile, writePrivateFile } from "./processes/private-file.ts";

/** What a development installation makes up once and keeps in `secrets.json`. */
export interface DevSecrets {
  readonly jwtSecret: string;
  readonly downloadSecret: string;
  /** 32 bytes in base64: the key that encrypts secrets at rest. */
  readonly secretsKey: string;
  readonly postgresPassword: string;
  readonly tenantId: string;
  readonly projectId: string;
}

const KEY_BYTES = 32;

const schema = Joi.object<DevSecrets>({
  jwtSecret: Joi.string().required(),
  downloadSecret: Joi.string().required(),
  secretsKey: Joi.string().base64().required(),
  postgresPassword: Joi.string().required(),
  tenantId: Joi.string().guid().required(),
  projectId: Joi.string().guid().required(),
});

/**
 * Reads the secrets of a data folder, or makes them on the first start.
 * @throws Error when the file is damaged: making new ones would lock the old data
 */
export async function loadDevSecrets(dataFolder: string): Promise<DevSecrets> {
  const path = join(dataFolder, "secrets.json");
  const text = await findFile(path);
  if (text !== null) {
    return parse(text, path);
  }
  const secrets = createSecrets();
  await writePrivateFile(path, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

function parse(text: string, path: string): DevSecrets {
  try {
    return Joi.attempt<typeof schema>(JSON.parse(text), schema);
  } catch (err) {
    throw new Error(`${path} is damaged: restore it, or delete the data folder to begin anew`, { cause: err });
  }
}

function createSecrets(): DevSecrets {
  return {
    jwtSecret: randomBytes(KEY_BYTES).toString("base64url"),
    downloadSecret: randomBytes(KEY_BYTES).toString("base64url"),
    secretsKey: randomBytes(KEY_BYTES).toString("base64"),
    postgresPassword: randomBytes(KEY_BYTES).toString("hex"),
    tenantId: randomUUID(),
    projectId: randomUUID(),
  };
}
