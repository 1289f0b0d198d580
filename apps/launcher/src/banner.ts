export interface BannerContent {
  readonly url: string;
  readonly token: string;
  readonly tenantId: string;
  readonly projectId: string;
  /** Where the ledger is, for a person. */
  readonly database: string;
  readonly dataFolder: string;
  readonly devFile: string;
}

/** What a person needs first, once everything answers. */
export function renderBanner(content: BannerContent): string {
  const { url, token, tenantId, projectId, database, dataFolder, devFile } = content;
  return `
  Longhaul is ready.

  Console   ${consoleLink(content)}
            (this link signs in)
  API       ${url}
  Tenant    ${tenantId}
  Project   ${projectId}
  Token     ${token}
            (role admin, good for 30 days)
  Database  ${database}
  Data      ${dataFolder}
  Webhooks  may go to this machine too, e.g. http://localhost:3000/hook

  List the operations:

    curl -H "Authorization: Bearer ${token}" "${url}/api/${tenantId}/${projectId}/async/operations"

  URL, token and ids for scripts: ${devFile}
  Stop: Ctrl-C
`;
}

/** The console with what it needs to sign in; behind the `#`, where no server and no log sees it. */
function consoleLink({ url, token, tenantId, projectId }: BannerContent): string {
  return `${url}/console/#${new URLSearchParams({ token, tenant: tenantId, project: projectId }).toString()}`;
}
