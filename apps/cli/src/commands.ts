import type { Command } from "./command.ts";
import { auditExport, auditVerify } from "./commands/audit.ts";
import { batchList, batchRun, batchSchema } from "./commands/batch.ts";
import { cancel } from "./commands/cancel.ts";
import { completionOf } from "./commands/completion.ts";
import { datasets, datasetsExport, datasetsRestore, datasetsVersions } from "./commands/datasets.ts";
import { doctor } from "./commands/doctor.ts";
import { erase } from "./commands/erase.ts";
import { keysCreate, keysList, keysRevoke, keysRotate } from "./commands/keys.ts";
import { list } from "./commands/list.ts";
import { login } from "./commands/login.ts";
import { logs } from "./commands/logs.ts";
import { ping } from "./commands/ping.ts";
import { profileList, profileRemove, profileUse } from "./commands/profile.ts";
import { queue } from "./commands/queue.ts";
import { quotas } from "./commands/quotas.ts";
import { results, resultsOpen } from "./commands/results.ts";
import { retry } from "./commands/retry.ts";
import { run } from "./commands/run.ts";
import { status, watch, why } from "./commands/status.ts";
import { storageCheck } from "./commands/storage-check.ts";
import { token } from "./commands/token.ts";
import { types } from "./commands/types.ts";
import { datasetsAppend, datasetsReplace, upload } from "./commands/upload.ts";
import { webhooksListen } from "./commands/webhooks-listen.ts";

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
