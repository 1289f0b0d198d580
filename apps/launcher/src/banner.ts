export interface BannerContent {
  readonly url: string;
  readonly token: string;
  readonly tenantId: string;
  readonly projectId: string;
  /** Where the ledger is, for a person. */
  readonly database: string;
  readonly dataFolder: string;
  readonly devFile: string;
  /** Whether the command line finds the data folder by itself: it is `.longhaul` here. */
  readonly isFound: boolean;
}

/** What a person needs first, once everything answers. */
export function renderBanner(content: BannerContent): string {
  const { url, token, tenantId, projectId, database, dataFolder, devFile, isFound } = content;
  const longhaul = `${isFound ? "" : `LONGHAUL_DATA='${dataFolder}' `}npx pnpm@12 longhaul`;
  return `
  Longhaul is ready.

  Console   ${consoleLink(content)}
            (this link signs in)
  Docs      ${url}/docs
  Queues    ${url}/admin/queues (asks for the token)
  API       ${url}
  Tenant    ${tenantId}
  Project   ${projectId}
  Token     ${token}
            (role admin, good for 30 days)
  Database  ${database}
  Data      ${dataFolder}
  Webhooks  may go to this machine too, e.g. http://localhost:3000/hook

  First steps, in another terminal:

    ${longhaul} upload packages/event-log/fixtures/receipt.xes.gz
    ${longhaul} run mining --save results
    ${longhaul} list

  URL, token and ids for scripts: ${devFile}
  Stop: Ctrl-C
`;
}

/** The console with what it needs to sign in; behind the `#`, where no server and no log sees it. */
function consoleLink({ url, token, tenantId, projectId }: BannerContent): string {
  return `${url}/console/#${new URLSearchParams({ token, tenant: tenantId, project: projectId }).toString()}`;
}
