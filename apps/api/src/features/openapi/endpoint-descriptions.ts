/** What a client has to know of each endpoint beside its summary, by the endpoint's id. */
export const ENDPOINT_DESCRIPTIONS: Readonly<Record<string, string>> = {
  startOperation:
    "What `parameters` may hold depends on `operationType`. All faults are told at once, by JSON pointer. What is accepted is committed: it reaches exactly one end, whatever crashes. Without callbacks, poll `Operation-Location` or follow the events.",
  listOperations:
    "Filters are joined by and; several values of one by or. `summary` counts over all filters but `status`. Pages by `page`, or by `cursor` from `Link` where there are many.",
  listCases:
    "Of an analysis that has discovered its process. `search` looks in the names of cases; pages by the `cursor` of `Link`. 409 while the phase that makes them hasn't ended.",
  getOperation:
    "Progress never falls, and is 100 when the operation is Completed only. What waits says why (`waitingFor`). `Prefer: wait=30` holds the answer until something changes.",
  getOperationDetails:
    "`parameters` are completed: `defaulted` names what the request left out. Sent to the start of an operation, they start the same again.",
  cancelOperation:
    "The status changes at once; the phase that runs has a few seconds to stop, or none with `forceTermination`. What earlier phases committed is kept, unless `preservePartialResults` is false. Cancelling again answers the same.",
  cancelOperationByPost: "As DELETE of the operation.",
  retryOperation:
    "From Failed, Timeout or Cancelled. Completed phases are reused as far as their parameters and data are the same. `updatedParameters` (a JSON Merge Patch) needs `modifyParameters: true`. With `dryRun=true` tells what would be reused, and starts nothing.",
  getResults:
    "Of an operation that failed or was cancelled: what was completed, and why no more. `format=download` streams a ZIP of all files with `results.json`. URLs of files work for an hour.",
  getQueue:
    "Figures of other tenants are never told, but places count them. `expectedStart` follows from the estimates of what comes before.",
  listLogs:
    "At most 10,000 entries or 5 MB are kept of an operation, as long as it is kept itself. `nextCursor` of the last page asks for what was logged since. Stacks of errors are told to administrators only.",
  streamLogs: "Server-sent events; a stream that breaks goes on behind `Last-Event-ID`. It ends with the operation.",
  streamOperation:
    "Server-sent events, one for each event that webhooks get, numbered without gaps; goes on behind `Last-Event-ID`, and ends with the operation's last event.",
  streamProject:
    "Server-sent events of all operations and batches; goes on behind `Last-Event-ID`. Never ends by itself.",
  startBatch:
    "Operations name each other by `operationKey` in `dependencies`. One without `datasetId` works on the dataset of its dependencies. Each starts when all of its dependencies have completed; what happens when one fails says `failurePolicy`.",
  getBatch:
    "Times of what has not started are estimates along the critical path. `Prefer: wait=30` holds the answer until something changes.",
  listBatches: "Counts by status and the percentage of the work that is over, without the operations.",
  cancelBatch: "What has ended stays as it is; everything else is cancelled in one transaction.",
  cancelBatchByPost: "As DELETE of the batch.",
  getBatchGraph:
    "An SVG, or Graphviz' DOT with `format=dot`. Of large batches dependencies that follow from others aren't drawn.",
  streamBatch: "Server-sent events of the batch and its operations, from its start; ends when the batch does.",
  createSchedule:
    "What it starts is judged now, as by POST …/async/operation or POST …/async/batch, and again at each run. Each tick is dealt with once, however many processes there are.",
  listSchedules: "Without what they start, which may be large.",
  getSchedule: "`next` says how many of its next runs are told, with changes of clocks as they are known now.",
  changeSchedule: "What is absent stays as it is; `operation` and `batch` replace each other whole.",
  deleteSchedule: "Operations and batches that it started are not touched.",
  pauseSchedule: "Pausing what is paused changes nothing. It can still be started by hand.",
  resumeSchedule: "Its next run is the next tick from now. Resuming what is active changes nothing.",
  runSchedule: "Refused with 409 `not_yet` while an earlier run goes on, where `overlap` is `skip`.",
  listScheduleRuns:
    "Started: with the id of what was accepted. Skipped: missed while the service was away, or an earlier run had not ended. Failed: refused, with the code and pointers that POST would have answered.",
  uploadDataset:
    "Told by its content: CSV, XES, MXML, JSON, OCEL, Parquet, Excel, each also packed; BPMN, PNML, PPTX. Columns that `mapping` doesn't name are detected; what was found, and every doubt about it, is told. As JSON with `url` a worker gets the file, over redirects, from public addresses only. A file that can't be read is a 422 that says where and why.",
  listDatasets: "Without what is told of each column.",
  previewDataset:
    "Takes what an upload takes. Of CSV and JSON Lines, also compressed, only the first 8 MB and the last 1 MB are looked at; other files are read whole, up to 64 MB. A `mapping` that the answer shows to be wrong can be sent back corrected. A file that an import would refuse is a 422 with its reason, the likeliest columns and its first rows in `error.details`.",
  getDataset: "Counts, time range, columns with their quality, and doubts, once its status is Ready.",
  appendDataset:
    "Columns are read as those of the version before, unless `mapping` says otherwise; `lineage.appended` names those that only one of both has. A file whose columns play other roles is a 422. Appends at the same time follow one another. Operations keep the version that they began with.",
  replaceDataset:
    "The dataset keeps its id, and stays as it is when the file can't be read. Operations keep the version that they began with.",
  restoreDataset: "Nothing is read again; later versions stay.",
  listDatasetVersions: "Also those that are being imported or could not be. New operations get `currentVersion`.",
  deleteDataset:
    "With all its versions. Refused with 409 while an operation that has not ended reads it (`not_yet`, with their ids), or a schedule names it (`conflict`).",
  remapDataset: "Nothing is uploaded again. Operations keep the dataset that they began with.",
  exportDataset:
    "A worker writes it once for all who ask within a day. Texts that a spreadsheet would run as a formula get an apostrophe in CSV.",
  getDatasetVersion: "To wait for an append or replace that is still being imported.",
  listDatasetRows:
    "The first 10,000 of each reason, with line or element, column, value and reason; all are counted in the dataset's `quality`.",
  download: "The URL is signed, and needs no token. Ranges work, so that a download can be resumed.",
  registerWebhook:
    "Deliveries are signed as Standard Webhooks says, with the secret that is given or with the project's Ed25519 key. Private addresses are refused. A project has at most 100.",
  listWebhooks: "With figures of their deliveries.",
  getWebhook: "Secrets are never told, and of headers that hold one only the names.",
  changeWebhook: "`status` Active also re-enables one that was disabled; what waits goes to a changed address.",
  deleteWebhook: "What is being sent to it is sent to its end.",
  testWebhook: "An event `webhook.test`, delivered and recorded as any other.",
  rotateSecret: "Give receivers the new secret first: from then on deliveries bear signatures of both.",
  recoverDeliveries:
    "After an outage of the receiver: under the same `webhook-id`, so that receivers recognise what they had.",
  listDeliveries: "Each attempt with its time, duration, status and the beginning of the answer.",
  getDelivery: "Pending ones tell when the next attempt is.",
  redeliver: "Also of one that was delivered. Receivers recognise it by its `webhook-id`.",
  listOperationDeliveries: "Each attempt with its time, duration, status and the beginning of the answer.",
  getOperationDelivery: "Pending ones tell when the next attempt is.",
  redeliverOperationCallback: "Receivers recognise it by its `webhook-id`.",
  listBatchDeliveries: "Each attempt with its time, duration, status and the beginning of the answer.",
  getBatchDelivery: "Pending ones tell when the next attempt is.",
  redeliverBatchCallback: "Receivers recognise it by its `webhook-id`.",
  recoverCallbacks: "Of all operations and batches of the project, under the same `webhook-id`.",
  getCallbackSigning: "Public keys verify `v1a` signatures; a secret, where there is one, `v1` and `X-Signature`.",
  rotateCallbackSecret: "The one before signs for 24 hours more. It is never told again.",
  getSigningKeys: "Needs no token. Keep them: they change only when the operator changes the service's key.",
  createApiKey:
    "It is sent as a token is: `Authorization: Bearer lhk_…`. Only a hash is kept. Nobody makes a key that may do more, or covers more projects, than they do. A tenant has at most 500 that have not expired.",
  listApiKeys: "Those of projects that the own token covers. Expired ones are listed for 90 days more.",
  getApiKey: "`lastUsed` is noted at most every ten minutes.",
  rotateApiKey:
    "With `overlapHours: 0` the secret before ends at once. A second rotation ends the one before the first. Needs all that the key may do.",
  deleteApiKey:
    "At once in the process that is asked, within ten seconds in others; streams that the key opened end as well.",
  getAudit:
    "Every call that may change something, refused ones too, a second or two after its end. `longhaul audit verify` computes the hashes anew. Names of the keys that a body had are told, values are not.",
  getQuotas:
    "Both the tenant's limit and the project's hold. What is beyond gets 429 `quota_exceeded`, with the quota, its limit and what is used.",
  changeQuotas:
    "A number is the new limit, null is none, `default` is the deployment's. What is there already stays when a limit is lowered. Limits of the tenant, and its weight, are for operators of the service, whose token's own role is `admin`.",
  ping: "A quick way to try a token: 401 where it isn't good, 404 where it doesn't cover the project.",
  listOperationTypes:
    "The same schemas that requests are judged by, with defaults, to build forms and check parameters before sending.",
  getStartPage: "Links are relative to this address, so that they work behind a proxy.",
  getLlmsText: "Made from the same table as this document.",
  getHealth: "For liveness probes: it asks no store, so that a store's fault restarts nothing.",
  getReadiness: "For load balancers and readiness probes.",
  getOpenApi: "OpenAPI 3.1, with events as `webhooks` and `callbacks`; typed clients can be made from it.",
  getDocs: "Calls the API with a token that you enter.",
  getGuide: "In English or French: `lang`, else by `Accept-Language`.",
  getDocsFile: "Scripts and styles, from this service alone.",
};
