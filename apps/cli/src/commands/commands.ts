import type { Command } from "../command.ts";
import { auditExport, auditVerify } from "./audit.ts";
import { batchList, batchRun, batchSchema } from "./batch.ts";
import { cancel } from "./cancel.ts";
import { completionOf } from "./completion.ts";
import { datasets, datasetsExport, datasetsRestore, datasetsVersions } from "./datasets.ts";
import { keysCreate, keysList, keysRevoke, keysRotate } from "./keys.ts";
import { list } from "./list.ts";
import { login } from "./login.ts";
import { logs } from "./logs.ts";
import { doctor, erase, storageCheck, token } from "./operator-commands.ts";
import { ping } from "./ping.ts";
import { profileList, profileRemove, profileUse } from "./profile.ts";
import { queue } from "./queue.ts";
import { quotas } from "./quotas.ts";
import { results, resultsOpen } from "./results.ts";
import { retry } from "./retry.ts";
import { run } from "./run.ts";
import { status, watch, why } from "./status.ts";
import { types } from "./types.ts";
import { datasetsAppend, datasetsReplace, upload } from "./upload.ts";
import { webhooksListen } from "./webhooks-listen.ts";

const OWN: readonly Command[] = [
  upload,
  run,
  watch,
  list,
  status,
  why,
  logs,
  results,
  resultsOpen,
  cancel,
  retry,
  batchRun,
  batchList,
  batchSchema,
  webhooksListen,
  datasets,
  datasetsAppend,
  datasetsReplace,
  datasetsVersions,
  datasetsRestore,
  datasetsExport,
  queue,
  quotas,
  types,
  ping,
  auditVerify,
  auditExport,
  keysCreate,
  keysList,
  keysRotate,
  keysRevoke,
  login,
  profileList,
  profileUse,
  profileRemove,
  token,
  doctor,
  storageCheck,
  erase,
];

/** All commands, in the order in which the help lists them. */
export const COMMANDS: readonly Command[] = [...OWN, completionOf(OWN)];
