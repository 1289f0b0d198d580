import { Link } from "../../router/link.tsx";
import { path } from "../../router/router.ts";
import { t } from "../../texts/language.ts";

/** Leads between the screens of those who run the service. */
export function SystemTabs() {
  const places = [
    ["/system", t.value.system.workers],
    ["/system/keys", t.value.keys.title],
    ["/system/audit", t.value.audit.title],
  ] as const;
  return (
    <nav class="tabs" aria-label={t.value.shell.system}>
      {places.map(([to, name]) => (
        <Link key={to} to={to} class="tab" aria-current={path.value === to ? "page" : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
