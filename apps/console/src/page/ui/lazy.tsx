import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../texts/language.ts";
import { FaultLine } from "./fault-line.tsx";

/** A part of the page whose code is loaded when it is first shown. */
export function lazy<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return function Lazy(props: Props) {
    const [loaded, setLoaded] = useState<{ readonly Part: ComponentType<Props> } | null>(null);
    const [error, setError] = useState<unknown>(null);
    useEffect(() => {
      load().then((Part) => setLoaded({ Part }), setError);
    }, []);
    if (loaded !== null) return <loaded.Part {...props} />;
    return error === null ? <p class="loading">{t.value.shell.loading}</p> : <FaultLine error={error} />;
  };
}
