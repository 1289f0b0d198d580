export { composeEnvironment, findSettingFaults } from "./check-settings.ts";
export { createRandom } from "./fuzz/random.ts";
export { createRequestGenerator, type ContractDocument } from "./fuzz/generate-requests.ts";
export { sendRequests, type FuzzFigures } from "./fuzz/send-requests.ts";
export { createTestDatabase, type TestDatabase } from "./create-test-database.ts";
export { describeEachBackend, postgresBackend, type TestBackend } from "./describe-each-backend.ts";
export { attemptAt, LANE_POLICY, WIDE_LIMITS } from "./delivery-claims.ts";
export { endLeases } from "./end-leases.ts";
export { bundledModule, getBundledApps } from "./get-test-servers.ts";
export { claimMessages, recordMessage, type ClaimedMessage } from "./message-claims.ts";
export { claimOperation, commitPhase, startPhase, type PhaseCommit } from "./operation-claims.ts";
export { sampleTemplate } from "./sample-template.ts";
export { storedZip } from "./stored-zip.ts";
export { spawnApp } from "./spawn-app.ts";
export { inheritedEnv, type AppExit, type SpawnedApp } from "./start-app.ts";
export {
  startHttpReceiver,
  type HttpReceiver,
  type ReceivedRequest,
  type ScriptedAnswer,
} from "./start-http-receiver.ts";
export { HOSTILE_NAMES, importedName, UNPRINTABLE_NAMES, pollutedKeys, WORDS_FOR_NOTHING } from "./hostile-names.ts";
export { PRIVATE_HOSTS } from "./private-hosts.ts";
export { startMailServer, type MailServer, type ReceivedMail } from "./start-mail-server.ts";
export { patientLimits, patientQueues } from "./patience.ts";
export { findOnPath } from "./find-on-path.ts";
export { hangMs, scaled, timed } from "./test-time.ts";
export { useTestDatabase } from "./use-test-database.ts";
export { waitFor } from "./wait-for.ts";
export { TRIAL_MODULE } from "./trial/trial-module.ts";
export { trialOperation, trialWork } from "./trial/trial-work.ts";
export {
  askModel,
  isExplained,
  newModelOperation,
  type Answer,
  type Ask,
  type Attempt,
  type ModelMove,
  type ModelOperation,
} from "./ledger-model.ts";
export { UNSTORABLE_BEHAVIOURS } from "./trial/unstorable-results.ts";
export type { TrialParameters } from "./trial/trial-operations.ts";
export { startTcpProxy, type TcpProxy } from "./start-tcp-proxy.ts";
export { S3_BUCKET, S3_CREDENTIALS, startS3Server, type S3Server } from "./start-s3-server.ts";
export { findPooler, startPooler } from "./start-pooler.ts";
