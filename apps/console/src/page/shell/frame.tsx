import type { ComponentChildren } from "preact";
import { isConnected } from "../api/connection.ts";
import { askWhoAmI, me } from "../api/me.ts";
import { useClient } from "../api/client.ts";
import { usePolled } from "../api/use-polled.ts";
import { Link } from "../router/link.tsx";
import { path } from "../router/router.ts";
import { signOut } from "../session/session.ts";
import { t } from "../texts/language.ts";
import { FaultLine } from "../ui/fault-line.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Mark } from "../ui/mark.tsx";
import { Preferences } from "./preferences.tsx";
import { ProjectSwitch } from "./project-switch.tsx";

const PLACES = [
  ["operations", "/operations"],
  ["datasets", "/datasets"],
  ["batches", "/batches"],
  ["schedules", "/schedules"],
  ["webhooks", "/webhooks"],
  ["system", "/system"],
] as const satisfies readonly (readonly [IconName & keyof typeof t.value.shell, string])[];

/** What is around every screen: where one can go, who one is, and whether the service can be reached. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  const texts = t.value.shell;
  const client = useClient();
  const { error, reload } = usePolled("me", (signal) => askWhoAmI(client, signal));
  const here = path.value === "/" ? "/operations" : path.value;
  return (
    <div class="frame">
      <a class="skip" href="#main">
        {texts.skip}
      </a>
      <header class="side">
        <Link to="/operations" class="brand">
          <Mark />
          <span>{texts.product}</span>
        </Link>
        <Link to="/start" class="button is-primary side-start" aria-current={here === "/start" ? "page" : undefined}>
          <Icon name="plus" />
          {texts.newOperation}
        </Link>
        <nav aria-label={texts.nav}>
          {PLACES.map(([name, to]) => (
            <Link key={name} to={to} class="place" aria-current={here.startsWith(to) ? "page" : undefined}>
              <Icon name={name} />
              {texts[name]}
            </Link>
          ))}
        </nav>
        <div class="side-foot">
          <ProjectSwitch />
          <Preferences />
          <div class="side-who">
            <span>{me.value === null ? "" : texts.signedInAs(me.value.subject, me.value.role ?? "")}</span>
            <button type="button" class="button is-quiet" onClick={() => signOut()}>
              {texts.signOut}
            </button>
          </div>
        </div>
      </header>
      <main id="main" class="main" tabIndex={-1}>
        {!isConnected.value && (
          <p class="lost" role="status">
            {texts.lost}
          </p>
        )}
        {error !== null && isConnected.value && <FaultLine error={error} onRetry={reload} />}
        {children}
      </main>
    </div>
  );
}
